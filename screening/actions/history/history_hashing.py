"""Sealing the history in batches, apart from everything else, so that no vote waits for it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.models import Event, Review, Seal
from screening.queries.history.history_hashes import FIELDS, entry, head, late_entries, pack
from screening.replay.chain import seal_all as hashes

#: Events are sealed when they are so old, and older than every transaction that is still open.
AFTER = timedelta(minutes=10)
BATCH = 2_000


def seal_review(review: Review, after: timedelta = AFTER) -> int:
    """Seals the events of a review that are old enough; how many. Of two sealers at once,
    one does it.
    """
    sealed = 0
    while batch := _seal_batch(review, after):
        sealed += batch
        if batch < BATCH:
            break
    return sealed


def seal_due(after: timedelta = AFTER, done: dict[int, int] | None = None) -> int:
    """Seals what is due in every review; how many events.

    `done`, kept between rounds, is the newest event by review when it was last sealed to its end:
    such a review costs nothing until it has a newer one.
    """
    done = {} if done is None else done
    newest = Event.objects.filter(review=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    sealed = 0
    for review in Review.objects.annotate(newest=Subquery(newest)).order_by("pk").iterator():
        if review.newest is None or done.get(review.pk) == review.newest:
            continue
        sealed += seal_review(review, after)
        if head(review).event == review.newest:
            done[review.pk] = review.newest
    return sealed


@transaction.atomic
def accept_late(review: Review, note: str) -> int:
    """Accepts the events that stand among sealed ones and were never sealed; how many.

    A database that came back from a copy, or a clock that was set, can leave such events behind.
    Each is named with its hash by an event of its own, which is sealed as every other: they are
    part of the history, and told to be.
    """
    late = late_entries(review)
    if late:
        log(
            review=review,
            actor=None,
            verb="accept_late",
            entries=[list(one) for one in late],
            note=note,
        )
    return len(late)


def _oldest_transaction() -> datetime:
    """When the oldest transaction that is still open began: it may yet add an event,
    with an id given long ago. Vacuuming adds none, and may take hours.

    SQLite has one writer at a time, whose events come in order.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT min(xact_start) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type IS DISTINCT FROM 'autovacuum worker'"
            )
            if (began := cursor.fetchone()[0]) is not None:
                return began
    return timezone.now()


def _seal_batch(review: Review, after: timedelta) -> int:
    end = head(review)
    waiting = Event.objects.filter(review=review, pk__gt=end.event).order_by("pk")
    rows, before = [], min(timezone.now() - after, _oldest_transaction())
    for row in waiting.values(*FIELDS)[:BATCH]:
        if row["at"] > before:
            break
        rows.append(row)
    if not rows:
        return 0
    digests = list(hashes((entry(row) for row in rows), end.hash))
    packed = pack([(row["pk"], digest) for row, digest in zip(rows, digests, strict=True)])
    first = end.sequence + 1
    try:
        with transaction.atomic():
            Seal.objects.create(
                review=review,
                first=first,
                last=end.sequence + len(rows),
                head=digests[-1],
                entries=packed,
            )
    except IntegrityError:
        return 0
    return len(rows)
