"""Histories in files: a policy and a list of events as JSON, and the numbers that come of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from screening.flow.boxes import KINDS
from screening.replay.counting import Result
from screening.replay.events import Event, HistoryError, Source, parse, unread
from screening.replay.fold import replay
from screening.replay.state import Policy

#: Choices of a review that a file can make.
POLICY = tuple(name for name in Policy.__dataclass_fields__ if name != "own_rule")
_KINDS = {"organization": "organisation", "citations": "citation", "citation_searching": "citation"}


def read(
    data: Mapping[str, Any] | Sequence[Mapping[str, Any]],
) -> tuple[Policy, list[Event], int | None]:
    """Policy, events and the version to report (None: the latest) of a parsed file.

    The file is an object with `events` and perhaps `policy` and `version`, or a bare list of
    events. Raises HistoryError that names the event and what is wrong with it.
    """
    if not isinstance(data, Mapping):
        data = {"events": data}
    raw = data.get("events")
    if not isinstance(raw, list) or not all(isinstance(entry, Mapping) for entry in raw):
        raise HistoryError(
            'no list of events: expected an object with "events", or a list of events'
        )
    events = [parse({**entry, **_kind(entry)}, i + 1) for i, entry in enumerate(raw)]
    _refuse(events)
    return _policy(data.get("policy") or {}), events, data.get("version")


def _policy(raw: Mapping[str, Any]) -> Policy:
    known: dict[str, Any] = {}
    for name in POLICY:
        if raw.get(name) is None:
            continue
        whole = name.startswith("reviewers")
        if not isinstance(raw[name], int if whole else bool) or (
            whole and (raw[name] is True or raw[name] < 1)
        ):
            wanted = "a whole number from 1" if whole else "true or false"
            raise HistoryError(f"policy: {name} is {raw[name]!r}, not {wanted}")
        known[name] = raw[name]
    return Policy(**known)


def passed_over(data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What a readable file says that nothing reads,
    as pairs of where it stands and the name of the key.
    """
    if not isinstance(data, Mapping):
        data = {"events": data}
    found = [("policy", str(name)) for name in data.get("policy") or {} if name not in POLICY]
    for position, entry in enumerate(data["events"], 1):
        found += [(f"event {entry.get('id') or f'#{position}'}", key) for key in unread(entry)]
    return found


def _kind(entry: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": _KINDS[entry["kind"]]} if entry.get("kind") in _KINDS else {}


def _refuse(events: Sequence[Event]) -> None:
    seen: set[str] = set()
    for event in events:
        if event.id in seen:
            raise HistoryError(f"event {event.id}: the id is used twice")
        seen.add(event.id)
        if isinstance(event, Source) and event.kind not in KINDS:
            raise HistoryError(
                f"event {event.id}: unknown kind {event.kind!r}; known: {', '.join(KINDS)}"
            )


def run(data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Result:
    """The numbers of a parsed file, with the lists behind them."""
    policy, events, version = read(data)
    return replay(events, policy, version)
