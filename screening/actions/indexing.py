"""Keeping the full-text index in step with the records."""

from collections.abc import Iterable

from screening.models import Record, RecordWords
from screening.records.columns import COLUMNS, search_words


def index(records: Iterable[Record]) -> None:
    """Writes the search tokens of these records anew. Call it in the transaction that changes them."""
    rows = [RecordWords(record=r, words=search_words({name: getattr(r, name) for name in COLUMNS})) for r in records]
    RecordWords.objects.filter(pk__in=[row.pk for row in rows]).delete()
    RecordWords.objects.bulk_create(rows, batch_size=200)
