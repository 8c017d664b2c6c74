"""What people know of their own key presses,
held against what the database has afterwards (Jepsen's client model).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(slots=True)
class Press:
    """One key press of one person: a vote, or its taking back. `sent`:
    some of it may have reached the server.
    """

    key: UUID
    person: int
    record: int
    #: Empty: the vote is taken back.
    verdict: str
    #: No other press of this person was on its way at the same time.
    alone: bool = True
    sent: bool = False
    acknowledged: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """One event of the history: its place in the order, and what it tells."""

    place: int
    key: UUID
    person: int
    record: int
    verdict: str


def wrong(
    presses: Iterable[Press],
    events: Iterable[Stored],
    votes: Iterable[tuple[int, int, str]],
    slots: int,
) -> list[str]:
    """Everything that is not as it must be; empty when all is well.

    Acknowledged presses are in the history once, as they were pressed; refused ones are not;
    unanswered ones at most once; nothing else is. Presses that a person made one after the other
    are there in that order. `votes` (person, record, verdict) are what the history leaves standing,
    at most `slots` of them a record.
    """
    presses, events, votes = list(presses), list(events), list(votes)
    by_key = {event.key: event for event in events}
    found = [
        f"{n} events of the press {key}"
        for key, n in Counter(event.key for event in events).items()
        if n > 1
    ]
    voted = {
        (press.person, press.record) for press in presses if press.acknowledged and press.verdict
    }
    for press in presses:
        event = by_key.get(press.key)
        # Taking back a vote that was never stored leaves nothing.
        if (
            press.acknowledged
            and event is None
            and (press.verdict or (press.person, press.record) in voted)
        ):
            found.append(f"lost: {press}")
        if event is not None and press.refused and not press.acknowledged:
            found.append(f"refused and stored: {press}")
        if event is not None and not press.sent:
            found.append(f"never sent and stored: {press}")
        if event is not None and (press.person, press.record, press.verdict) != (
            event.person,
            event.record,
            event.verdict,
        ):
            found.append(f"stored otherwise: {press}, {event}")
    found += [f"nobody pressed {key}" for key in by_key.keys() - {press.key for press in presses}]
    return found + _out_of_order(presses, by_key) + _standing_otherwise(events, votes, slots)


def _out_of_order(presses: list[Press], by_key: dict[UUID, Stored]) -> list[str]:
    last: dict[int, int] = {}
    found = []
    for press in presses:
        event = by_key.get(press.key)
        if event is None or not press.alone or not press.acknowledged:
            continue
        if event.place < last.get(press.person, 0):
            found.append(f"out of order: {press}")
        last[press.person] = event.place
    return found


def _standing_otherwise(
    events: list[Stored], votes: list[tuple[int, int, str]], slots: int
) -> list[str]:
    told: dict[tuple[int, int], str] = {}
    for event in sorted(events, key=lambda event: event.place):
        told[event.person, event.record] = event.verdict
    expected = {(person, record, verdict) for (person, record), verdict in told.items() if verdict}
    found = [f"not as the history tells: {vote}" for vote in expected.symmetric_difference(votes)]
    found += [f"twice: {vote}" for vote, n in Counter(votes).items() if n > 1]
    full = Counter(record for _, record, _ in votes)
    return found + [f"{n} votes on record {record}" for record, n in full.items() if n > slots]
