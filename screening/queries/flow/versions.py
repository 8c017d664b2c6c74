"""Published versions, and how two of them differ record by record."""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from screening.flow.boxes import DUPLICATE, POSITIONS, PREVIOUS, READ_OUT
from screening.flow.counts import Flow
from screening.models import Publication, PublicationCopy, Reason, Record, Review
from screening.replay.chain import canonical
from screening.replay.versions import Difference, differences

#: Differences that a page shows; the count of all is told beside them.
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a record stood: `record` is its id, `reason` the id of the reason, both as text.

    `primary` is the record that stood for its report, "" for itself; `mark` its removal mark.
    `whole`: these two are known, which they are not of versions published before they were kept.
    """

    record: str
    place: str
    reason: str = ""
    primary: str = ""
    mark: str = ""
    whole: bool = False


class Then(NamedTuple):
    """Where the report of a record stood in a published version: the place, the reason where the
    report was read and excluded, as it was called then, and the removal mark of the record.
    """

    place: str = ""
    reason: str = ""
    mark: str = ""


#: The place of a removed report to the mark that put it there.
MARKS = {"auto": "automation", "other": "other"}
#: The columns of a record that a published version keeps.
PACKED = ("pk", "place", "reason_id", "primary_id", "removed")


def pack(rows: Iterable[Sequence[Any]]) -> bytes:
    """The columns PACKED of each row, compressed; of a version of before only the first three."""
    squeezer, out = zlib.compressobj(6), bytearray()
    for row in rows:
        out += squeezer.compress((" ".join(str(value or "") for value in row) + "\n").encode())
    return bytes(out + squeezer.flush())


def unpack(packed: bytes) -> Iterator[Stood]:
    """What `pack` packed."""
    for line in zlib.decompress(packed).decode().splitlines():
        record, place, reason, *more = line.split(" ")
        yield Stood(record, place, reason, *more, whole=bool(more))


def stood(packed: bytes, included: Collection[str]) -> dict[str, Then]:
    """Every record of a published version to where its report stood then.

    `included` are the reports that it counted: one that stood there without being counted, as a
    report of an earlier version once did, is as one that was not in it. Of a duplicate in a version
    of before nobody knows whose it was.
    """
    rows = list(unpack(packed))
    places = {row.record: (row.place, row.reason if row.place in READ_OUT else "") for row in rows}
    found = {}
    for row in rows:
        primary = row.primary or row.record
        if (row.place in {DUPLICATE, PREVIOUS} and not row.primary) or primary not in places:
            continue
        place, reason = places[primary]
        if place != "included" or primary in included:
            mark = row.mark if row.whole else MARKS.get(row.place, "")
            found[row.record] = Then(place, reason, mark)
    return found


def digest(published: Publication) -> str:
    """SHA-256 of what a published version froze, as the history keeps it;
    the same after an archive was loaded.
    """
    told = {
        "version": published.version,
        "flow": published.flow,
        "studies": sorted(len(records) for records in published.studies.values()),
        "reports": sorted(len(records) for records in published.reports.values()),
        "places": dict(Counter(row.place for row in unpack(bytes(published.rows)))),
    }
    return hashlib.sha256(canonical(told)).hexdigest()


def contents(published: Publication) -> str:
    """SHA-256 of all that a published version is counted and shown by: where every record stood,
    its studies and reports. Loading an archive, which gives them other numbers, tells it anew.
    """
    told = {
        "rows": zlib.decompress(bytes(published.rows)).decode(),
        "studies": published.studies,
        "reports": published.reports,
        "criteria": published.criteria_version,
    }
    return hashlib.sha256(canonical(told)).hexdigest()


def words(copy: PublicationCopy) -> str:
    """SHA-256 of the words that a published version keeps: its title, labels, reasons and methods."""
    names = ("title_en", "title_zh", "flows", "reasons", "labels", "counts_studies", "methods")
    told = {name: getattr(copy, name) for name in names}
    return hashlib.sha256(canonical(json.loads(json.dumps(told)))).hexdigest()


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
    """Two states of a review: the boxes whose number changed (key, before, after), and the records,
    SHOWN at most.
    """

    boxes: Sequence[tuple[str, int, int]]
    records: Sequence[Changed]
    total: int


def compare(older: Publication, newer: Publication | None, numbers: Flow) -> Comparison:
    """The differences between a published version and a later one,
    or the state now (None) with its numbers.
    """
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
        Changed(
            rows.get(int(d.record)), d, reasons.get(d.before[1], ""), reasons.get(d.after[1], "")
        )
        for d in found
    ]
