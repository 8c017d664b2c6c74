"""The keys under which records meet their duplicates,
made anew for records that were compared elsewhere.
"""

from collections.abc import Sequence

from screening.dedupe.blocks import keys
from screening.dedupe.prepare import prepare
from screening.models import BlockingKey, Record, Review
from screening.records.columns import COLUMNS, from_columns

#: The key of every record that was compared; see `deduplicating`.
SEEN = "seen"


def make_keys(review: Review, ids: Sequence[int]) -> None:
    """Writes the keys of these records, which have none yet, as if they had just been compared."""
    rows = Record.objects.filter(review=review, pk__in=ids).order_by("pk").values("pk", *COLUMNS)
    records = [prepare(from_columns(row), row["pk"]) for row in rows]
    made = [
        BlockingKey(record_id=record.id, review_id=review.pk, key=key)
        for record in records
        for key in (*keys(record), SEEN)
    ]
    BlockingKey.objects.bulk_create(made, batch_size=5000)
