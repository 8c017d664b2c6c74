"""Histories in files: a policy and a list of events as JSON, and the numbers that come of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from screening.history.events import Event, HistoryError, Source, parse
from screening.history.replay import Policy, Result, replay
from screening.prisma.boxes import KINDS

_KINDS = {"organization": "organisation", "citations": "citation", "citation_searching": "citation"}


def read(data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> tuple[Policy, list[Event], int | None]:
    """Policy, events and the version to report (None: the latest) of a parsed file.

    The file is an object with `events` and perhaps `policy` and `version`, or a bare list of events.
    Raises HistoryError that names the event and what is wrong with it.
    """
    if not isinstance(data, Mapping):
        data = {"events": data}
    raw = data.get("events")
    if not isinstance(raw, list) or not all(isinstance(entry, Mapping) for entry in raw):
        raise HistoryError('no list of events: expected an object with "events", or a list of events')
    events = [parse({**entry, **_kind(entry)}, i + 1) for i, entry in enumerate(raw)]
    _refuse(events)
    policy = data.get("policy") or {}
    known = {name: policy[name] for name in Policy.__dataclass_fields__ if name in policy and name != "own_rule"}
    return Policy(**known), events, data.get("version")


def _kind(entry: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": _KINDS[entry["kind"]]} if entry.get("kind") in _KINDS else {}


def _refuse(events: Sequence[Event]) -> None:
    seen: set[str] = set()
    for event in events:
        if event.id in seen:
            raise HistoryError(f"event {event.id}: the id is used twice")
        seen.add(event.id)
        if isinstance(event, Source) and event.kind not in KINDS:
            raise HistoryError(f"event {event.id}: unknown kind {event.kind!r}; known: {', '.join(KINDS)}")


def run(data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Result:
    """The numbers of a parsed file, with the lists behind them."""
    policy, events, version = read(data)
    return replay(events, policy, version)
