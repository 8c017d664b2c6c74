"""Figures of the whole installation for whoever watches it: jobs, doors, database, disk; no person,
no review.
"""

import shutil
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Avg, Count, F, Min, Sum
from django.db.models.functions import Now
from django.utils import timezone

from screening.models import Duty, Job, SignInAttempt
from screening.queries.site.site_overview import database_size

LATELY = timedelta(hours=1)


@dataclass
class Measured:
    """What the database and this host's disks say now."""

    #: How many, by kind and state.
    jobs: dict[tuple[str, str], int] = field(default_factory=dict)
    #: Seconds that the oldest waiting job of each kind has waited.
    oldest: dict[str, float] = field(default_factory=dict)
    waited: dict[str, float] = field(default_factory=dict)
    #: Seconds that jobs of each kind waited and took, on average over the last hour.
    took: dict[str, float] = field(default_factory=dict)
    #: Seconds since the longest silent running job gave a sign of life.
    silent: float = 0.0
    #: Whether a worker looks for forgotten jobs, seals the history and sweeps.
    looked_after: bool = False
    backup_age: float | None = None
    #: Tries of the last hour by outcome.
    sign_ins: dict[str, int] = field(default_factory=dict)
    database_bytes: int = 0
    connections: dict[str, int] = field(default_factory=dict)
    connections_most: int = 0
    #: Free and all bytes, by what lies there.
    disks: dict[str, tuple[int, int]] = field(default_factory=dict)


def measured() -> Measured:
    """Everything, in a dozen cheap queries. Raises DatabaseError."""
    found = Measured(disks=_disks(), database_bytes=database_size())
    _measure_jobs(found)
    duties = {duty.name: duty for duty in Duty.objects.all()}
    found.looked_after = Duty.objects.filter(name="caretaker", until__gt=Now()).exists()
    if "backup" in duties and (made := duties["backup"].until):
        found.backup_age = (timezone.now() - made).total_seconds()
    tries = SignInAttempt.objects.filter(at__gt=Now() - LATELY).values_list("outcome")
    found.sign_ins = dict(tries.annotate(Sum("times")))
    found.connections, found.connections_most = _connections()
    return found


def _measure_jobs(found: Measured) -> None:
    now = timezone.now()
    rows = Job.objects.order_by()
    for kind, state, count in rows.values_list("kind", "state").annotate(Count("pk")):
        found.jobs[kind, state] = count
    for kind, first in (
        rows.filter(state=Job.State.QUEUED).values_list("kind").annotate(Min("created_at"))
    ):
        found.oldest[kind] = max(0.0, (now - first).total_seconds())
    found.waited = _average(rows.filter(started_at__gt=Now() - LATELY), "created_at", "started_at")
    found.took = _average(
        rows.filter(finished_at__gt=Now() - LATELY).exclude(started_at=None),
        "started_at",
        "finished_at",
    )
    beats = rows.filter(state=Job.State.RUNNING).aggregate(first=Min("heartbeat_at"))
    found.silent = max(0.0, (now - beats["first"]).total_seconds()) if beats["first"] else 0.0


def _average(rows: object, begin: str, end: str) -> dict[str, float]:
    averages = rows.values_list("kind").annotate(mean=Avg(F(end) - F(begin)))  # type: ignore[attr-defined]
    return {kind: passed.total_seconds() for kind, passed in averages}


def _connections() -> tuple[dict[str, int], int]:
    """Connections to the database by what they do, and how many the server has in all;
    nothing of SQLite.
    """
    if connection.vendor != "postgresql":
        return {}, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' GROUP BY 1"
        )
        states = dict(cursor.fetchall())
        cursor.execute("SHOW max_connections")
        return states, int(cursor.fetchone()[0])


def _disks() -> dict[str, tuple[int, int]]:
    found = {}
    for name, folder in (("data", settings.DATA_DIR), ("files", settings.MEDIA_ROOT)):
        if folder.exists():
            usage = shutil.disk_usage(folder)
            found[name] = (usage.free, usage.total)
    return found
