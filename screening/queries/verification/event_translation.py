"""Each kind of event, as the history engine replays it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from screening.models import (
    Event,
    Publication,
    Record,
    Review,
    Search,
)
from screening.queries.flow.study_counts import baseline
from screening.queries.flow.versions import Then, stood
from screening.replay import events as ev
from screening.replay.studies import Baseline
from screening.stages import STAGES

SHORT = {stage.key: stage.code for stage in STAGES.values()}
#: Record to the events of its removal mark, and its kind.
Marks = dict[int, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Published:
    """What was published (id), after so many events, and the removal marks of that moment."""

    pk: int
    after: int
    marks: Marks


@dataclass(slots=True)
class Told:
    """What the history tells, and records that an event should have brought but that are not as
    many.
    """

    events: list[ev.Event] = field(default_factory=list)
    #: Event id, how many records it tells of, how many there are.
    short: list[tuple[int, int, int]] = field(default_factory=list)
    merges: dict[int, str] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    reopenings: dict[int, str] = field(default_factory=dict)
    settled: dict[tuple[int, str], str] = field(default_factory=dict)
    removals: Marks = field(default_factory=dict)
    #: Version to what was published of it last.
    published: dict[int, "Published"] = field(default_factory=dict)
    #: The versions that updates were begun upon, as they were published, by the event that began
    #: the update.
    snapshots: dict[str, Baseline] = field(default_factory=dict)


class Files:
    """Which records came with which event: those of a file at its import, the others one by one."""

    def __init__(self, review: Review) -> None:
        self.searches = dict(Search.objects.filter(review=review).values_list("pk", "version"))
        mended: set[int] = set()
        for data in Event.objects.filter(review=review, verb="mend_entry").values_list(
            "data", flat=True
        ):
            mended.update(data["records"])
        self.by_file: dict[int, list[int]] = defaultdict(list)
        rows = Record.objects.filter(review=review, file__isnull=False).order_by("pk")
        for pk, file in rows.values_list("pk", "file_id").iterator(chunk_size=5000):
            if pk not in mended:
                self.by_file[file].append(pk)
        undone = Event.objects.filter(review=review, verb="undo_import").values_list(
            "data", flat=True
        )
        self.undone = {data["file_id"] for data in undone}
        self.present = set(
            Record.objects.filter(review=review)
            .exclude(place="loading")
            .values_list("pk", flat=True)
        )


Row = dict[str, Any]


def translate_import(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    data = row["data"]
    records = files.by_file.get(data["file_id"], [])
    if data["file_id"] not in files.undone and len(records) != data["imported"]:
        told.short.append((row["pk"], data["imported"], len(records)))
    yield _brought(row, data["search"], records, files)


def _publish(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    marks = {pk: list(events) for pk, events in told.removals.items()}
    told.published[row["data"]["version"]] = Published(
        row["data"]["publication"], len(told.events), marks
    )
    yield from ()


def _begin(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    """An update is counted against what was published, as it was published,
    from the moment it was (P13).
    """
    event, version = str(row["pk"]), row["data"]["before"]
    last = told.published.get(version, Published(0, len(told.events), {}))
    published = Publication.objects.filter(pk=last.pk).first()
    if published is not None:
        base = baseline(published)
        then = stood(bytes(published.rows), frozenset(base.reports.values()))
        marked = [events for pk, events in last.marks.items() if then.get(str(pk), Then()).mark]
        marks = {event for events in marked for event, _kind in events}
        places = {record: (one.place, one.reason) for record, one in then.items()}
        told.snapshots[event] = replace(base, places=places, marks=frozenset(marks))
    told.begun.append(event)
    told.events.insert(last.after, ev.Publish(event, version))
    yield from ()


def _take_back(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    if told.begun:
        yield ev.Undo(str(row["pk"]), told.begun.pop())


def translate_added(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    records = row["data"].get("records") or [row["record_id"]]
    here = [pk for pk in records if pk in files.present]
    if len(here) != len(records) and row["data"].get("file_id") not in files.undone:
        told.short.append((row["pk"], len(records), len(here)))
    yield _brought(row, row["data"]["search"], here, files)


def _brought(row: Row, search: int, records: list[int], files: Files) -> ev.Event:
    # What came before this was told came for the version of its search.
    version = row["data"].get("version") or files.searches.get(search, 1)
    return ev.Import(str(row["pk"]), str(search), tuple(map(str, records)), version, known=True)


def _merge(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    told.merges[row["data"]["merge"]] = str(row["pk"])
    yield ev.Merge(
        str(row["pk"]), tuple(map(str, row["data"]["records"])), not row["data"].get("by_version")
    )


def _undo_merge(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    if of := told.merges.get(row["data"]["merge"]):
        yield ev.Undo(str(row["pk"]), of)


def _one(row: Row) -> tuple[str, ...]:
    return (str(row["record_id"]),)


def _vote(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    data = row["data"]
    yield ev.Decide(
        str(row["pk"]),
        SHORT[row["stage"]],
        (str(row["actor_id"]),),
        _one(row),
        data["verdict"],
        str(data["reason"] or ""),
        data.get("grade"),
    )


def _clear(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    person = row["data"].get("user") or row["actor_id"]
    yield ev.Clear(str(row["pk"]), SHORT[row["stage"]], (str(person),), _one(row))


def _settle(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    data = row["data"]
    told.settled[row["record_id"], row["stage"]] = str(row["pk"])
    yield ev.Resolve(
        str(row["pk"]),
        SHORT[row["stage"]],
        _one(row),
        data["verdict"],
        (str(row["actor_id"]),),
        str(data["reason"] or ""),
    )


def _undo_settle(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    if of := told.settled.pop((row["record_id"], row["stage"]), None):
        yield ev.Undo(str(row["pk"]), of)


def _withdraw(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    if reopening := row["data"].get("reopening"):
        told.reopenings[reopening] = str(row["pk"])
    yield ev.Unresolve(str(row["pk"]), SHORT[row["stage"]], _one(row))


def _reopen(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    if reopening := row["data"].get("reopening"):
        told.reopenings[reopening] = str(row["pk"])
    yield ev.Reopen(str(row["pk"]), SHORT[row["stage"]], _one(row))


def _undo_reopening(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    if of := told.reopenings.get(row["data"]["reopening"]):
        yield ev.Undo(str(row["pk"]), of)


def _retrieval(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    yield ev.Retrieval(str(row["pk"]), _one(row), row["data"]["status"])


def _remove(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    kind, marks = row["data"]["kind"], told.removals.get(row["record_id"], [])
    if any(of != kind for _event, of in marks):
        # The same mark with another note is the same mark; another kind, or none, takes it off.
        yield from (ev.Undo(f"{row['pk']} takes off {event}", event) for event, _kind in marks)
        marks = []
    told.removals[row["record_id"]] = marks
    if kind:
        marks.append((str(row["pk"]), kind))
        mark = ev.AutoRemove if kind == "automation" else ev.OtherRemove
        yield mark(str(row["pk"]), _one(row), row["data"]["note"])


def _merge_reasons(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    yield ev.MergeReasons(
        str(row["pk"]), str(row["data"]["reason"]), str(row["data"]["into_reason"])
    )


def _study(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    yield ev.Study(
        str(row["pk"]), f"s{row['data']['study']}", tuple(map(str, row["data"]["records"]))
    )


def _unlink(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    yield ev.UnlinkStudy(
        str(row["pk"]), f"s{row['data']['study']}", tuple(map(str, row["data"]["records"]))
    )


def _tool(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    yield ev.AutoDecide(str(row["pk"]), _many(row), row["data"]["name"], SHORT[row["stage"]])


def _released(row: Row, told: Told, files: Files) -> Iterator[ev.Event]:
    yield ev.AutoRelease(str(row["pk"]), _many(row), SHORT[row["stage"]])


def _many(row: Row) -> tuple[str, ...]:
    records = row["data"].get("records")
    return tuple(map(str, records)) if records is not None else _one(row)


#: Verbs that the numbers depend on; the others change no record.
TRANSLATED: dict[str, Callable[[Row, Told, Files], Iterator[ev.Event]]] = {
    "import": translate_import,
    "add_record": translate_added,
    "mend_entry": translate_added,
    "merge": _merge,
    "undo_merge": _undo_merge,
    "vote": _vote,
    "clear_vote": _clear,
    "withdraw_vote": _clear,
    "settle": _settle,
    "reopen": _reopen,
    "undo_settle": _undo_settle,
    "withdraw_settlement": _withdraw,
    "undo_reopening": _undo_reopening,
    "retrieval": _retrieval,
    "remove": _remove,
    "restore": _remove,
    "study": _study,
    "unlink_study": _unlink,
    "merge_reasons": _merge_reasons,
    "publish": _publish,
    "begin_update": _begin,
    "take_back_update": _take_back,
    "tool_exclude": _tool,
    "tool_release": _released,
}
