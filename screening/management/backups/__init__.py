"""A whole installation in one file, and back: the database, the stored files, the secret key.

The file is a tar archive, encrypted with age (https://age-encryption.org/v1) where a public key is
given:

    manifest.json       format, version of the program, when, kind of database, applied migrations, rows a table
    database.sqlite3    a copy that `VACUUM INTO` wrote, or
    database.dump       what `pg_dump --format=custom` wrote, of the snapshot in which the rows were counted
    secret_key          only where it is a file of the data folder
    files/…             the stored files, read after the database, so that no row names a file that is not there
    hashes.json         SHA-256 of each of the above; last, as the files are hashed while they are read
"""

FORMAT = 1
#: The folders of stored files; what else lies in the folder of files is none of ours.
FOLDERS = ("imports", "full-texts", "archives", "features", "exports")
MANIFEST, HASHES, SECRET = "manifest.json", "hashes.json", "secret_key"


class BackupRefused(Exception):
    """A backup that cannot be made or brought back; the text says why and what can be done.
    Nothing was changed.
    """
