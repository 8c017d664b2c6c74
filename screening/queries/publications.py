"""Published versions, and how two of them differ record by record."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from screening.history.versions import Difference, differences
from screening.models import Publication, Reason, Record, Review
from screening.prisma.boxes import POSITIONS
from screening.prisma.counts import Flow

SHOWN = 500
"""Differences that a page shows; the count of all is told beside them."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a record stood: `record` is its id, `reason` the id of the reason, both as text."""

    record: str
    place: str
    reason: str = ""


def pack(rows: Iterable[tuple[int, str, int | None]]) -> bytes:
    """Record id, place and reason id of each row, as compressed lines."""
    squeezer, out = zlib.compressobj(6), bytearray()
    for pk, place, reason in rows:
        out += squeezer.compress(f"{pk} {place} {reason or ''}\n".encode())
    return bytes(out + squeezer.flush())


def unpack(packed: bytes) -> Iterator[Stood]:
    """What `pack` packed."""
    for line in zlib.decompress(packed).decode().splitlines():
        record, place, reason = line.split(" ")
        yield Stood(record, place, reason)


def now(review: Review) -> Iterator[Stood]:
    """Where every record stands at this moment."""
    rows = Record.objects.filter(review=review, place__in=POSITIONS).order_by("pk")
    for pk, place, reason in rows.values_list("pk", "place", "reason_id").iterator(chunk_size=5000):
        yield Stood(str(pk), place, str(reason or ""))


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that stands elsewhere now; None for one that is gone."""

    record: Record | None
    difference: Difference
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a review: the boxes whose number changed (key, before, after), and the records, SHOWN at most."""

    boxes: Sequence[tuple[str, int, int]]
    records: Sequence[Changed]
    total: int


def compare(older: Publication, newer: Publication | None, numbers: Flow) -> Comparison:
    """The differences between a published version and a later one, or the state now (None) with its numbers."""
    after = unpack(newer.rows) if newer else now(older.review)
    found = differences(unpack(older.rows), after)
    first = list(islice(found, SHOWN))
    total = len(first) + sum(1 for _ in found)
    old, new = Flow.from_snapshot(older.flow), Flow.from_snapshot(newer.flow) if newer else numbers
    boxes = [
        (key, old.numbers.get(key, 0), new.numbers.get(key, 0))
        for key in new.numbers
        if old.numbers.get(key, 0) != new.numbers.get(key, 0)
    ]
    return Comparison(boxes, _named(older.review, first), total)


def _named(review: Review, found: Sequence[Difference]) -> list[Changed]:
    rows = Record.objects.in_bulk([int(d.record) for d in found])
    reasons = {str(r.pk): r.label for r in Reason.objects.filter(review=review)}
    return [
        Changed(rows.get(int(d.record)), d, reasons.get(d.before[1], ""), reasons.get(d.after[1], "")) for d in found
    ]
