"""What whoever runs the site sees of it: people, reviews by name and size, jobs, the door, storage,
versions.

Nothing here reads a vote, a note or a text of a record.
"""

import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from screening import __version__
from screening.models import (
    FeatureSet,
    FullTextFile,
    ImportFile,
    Job,
    Membership,
    Record,
    Review,
    SignInAttempt,
    SiteText,
    User,
)

MOST = 50


@dataclass(frozen=True, slots=True)
class Held:
    """One review as the site holds it: who leads it, how many records, how many bytes of files."""

    review: Review
    leads: list[User]
    members: int
    records: int
    files: int


def people(words: str = "") -> QuerySet[User]:
    """Accounts whose name or address has the words, newest first;
    `in_reviews` and `leading` count memberships.
    """
    found = User.objects.annotate(
        in_reviews=Count("memberships", Q(memberships__ended_at=None)),
        leading=Count("memberships", Q(memberships__ended_at=None, memberships__leads=True)),
    )
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by("-pk")


def reviews(words: str = "") -> list[Held]:
    """Reviews whose title has the words, newest first, at most MOST."""
    found = Review.objects.all()
    for word in words.split():
        found = found.filter(Q(title_en__icontains=word) | Q(title_zh__icontains=word))
    return [_held(review) for review in found.order_by("-pk")[:MOST]]


def without_lead() -> QuerySet[Review]:
    """Reviews that nobody leads who can sign in."""
    led = Membership.objects.filter(
        review=OuterRef("pk"), ended_at=None, leads=True, user__is_active=True
    )
    return Review.objects.filter(~Exists(led)).order_by("pk")


def jobs() -> list[Job]:
    """The newest jobs, those that are not finished first."""
    unfinished = Q(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    rows = Job.objects.select_related("review", "by")
    return [
        *rows.filter(unfinished).order_by("pk")[:MOST],
        *rows.exclude(unfinished).order_by("-pk")[:MOST],
    ][:MOST]


def attempts(words: str = "") -> QuerySet[SignInAttempt]:
    """Tries to sign in, newest first."""
    found = SignInAttempt.objects.select_related("user").order_by("-pk")
    for word in words.split():
        found = found.filter(
            Q(email__icontains=word) | Q(address__startswith=word) | Q(outcome=word)
        )
    return found[:MOST]


def storage() -> dict[str, int]:
    """Bytes of the database, and of the disk the files are on."""
    folder = next(
        (path for path in (Path(settings.MEDIA_ROOT), settings.DATA_DIR) if path.exists()),
        Path("/"),
    )
    usage = shutil.disk_usage(folder)
    return {"database": database_size(), "free": usage.free, "total": usage.total}


def tables() -> list[tuple[str, int]]:
    """The largest tables with their indexes, in bytes, largest first;
    nothing where the database cannot tell.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT relname, pg_total_relation_size(oid) FROM pg_class "
                "WHERE relkind = 'r' AND relname LIKE %s ORDER BY 2 DESC LIMIT 8",
                ["screening\\_%"],
            )
            return list(cursor.fetchall())
    return []


def texts() -> list[SiteText]:
    """What everybody is told, one for each place, written or not."""
    there = {text.place: text for text in SiteText.objects.all()}
    return [there.get(place) or SiteText(place=place) for place in SiteText.Place.values]


def versions() -> dict[str, str]:
    """Of the program and what it stands on."""
    database = f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
    packages = ("celery", "django-allauth", "waitress", "scikit-learn")
    return {
        "reviewapp": __version__,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "database": database,
        **{name: version(name) for name in packages},
    }


def _held(review: Review) -> Held:
    members = Membership.objects.filter(review=review, ended_at=None).select_related("user")
    stored = [
        *ImportFile.objects.filter(review=review).values_list("stored", flat=True),
        *FullTextFile.objects.filter(record__review=review).values_list("stored", flat=True),
        *FeatureSet.objects.filter(review=review).values_list("stored", flat=True),
    ]
    return Held(
        review,
        [m.user for m in members if m.leads],
        len(members),
        Record.objects.filter(review=review).count(),
        sum(_size(name) for name in stored),
    )


def _size(name: str) -> int:
    try:
        return int(default_storage.size(name))
    except OSError:
        return 0


def database_size() -> int:
    """Bytes that the database takes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    return path.stat().st_size if path.exists() else 0
