"""Making a backup: a whole file under its name, or none."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from screening import __version__
from screening.actions.jobs.crash_points import reach
from screening.management.backups import FOLDERS, FORMAT, HASHES, MANIFEST, SECRET, BackupRefused
from screening.management.backups.database import copy_database

Say = Callable[[str], None]


def make_backup(target: Path, *, recipient: str = "", say: Say = print) -> dict[str, Any]:
    """Writes the backup and gives its manifest. `recipient`: a public key of age (`age1…`),
    to encrypt it for.

    The file appears under its name when all of it is on the disk. Raises BackupRefused.
    """
    if target.exists():
        raise BackupRefused(f"{target} is there already; nothing is written over")
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch,
            _private(part) as out,
        ):
            manifest = _write(Path(scratch), out, recipient, say)
            out.flush()
            os.fsync(out.fileno())
        reach("backup.written")
        os.replace(part, target)
    except OSError as error:
        raise BackupRefused(f"{target} cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """The file, new and readable by its owner alone: a backup holds every vote and the secret key."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file


def _write(scratch: Path, out: IO[bytes], recipient: str, say: Say) -> dict[str, Any]:
    bucket = settings.FILES_BUCKET
    say("Copying the database")
    copy, rows = copy_database(scratch)
    reach("backup.database")
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": copy.name,
        "migrations": applied_migrations(),
        "rows": rows,
    }
    with _encrypted(out, recipient) as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
        hashes = _Hashed(archive)
        hashes.add_bytes(MANIFEST, json.dumps(manifest, indent=1).encode())
        hashes.add(copy.name, copy)
        copy.unlink()
        if (secret := settings.DATA_DIR / SECRET).exists():
            hashes.add(SECRET, secret)
        say(
            f"The files lie in the bucket {bucket}, which is to be kept by itself"
            if bucket
            else "Copying the files"
        )
        for number, path in enumerate(_stored()):
            hashes.add(f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
            reach("backup.file", number)
        hashes.add_bytes(HASHES, json.dumps(hashes.seen, indent=0).encode())
    return manifest | {"files": sum(name.startswith("files/") for name in hashes.seen)}


def applied_migrations() -> list[str]:
    """The migrations that the configured database has, as `app.name`."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def _stored() -> Iterator[Path]:
    if settings.FILES_BUCKET:
        return
    for folder in FOLDERS:
        for path in sorted((settings.MEDIA_ROOT / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


class _Hashed:
    """Adds members to an archive and notes the hash of each while it is read."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self.archive, self.seen = archive, dict[str, str]()

    def add(self, name: str, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._add(name, file, os.fstat(file.fileno()).st_size)
        except FileNotFoundError:
            # Deleted since it was listed: its row is gone as well, or the restored review says what
            # is missing.
            return

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, io.BytesIO(content), len(content))

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        reader = _Reader(file)
        self.archive.addfile(info, reader)  # type: ignore[arg-type]
        self.seen[name] = reader.digest.hexdigest()


class _Reader:
    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


@contextmanager
def _encrypted(out: IO[bytes], recipient: str) -> Iterator[IO[bytes]]:
    """A stream into `out`, through age where there is a recipient."""
    if not recipient:
        yield out
        return
    import pyrage

    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise BackupRefused(
            f"{recipient} is no public key of age (it begins with age1): {error}"
        ) from None
    reading, writing = (
        os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True)
    )
    failed: list[BaseException] = []

    def encrypt() -> None:
        try:
            pyrage.encrypt_io(reading, out, [key])
        except BaseException as error:
            failed.append(error)
        finally:
            reading.close()

    thread = threading.Thread(target=encrypt, name="encryption")
    thread.start()
    try:
        with writing:
            yield writing
    finally:
        thread.join()
    if failed:
        raise BackupRefused(f"the backup could not be encrypted: {failed[0]}")


def rotate(folder: Path, keep: int, names: Callable[[Path], bool]) -> list[Path]:
    """Deletes all but the newest `keep` backups of this folder, by name; gives what was deleted."""
    found = sorted((path for path in folder.iterdir() if names(path)), key=lambda path: path.name)
    gone = found[:-keep] if keep else []
    for path in gone:
        path.unlink()
    return gone
