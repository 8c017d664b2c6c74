"""Whether this host can do its work, for whoever watches it."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.db.models.functions import Now

from screening.models import Job

DISK_FREE = 0.1
"""Share of the disk that must be free."""
JOBS_WAIT = timedelta(minutes=5)
"""A job that nobody has taken for so long means that no worker is there."""


def ready() -> dict[str, bool]:
    """What was looked at (database, migrations, disk, workers) and whether it is well; answers in any state."""
    found = {"database": _database_writes(), "migrations": False, "disk": _disk_has_room(), "workers": False}
    if found["database"]:
        found |= {"migrations": _migrations_are_applied(), "workers": not _jobs_wait_in_vain()}
    return found


def _database_writes() -> bool:
    try:
        # Touches no row, and yet fails on a read-only database or a lost connection.
        Job.objects.filter(pk__lt=0).update(attempts=0)
    except (DatabaseError, OSError):
        return False
    return True


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _disk_has_room() -> bool:
    try:
        usage = [shutil.disk_usage(folder) for folder in (settings.DATA_DIR, settings.MEDIA_ROOT) if folder.exists()]
    except OSError:
        return False
    return all(its.free / its.total > DISK_FREE for its in usage)


def _jobs_wait_in_vain() -> bool:
    """Waiting jobs, and no sign of life from a running one that could be what they wait for."""
    waiting = Q(state=Job.State.QUEUED, created_at__lt=Now() - JOBS_WAIT)
    alive = Q(state=Job.State.RUNNING, heartbeat_at__gt=Now() - JOBS_WAIT)
    recent = Q(finished_at__gt=Now() - JOBS_WAIT)
    return Job.objects.filter(waiting).exists() and not Job.objects.filter(alive | recent).exists()
