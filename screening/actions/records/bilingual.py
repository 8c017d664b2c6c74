"""Keeping in step what a report says in each of its languages, and the words it is found by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from screening.actions.records.search_index import index
from screening.models import Record, Review
from screening.queries.records.stored_records import joint_of

#: Reports written at a time.
BATCH = 200


def retell(review: Review, record_ids: Iterable[int]) -> None:
    """Derives `Record.bilingual` and the search words anew for the reports of these records,
    and for the records.

    Call it in the transaction that joins them, takes them apart or edits one.
    Costs five queries for each BATCH.
    """
    ids = sorted(set(record_ids))
    for start in range(0, len(ids), BATCH):
        groups = _groups(review, ids[start : start + BATCH])
        changed = []
        for primary, duplicates in groups:
            for row, told in _right(primary, duplicates):
                if told != row.bilingual:
                    row.bilingual = told
                    changed.append(row)
        Record.objects.bulk_update(changed, ["bilingual"], batch_size=BATCH)
        rows = {row.pk: row for primary, duplicates in groups for row in (primary, *duplicates)}
        found_anew = {
            *(row.pk for row in changed),
            *(primary.pk for primary, _duplicates in groups),
            *ids,
        }
        index([rows[pk] for pk in sorted(found_anew & rows.keys())])


def retell_review(review: Review) -> None:
    """The same for every report of a review that has duplicates."""
    found = (
        Record.objects.filter(review=review, primary__isnull=False).order_by("primary").distinct()
    )
    retell(review, list(found.values_list("primary_id", flat=True)))


def mistold(review: Review) -> Iterator[tuple[int, Any, Any]]:
    """Records whose `bilingual` does not follow from the records of their report: id,
    what is there, what follows.
    """
    having = Q(bilingual__isnull=False) | Q(duplicates__isnull=False)
    ids = sorted(set(Record.objects.filter(having, review=review).values_list("pk", flat=True)))
    for start in range(0, len(ids), BATCH):
        for primary, duplicates in _groups(review, ids[start : start + BATCH]):
            for row, right in _right(primary, duplicates):
                if right != row.bilingual:
                    yield row.pk, row.bilingual, right


def _right(primary: Record, duplicates: Sequence[Record]) -> list[tuple[Record, Any]]:
    return [(primary, joint_of(primary, duplicates)), *((row, None) for row in duplicates)]


def _groups(review: Review, ids: Sequence[int]) -> list[tuple[Record, list[Record]]]:
    """The reports of these records: primary and duplicates;
    a duplicate that is named is there by its report.
    """
    named = Record.objects.filter(review=review, pk__in=ids).values_list("pk", "primary_id")
    primaries = {primary or pk for pk, primary in named}
    behind: defaultdict[int, list[Record]] = defaultdict(list)
    for row in Record.objects.filter(review=review, primary__in=primaries).order_by("pk"):
        behind[row.primary_id or 0].append(row)
    return [(row, behind[row.pk]) for row in Record.objects.filter(pk__in=primaries).order_by("pk")]
