"""Whether this host can do its work, for whoever watches it."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.db.models.functions import Now

from screening.models import Job

#: Share of the disk that must be free.
DISK_FREE = 0.1
#: A job that nobody has taken for so long means that no worker is there.
JOBS_WAIT = timedelta(minutes=5)
#: Seconds for which an answer is kept: whoever asks more often costs nothing.
KEPT = 1.0
#: What is told, and yet no reason to send nobody to this web host.
ELSEWHERE = {"workers"}


class Kept:
    """The last answer of a function, for a moment."""

    def __init__(self, answer: Callable[[], dict[str, bool]], seconds: float) -> None:
        self.answer, self.seconds, self.lock = answer, seconds, Lock()
        self.last: tuple[float, dict[str, bool]] | None = None

    def __call__(self) -> dict[str, bool]:
        """The answer, at most so many seconds old; of several who ask at once, one looks."""
        with self.lock:
            if self.last is None or monotonic() - self.last[0] >= self.seconds:
                self.last = (monotonic(), self.answer())
            return self.last[1]


def ready() -> dict[str, bool]:
    """What was looked at (database, migrations, disk, files, workers) and whether it is well;
    answers in any state.
    """
    found = {
        "database": _database_writes(),
        "migrations": False,
        "disk": _disk_has_room(),
        "files": _files_write(),
    }
    found |= {"workers": False}
    if found["database"]:
        found |= {"migrations": _migrations_are_applied(), "workers": not _jobs_wait_in_vain()}
    return found


#: As `ready`, for addresses that anybody may ask.
recently = Kept(ready, KEPT)


def serves(found: dict[str, bool]) -> bool:
    """Whether a web host in this state should be sent requests."""
    return all(well for what, well in found.items() if what not in ELSEWHERE)


def _database_writes() -> bool:
    try:
        # Touches no row, and yet fails on a read-only database or a lost connection.
        Job.objects.filter(pk__lt=0).update(attempts=0)
    except (DatabaseError, OSError):
        return False
    return True


def _migrations_are_applied() -> bool:
    return newest_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def newest_migrations() -> set[tuple[str, str]]:
    """The last migration of each application, as this program has them: read once,
    the files do not change.
    """
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def _disk_has_room() -> bool:
    try:
        usage = [
            shutil.disk_usage(folder)
            for folder in (settings.DATA_DIR, settings.MEDIA_ROOT)
            if folder.exists()
        ]
    except OSError:
        return False
    return all(its.free / its.total > DISK_FREE for its in usage)


def _files_write() -> bool:
    """Whether a file can be stored. A bucket is asked whether it is there;
    storing in it once a second would cost.
    """
    try:
        storage: Any = storages["default"]
        if not isinstance(storage, FileSystemStorage):
            storage.exists("probe")
            return True
        folder = Path(storage.location)
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{uuid4().hex}"
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        probe.unlink()
    except (
        Exception
    ):  # storages have errors of their own, and whatever it is, nothing can be stored
        return False
    return True


def _jobs_wait_in_vain() -> bool:
    """Waiting jobs, and no sign of life from a running one that could be what they wait for."""
    waiting = Q(state=Job.State.QUEUED, created_at__lt=Now() - JOBS_WAIT)
    alive = Q(state=Job.State.RUNNING, heartbeat_at__gt=Now() - JOBS_WAIT)
    recent = Q(finished_at__gt=Now() - JOBS_WAIT)
    return Job.objects.filter(waiting).exists() and not Job.objects.filter(alive | recent).exists()
