"""The empty test database, migrated once for all processes and runs that have the same migrations.

Migrating takes some seconds of processor time; a test run has several processes,
and a developer many runs.
"""

import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[1]
#: Seconds that a process waits for another to migrate before it does so itself.
WAIT = 120


def _key() -> str:
    """Of all that a migrated database depends on: our migrations and models, and what is installed."""
    digest = hashlib.sha256()
    for path in sorted(
        [*(ROOT / "screening/migrations").glob("*.py"), *(ROOT / "screening/models").rglob("*.py")]
    ):
        digest.update(path.read_bytes())
    for path in [
        ROOT / "requirements.txt",
        *sorted((ROOT / "reviewapp" / "settings").glob("*.py")),
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def template() -> Path:
    """Where the migrated database of this state of the code is kept."""
    return (
        Path(os.environ.get("TMPDIR", "/tmp"))
        / f"reviewapp-migrated-{os.getuid()}-{_key()}.sqlite3"
    )


@contextmanager
def from_template(name: str) -> Iterator[None]:
    """Within, the test database of that file name is to be migrated:
    it starts as a copy of the kept one if there is one.

    Afterwards it is kept for the others. Of several processes one migrates,
    and the others wait for it.
    """
    kept, lock = template(), template().with_suffix(".lock")
    first = not kept.exists() and _made(lock)
    until = time.monotonic() + WAIT
    while not first and not kept.exists() and lock.exists() and time.monotonic() < until:
        time.sleep(0.1)
    if kept.exists():
        shutil.copyfile(kept, name)
    try:
        yield
        if first:
            _keep(name, kept)
    finally:
        if first:
            lock.rmdir()


def _made(lock: Path) -> bool:
    if lock.exists() and time.time() - lock.stat().st_mtime > WAIT:
        with suppress(OSError):
            lock.rmdir()  # of a process that was killed
    try:
        lock.mkdir()
    except FileExistsError:
        return False
    return True


def _keep(name: str, kept: Path) -> None:
    connection.close()
    part = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(name)) as database:
        database.execute("VACUUM INTO ?", (str(part),))
    os.replace(part, kept)
    for old in kept.parent.glob(f"reviewapp-migrated-{os.getuid()}-*.sqlite3"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > 24 * 3600:
                old.unlink()
