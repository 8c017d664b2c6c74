"""Bringing a backup back into an empty place: all of it, or nothing."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from screening import __version__
from screening.actions.jobs.crash_points import reach
from screening.management.backups import FOLDERS, FORMAT, HASHES, MANIFEST, SECRET, BackupRefused
from screening.management.backups.database import bring_back, refuse_unless_empty

Say = Callable[[str], None]
AGE = b"age-encryption.org/v1"
BLOCK = 1 << 20


def restore_backup(source: Path, *, identity: str = "", say: Say = print) -> dict[str, Any]:
    """Puts database, files and secret key where the settings say, and gives the manifest.

    `identity`: the text of the key file of age, for an encrypted backup. Everything is unpacked
    beside its place and checked against its hashes first; only then is it moved. Raises
    BackupRefused.
    """
    refuse_unless_empty()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    # A restore that was ended halfway left its mark, and the files below it are its own.
    mark = settings.MEDIA_ROOT / ".restoring"
    _take_away_files() if mark.exists() else _refuse_files()
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT, prefix=".restore-") as scratch:
        folder = Path(scratch)
        say("Unpacking and checking")
        manifest = _unpack(source, folder, identity)
        reach("restore.unpacked")
        mark.touch()
        try:
            _put_in_place(folder, manifest, say)
        except BackupRefused:
            _take_away_files()
            raise
        finally:
            mark.unlink(missing_ok=True)
    return manifest


def _put_in_place(folder: Path, manifest: dict[str, Any], say: Say) -> None:
    """The database last: where it is, all else is there."""
    _move_files(folder)
    if (secret := folder / SECRET).exists():
        shutil.move(secret, settings.DATA_DIR / SECRET)
    reach("restore.files")
    say("Bringing the database back")
    if bring_back(folder / manifest["database"]) != manifest["rows"]:
        raise BackupRefused(
            "the database that came back does not hold the rows it was backed up with"
        )
    reach("restore.database")


def _refuse_files() -> None:
    there = [name for name in FOLDERS if any((settings.MEDIA_ROOT / name).rglob("*"))]
    if there:
        raise BackupRefused(
            f"{settings.MEDIA_ROOT} holds files already ({', '.join(there)}); a backup is brought back into an empty "
            "place only: choose another FILES_DIR or DATA_DIR, or move the folders away"
        )


def _take_away_files() -> None:
    for name in FOLDERS:
        shutil.rmtree(settings.MEDIA_ROOT / name, ignore_errors=True)


def _unpack(source: Path, folder: Path, identity: str) -> dict[str, Any]:
    hashes: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    try:
        with (
            _decrypted(source, identity) as stream,
            tarfile.open(fileobj=stream, mode="r|") as archive,
        ):
            for member in archive:
                name = _safe(member)
                hashes[name] = _write(archive.extractfile(member), folder / name)
                if name == MANIFEST:
                    manifest = _checked_manifest(folder / name)
    except (tarfile.TarError, EOFError) as error:
        raise BackupRefused(
            f"{source} is no backup of this program, or was cut off: {error}"
        ) from None
    except OSError as error:
        raise BackupRefused(f"{source} could not be unpacked: {error.strerror or error}") from None
    _check_hashes(source, folder, hashes)
    return manifest


def _safe(member: tarfile.TarInfo) -> str:
    """The member's name. Only plain files of the known folders are taken:
    a backup may come from anywhere.
    """
    parts = Path(member.name).parts
    known = len(parts) == 1 or (parts[0] == "files" and len(parts) > 2 and parts[1] in FOLDERS)
    if not member.isfile() or not known or ".." in parts or Path(member.name).is_absolute():
        raise BackupRefused(
            f"the backup holds {member.name}, which no backup of this program holds"
        )
    return member.name


def _write(file: IO[bytes] | None, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while file is not None and (block := file.read(BLOCK)):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _checked_manifest(path: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name for name in manifest.get("migrations", []) if name.startswith("screening.")}
    if manifest.get("format", 0) > FORMAT or ours - known:
        raise BackupRefused(
            f"the backup was made by version {manifest.get('version')}, which is newer than this one ({__version__}); "
            "install at least that version and try again"
        )
    return manifest


def _check_hashes(source: Path, folder: Path, found: dict[str, str]) -> None:
    if HASHES not in found:
        raise BackupRefused(f"{source} was cut off: its last part is missing")
    noted = json.loads((folder / HASHES).read_text(encoding="utf-8"))
    found = {name: digest for name, digest in found.items() if name != HASHES}
    if wrong := sorted(
        name for name in noted.keys() | found.keys() if noted.get(name) != found.get(name)
    ):
        raise BackupRefused(
            f"{source} is damaged: {wrong[0]} is not what was backed up ({len(wrong)} parts in all)"
        )


def _move_files(folder: Path) -> None:
    for name in FOLDERS:
        if (unpacked := folder / "files" / name).exists():
            shutil.rmtree(settings.MEDIA_ROOT / name, ignore_errors=True)
            os.replace(unpacked, settings.MEDIA_ROOT / name)


@contextmanager
def _decrypted(source: Path, identity: str) -> Iterator[IO[bytes]]:
    with source.open("rb") as file:
        encrypted = file.read(len(AGE)) == AGE
        file.seek(0)
        if not encrypted:
            yield file
            return
        if not identity:
            raise BackupRefused(f"{source} is encrypted; give the key file with --identity")
        yield from _through_age(file, identity)


def _through_age(file: IO[bytes], identity: str) -> Iterator[IO[bytes]]:
    import pyrage

    lines = [
        line.strip() for line in identity.splitlines() if line.strip() and not line.startswith("#")
    ]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError as error:
        raise BackupRefused(f"the key file is none of age (AGE-SECRET-KEY-…): {error}") from None
    reading, writing = (
        os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True)
    )
    failed: list[BaseException] = []

    def decrypt() -> None:
        try:
            pyrage.decrypt_io(file, writing, keys)
        except BaseException as error:
            failed.append(error)
        finally:
            writing.close()

    thread = threading.Thread(target=decrypt, name="decryption", daemon=True)
    thread.start()
    try:
        yield reading
    except tarfile.TarError:
        if not failed:
            raise
    finally:
        reading.close()
        thread.join()
    if failed:
        raise BackupRefused(f"the backup could not be decrypted with this key: {failed[0]}")
