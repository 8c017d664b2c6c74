"""Deleting a whole review with everything in it."""

from django.core.files.storage import default_storage
from django.db import transaction

from screening.actions.history import log
from screening.models import (
    BlockingKey,
    DuplicatePair,
    FeatureSet,
    FullTextFile,
    ImportFile,
    Merge,
    Record,
    Review,
    Settlement,
    SourceText,
    Standing,
    User,
    Vote,
)

STEP = 5000
"""Records deleted in one transaction, so that nobody waits long for the one write lock."""


def delete_review(*, by: User | None, review: Review) -> None:
    """Takes a review away for good: records, votes, history, files. Cut off half-way, it can be called again.

    What remains is one event without a review, naming who did it and the title.
    """
    stored = [
        *ImportFile.objects.filter(review=review).values_list("stored", flat=True),
        *FullTextFile.objects.filter(record__review=review).values_list("stored", flat=True),
        *FeatureSet.objects.filter(review=review).values_list("stored", flat=True),
    ]
    for model in (Settlement, Vote, Standing, Merge, DuplicatePair):
        model.objects.filter(review=review).delete()
    Record.objects.filter(review=review).update(primary=None, reason=None)
    while ids := list(Record.objects.filter(review=review).values_list("pk", flat=True)[:STEP]):
        with transaction.atomic():
            SourceText.objects.filter(record__in=ids).delete()
            BlockingKey.objects.filter(record__in=ids).delete()
            Record.objects.filter(pk__in=ids).delete()
    with transaction.atomic():
        log(review=None, actor=by, verb="delete_review", title_en=review.title_en, title_zh=review.title_zh)
        review.delete()
    for name in stored:
        default_storage.delete(name)
