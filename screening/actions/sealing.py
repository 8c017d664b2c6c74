"""Sealing the history in batches, apart from everything else, so that no vote waits for it."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from screening.history.chain import seal_all as hashes
from screening.models import Event, Review, Seal
from screening.queries.chain import FIELDS, entry, head, pack

AFTER = timedelta(minutes=10)
"""Events are sealed when they are so old: no transaction is still open that could add an earlier one."""
BATCH = 2_000


def seal_review(review: Review, after: timedelta = AFTER) -> int:
    """Seals the events of a review that are old enough; how many. Of two sealers at once, one does it."""
    sealed = 0
    while batch := _seal_batch(review, after):
        sealed += batch
        if batch < BATCH:
            break
    return sealed


def seal_due(after: timedelta = AFTER) -> int:
    """Seals what is due in every review; how many events."""
    return sum(seal_review(review, after) for review in Review.objects.order_by("pk").iterator())


def _seal_batch(review: Review, after: timedelta) -> int:
    end = head(review)
    waiting = Event.objects.filter(review=review, pk__gt=end.event).order_by("pk")
    rows = []
    for row in waiting.values(*FIELDS)[:BATCH]:
        if row["at"] > timezone.now() - after:
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
                review=review, first=first, last=end.sequence + len(rows), head=digests[-1], entries=packed
            )
    except IntegrityError:
        return 0
    return len(rows)
