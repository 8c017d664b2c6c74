"""What can happen in a review, as the events that counts are recomputed from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from screening import stages

#: Title and abstract; full text.
STAGES = tuple(stage.code for stage in stages.STAGES.values())
#: Keys whose value must be one of a few words.
_WORDS = {"stage": STAGES, "decision": ("include", "maybe", "exclude")}
_READ_ELSEWHERE = {"id", "type"}


class HistoryError(Exception):
    """An event that cannot be read; the text names it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `id` names it so that it can be undone."""

    id: str


@dataclass(frozen=True, slots=True)
class Source(Event):
    """A database, register or other source is declared. `kind` is a key of `prisma.boxes.KINDS`."""

    source: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Import(Event):
    """Records come from a source, for a version of the review.

    They belong to the version that is being worked on, though their search was first run for an
    earlier one (P17): after version n was published, to n + 1 at least. `known`: the version is
    that of the records themselves.
    """

    source: str
    records: tuple[str, ...]
    version: int = 1
    known: bool = False


@dataclass(frozen=True, slots=True)
class Merge(Event):
    """The records are one report.

    The first named is its primary record, unless another is of an earlier version (P16).
    `as_named`: as merges were before that rule; the first is primary whatever its version, and its
    own news of the full text stand.
    """

    records: tuple[str, ...]
    as_named: bool = False


@dataclass(frozen=True, slots=True)
class Unmerge(Event):
    """The record is a report of its own again."""

    record: str
    copy_decisions: bool = False


@dataclass(frozen=True, slots=True)
class AutoRemove(Event):
    """A tool marks records as ineligible before screening."""

    records: tuple[str, ...]
    tool: str = ""


@dataclass(frozen=True, slots=True)
class OtherRemove(Event):
    """Records are removed before screening for another reason."""

    records: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decide(Event):
    """People vote on records: include, maybe or exclude."""

    stage: str
    by: tuple[str, ...]
    records: tuple[str, ...]
    decision: str
    reason: str = ""
    grade: float | None = None


@dataclass(frozen=True, slots=True)
class Clear(Event):
    """People take their votes on records back."""

    stage: str
    by: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AutoDecide(Event):
    """A tool excludes records while they are being screened."""

    records: tuple[str, ...]
    tool: str = ""
    stage: str = STAGES[0]


@dataclass(frozen=True, slots=True)
class AutoRelease(Event):
    """What a tool excluded while it was being screened waits for people again."""

    records: tuple[str, ...]
    stage: str = STAGES[0]


@dataclass(frozen=True, slots=True)
class Resolve(Event):
    """An adjudicator settles records."""

    stage: str
    records: tuple[str, ...]
    decision: str
    by: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unresolve(Event):
    """What an adjudicator settled no longer stands; the votes are again what decides."""

    stage: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retrieval(Event):
    """Full texts were requested, retrieved or not retrieved."""

    records: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Reopen(Event):
    """The votes of that stage and of later ones no longer count."""

    stage: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergeReasons(Event):
    """What was said for one reason counts as said for another from now on."""

    reason: str
    into: str


@dataclass(frozen=True, slots=True)
class Study(Event):
    """The records report this study."""

    study: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnlinkStudy(Event):
    """The records do not report this study after all; without records: none does."""

    study: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Previous(Event):
    """Studies of the previous version, declared by hand: name to number of reports."""

    studies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publish(Event):
    """The version is published; what it includes is the previous version of the next one."""

    version: int = 1


@dataclass(frozen=True, slots=True)
class PrevRemove(Event):
    """A study of the previous version is dropped now."""

    study: str


@dataclass(frozen=True, slots=True)
class Undo(Event):
    """The named event no longer counts; an undo can itself be undone."""

    of: str


#: Name of the type in files to its class.
TYPES: dict[str, type[Event]] = {
    "source": Source,
    "import": Import,
    "merge": Merge,
    "unmerge": Unmerge,
    "auto_remove": AutoRemove,
    "other_remove": OtherRemove,
    "decide": Decide,
    "clear": Clear,
    "auto_decide": AutoDecide,
    "auto_release": AutoRelease,
    "resolve": Resolve,
    "unresolve": Unresolve,
    "retrieval": Retrieval,
    "reopen": Reopen,
    "merge_reasons": MergeReasons,
    "study": Study,
    "unlink_study": UnlinkStudy,
    "previous": Previous,
    "publish": Publish,
    "prev_remove": PrevRemove,
    "undo": Undo,
}

_RANGE = re.compile(r"(.*?)(\d+)\.\.(.*?)(\d+)")
#: Records that one range names; a slip of the key must not fill the memory.
MOST = 1_000_000


def expand(names: str | Sequence[str]) -> tuple[str, ...]:
    """The record names with every range written out: "C1..C8" is C1, C2, … C8,
    "C08..C10" keeps its width.

    Raises HistoryError for a range whose ends do not belong together,
    or that names more than MOST records.
    """
    found: list[str] = []
    for name in [names] if isinstance(names, str) else names:
        ends = _RANGE.fullmatch(str(name))
        if ends is None:
            found.append(str(name))
            continue
        stem, first, other_stem, last = ends.groups()
        if (other_stem or stem) != stem or int(last) < int(first):
            raise HistoryError(f"not a range of records: {name!r}")
        if int(last) - int(first) >= MOST:
            raise HistoryError(f"more than {MOST:,} records in one range: {name!r}")
        width = len(first) if first.startswith("0") else 0
        found.extend(f"{stem}{number:0{width}}" for number in range(int(first), int(last) + 1))
    return tuple(found)


def parse(raw: Mapping[str, Any], position: int = 0) -> Event:
    """The event of one entry of a file; keys it does not know are passed over, see `unread`.

    `position` (from 1) names the event when it has no id.
    Raises HistoryError for an unknown type or a missing key.
    """
    name = raw.get("id") or f"#{position}"
    kind = TYPES.get(str(raw.get("type")))
    if kind is None:
        raise HistoryError(
            f"event {name}: unknown type {raw.get('type')!r}; known: {', '.join(TYPES)}"
        )
    values: dict[str, Any] = {"id": str(name)}
    for wanted in fields(kind):
        if wanted.name in raw and wanted.name != "id":
            values[wanted.name] = _read(wanted.name, raw[wanted.name], str(name))
        elif (
            wanted.default is MISSING and wanted.default_factory is MISSING and wanted.name != "id"
        ):
            raise HistoryError(f"event {name}: {raw['type']} without {wanted.name!r}")
    return kind(**values)


def unread(raw: Mapping[str, Any]) -> list[str]:
    """The keys of an entry of a file that nothing reads: a comment of its writer,
    or a misspelt name.
    """
    kind = TYPES.get(str(raw.get("type")))
    known = {wanted.name for wanted in fields(kind)} if kind else set(raw)
    return [str(key) for key in raw if key not in known | _READ_ELSEWHERE]


def _read(name: str, value: Any, event: str) -> Any:
    try:
        if name == "records":
            return expand(value)
        if name == "by":
            return (value,) if isinstance(value, str) else tuple(value)
        if name == "studies":
            return {str(study): int(number) for study, number in dict(value).items()}
        if name == "version":
            return int(value)
        if name in {"copy_decisions", "known", "as_named"}:
            return bool(value)
        if name == "grade":
            return None if value is None else float(value)
    except (TypeError, ValueError, HistoryError) as error:
        raise HistoryError(f"event {event}: {name}: {error}") from None
    if name in _WORDS and value not in _WORDS[name]:
        raise HistoryError(
            f"event {event}: unknown {name} {value!r}; known: {', '.join(_WORDS[name])}"
        )
    return "" if value is None else str(value)


def standing(events: Sequence[Event]) -> list[Event]:
    """The events that count, in order: without undos and without what they undid (an undo of an
    undo restores).
    """
    undone: set[str] = set()
    kept: list[Event] = []
    for event in reversed(events):
        if event.id in undone:
            continue
        if isinstance(event, Undo):
            undone.add(event.of)
        else:
            kept.append(event)
    return kept[::-1]
