"""Keeping the full-text index in step with the records."""

from collections import defaultdict
from collections.abc import Iterable

from screening.models import Record, RecordWords
from screening.records.columns import COLUMNS, search_words


def index(records: Iterable[Record]) -> None:
    """Writes the search tokens of these records anew;
    a primary record is found by the words of its duplicates too.

    Call it in the transaction that changes them.
    """
    found = list(records)
    duplicates: defaultdict[int, list[Record]] = defaultdict(list)
    for row in Record.objects.filter(primary__in=[r.pk for r in found]).order_by("pk"):
        duplicates[row.primary_id or 0].append(row)
    rows = [RecordWords(record=r, words=_words(r, duplicates[r.pk])) for r in found]
    RecordWords.objects.filter(pk__in=[row.pk for row in rows]).delete()
    RecordWords.objects.bulk_create(rows, batch_size=200)


def _words(record: Record, duplicates: Iterable[Record]) -> str:
    told = (
        search_words({name: getattr(r, name) for name in COLUMNS}) for r in (record, *duplicates)
    )
    return " ".join(dict.fromkeys(token for words in told for token in words.split()))
