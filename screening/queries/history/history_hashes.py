"""The history's hash chain in the database: how entries are written, packed and checked."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from screening.models import Event, Job, Review, Seal
from screening.records.messages import Message, gettext_noop
from screening.replay.chain import START, Link, seal_all, verify

_PACKED = struct.Struct(">Q32s")
FIELDS = ("pk", "at", "actor_id", "verb", "record_id", "stage", "data", "key")

BROKEN = gettext_noop("The seal of entries %(first)s to %(last)s is broken.")
MISSING = gettext_noop("Event %(event)s, entry %(sequence)s of the history, is missing.")
FORGED = gettext_noop("Event %(event)s is among sealed events but was never sealed.")
CUT = gettext_noop(
    "The history was sealed to entry %(noted)s with another hash, or further, when its head was noted."
)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a review's chain: how many entries are sealed, and the hash of the last one."""

    sequence: int
    hash: str
    #: The id of the last event that is sealed.
    event: int


def entry(row: Mapping[str, Any]) -> dict[str, Any]:
    """One event as it is sealed: plain JSON, the moment in UTC."""
    return {
        "id": row["pk"],
        "at": row["at"].astimezone(UTC).isoformat(),
        "actor": row["actor_id"],
        "verb": row["verb"],
        "record": row["record_id"],
        "stage": row["stage"],
        "data": row["data"],
        "key": str(row["key"]) if row["key"] else None,
    }


def pack(entries: Sequence[tuple[int, str]]) -> bytes:
    """Event id and hash of each entry, in order."""
    return b"".join(_PACKED.pack(event, bytes.fromhex(digest)) for event, digest in entries)


def unpack(packed: bytes) -> list[tuple[int, str]]:
    """What `pack` packed. Raises struct.error for bytes that nobody packed."""
    return [(event, digest.hex()) for event, digest in _PACKED.iter_unpack(packed)]


def head(review: Review) -> Head:
    """Where the chain of the review ends."""
    last = Seal.objects.filter(review=review).order_by("-first").first()
    return (
        Head(last.last, last.head, unpack(bytes(last.entries))[-1][0])
        if last
        else Head(0, START, 0)
    )


@dataclass(frozen=True, slots=True)
class ChainState:
    """How much of a history is sealed, and the last check of it:
    None when nobody has asked for one.
    """

    sealed: int
    entries: int
    hash: str
    check: Job | None

    @property
    def checking(self) -> bool:
        """Whether a check waits or runs."""
        return self.check is not None and self.check.state in {Job.State.QUEUED, Job.State.RUNNING}


def chain_state(review: Review) -> ChainState:
    """Where the chain stands, and the last check; checking what was sealed is long work."""
    last = Seal.objects.filter(review=review).order_by("-first").values_list("last", "head").first()
    sealed, digest = last or (0, "")
    check = Job.objects.filter(review=review, kind="verify").order_by("-pk").first()
    return ChainState(sealed, Event.objects.filter(review=review).count(), digest, check)


def check_chain(
    review: Review, noted: tuple[int, str] | None = None, *, only_new: bool = False
) -> list[Message]:
    """What is wrong with the sealed history; empty when every entry is what was sealed.

    `noted` is the sequence number and hash of a head that was kept elsewhere. `only_new`: nothing
    before the stretch that holds it is looked at; what stood there was checked when the head was
    noted.
    """
    try:
        return list(_problems(review, noted, only_new))
    except (struct.error, ValueError, IndexError):
        return [Message(BROKEN, {"first": 1, "last": "?"})]


def _problems(
    review: Review, noted: tuple[int, str] | None, only_new: bool = False
) -> Iterator[Message]:
    previous, expected, last = START, 1, 0
    seen_noted = noted is None or noted[0] == 0
    seals = Seal.objects.filter(review=review)
    if (
        only_new
        and noted
        and (before := seals.filter(last__lt=noted[0]).order_by("-first").first())
    ):
        previous, expected = before.head, before.last + 1
        last = max(event for event, _digest in unpack(bytes(before.entries)))
        seals = seals.filter(first__gt=before.last)
    for seal in seals.order_by("first").iterator(chunk_size=20):
        entries = unpack(bytes(seal.entries))
        whole = (seal.first, seal.last, seal.head) == (
            expected,
            expected + len(entries) - 1,
            entries[-1][1],
        )
        if not whole:
            yield Message(BROKEN, {"first": seal.first, "last": seal.last})
            return
        rows = _rows(review, [event for event, _digest in entries])
        yield from _gaps(review, entries, rows, seal.first, last)
        links = [
            Link(expected + i, entry(rows[e]), digest)
            for i, (e, digest) in enumerate(entries)
            if e in rows
        ]
        if len(links) == len(entries) and (found := verify(links, previous, expected)):
            yield found.message
        if noted and seal.first <= noted[0] <= seal.last:
            seen_noted = entries[noted[0] - seal.first][1] == noted[1]
        previous, expected, last = seal.head, seal.last + 1, max(e for e, _digest in entries)
    if not seen_noted:
        yield Message(CUT, {"noted": noted[0] if noted else 0})


def _rows(review: Review, events: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(events), 500):
        some = Event.objects.filter(review=review, pk__in=events[start : start + 500])
        found.update({row["pk"]: row for row in some.values(*FIELDS)})
    return found


def late_entries(review: Review) -> list[tuple[int, str]]:
    """Id and hash of the events that stand among sealed ones and were never sealed,
    nor accepted since.
    """
    last, found = 0, list[tuple[int, str]]()
    accepted = _accepted(review)
    for packed in (
        Seal.objects.filter(review=review).order_by("first").values_list("entries", flat=True)
    ):
        sealed = {event for event, _digest in unpack(bytes(packed))}
        found += _unsealed(review, sealed, last) - accepted
        last = max(sealed)
    return sorted(found)


def _unsealed(review: Review, sealed: set[int], after: int) -> set[tuple[int, str]]:
    between = Event.objects.filter(review=review, pk__gt=after, pk__lte=max(sealed))
    late = set(between.values_list("pk", flat=True)) - sealed
    return {(pk, next(seal_all([entry(row)]))) for pk, row in _rows(review, sorted(late)).items()}


def _accepted(review: Review) -> set[tuple[int, str]]:
    """What people have accepted, each with the hash it had then: a later change of it shows."""
    told = Event.objects.filter(review=review, verb="accept_late").values_list(
        "data__entries", flat=True
    )
    return {(int(pk), str(digest)) for entries in told for pk, digest in entries or ()}


def _gaps(
    review: Review,
    entries: Sequence[tuple[int, str]],
    rows: Mapping[int, Any],
    first: int,
    after: int,
) -> Iterator[Message]:
    sealed = {event for event, _digest in entries}
    for number, (event, _digest) in enumerate(entries):
        if event not in rows:
            yield Message(MISSING, {"event": event, "sequence": first + number})
    if late := _unsealed(review, sealed, after):
        for event, _digest in sorted(late - _accepted(review)):
            yield Message(FORGED, {"event": event})
