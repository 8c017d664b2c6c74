"""The events of a review as the history engine replays them, so that its state can be had without the tables."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q

from screening.decisions.outcome import Rule
from screening.models import Event, Merge, Publication, Record, Review, Search, StageSetting, Standing
from screening.queries.flow.study_counts import baseline
from screening.queries.flow.versions import stood
from screening.replay import events as ev
from screening.replay.state import Policy
from screening.replay.studies import Baseline
from screening.stages import STAGES

SHORT = {stage.key: stage.code for stage in STAGES.values()}
LONG = {short: key for key, short in SHORT.items()}


Marks = dict[int, list[tuple[str, str]]]
"""Record to the events of its removal mark, and its kind."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was published (id), after so many events, and the removal marks of that moment."""

    pk: int
    after: int
    marks: Marks


@dataclass(slots=True)
class Told:
    """What the history tells, and records that an event should have brought but that are not as many."""

    events: list[ev.Event] = field(default_factory=list)
    short: list[tuple[int, int, int]] = field(default_factory=list)
    """Event id, how many records it tells of, how many there are."""
    merges: dict[int, str] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    reopenings: dict[int, str] = field(default_factory=dict)
    settled: dict[tuple[int, str], str] = field(default_factory=dict)
    removals: Marks = field(default_factory=dict)
    published: dict[int, "Published"] = field(default_factory=dict)
    """Version to what was published of it last."""
    snapshots: dict[str, Baseline] = field(default_factory=dict)
    """The versions that updates were begun upon, as they were published, by the event that began the update."""


def tell(review: Review, among: Collection[int] | None = None) -> Told:
    """The history as events of the engine. Records that were imported are read from the table, by file.

    `among`: only what happened to these records, which have to be whole reports (see `told_together`).
    """
    told = Told()
    sources = Search.objects.filter(review=review)
    told.events += [ev.Source(f"source {s.pk}", str(s.pk), s.kind, s.name) for s in sources]
    files = _Files(review) if among is None else None
    rows = Event.objects.filter(review=review).order_by("pk")
    verbs = dict(TRANSLATED)
    if among is not None:
        told.events += _came(review, among)
        verbs = {verb: one for verb, one in TRANSLATED.items() if one not in (_import, _added)}
        whole = Q(record=None, verb__in=verbs) | Q(verb__in=["publish", "begin_update", "take_back_update"])
        rows = rows.filter(Q(record__in=list(among)) | whole)
    for row in rows.values("pk", "verb", "actor_id", "record_id", "stage", "data").iterator(chunk_size=2000):
        translate = verbs.get(row["verb"])
        if translate:
            told.events += [*translate(row, told, files)]
    return told


def _came(review: Review, among: Collection[int]) -> list[ev.Event]:
    """The records as they came, without the events of their imports."""
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = Record.objects.filter(review=review, pk__in=among).order_by("pk")
    for pk, search, version in rows.values_list("pk", "search_id", "version"):
        groups[search, version].append(str(pk))
    return [
        ev.Import(f"came {search} {version}", str(search), tuple(records), version, known=True)
        for (search, version), records in groups.items()
    ]


def told_together(review: Review, records: Iterable[int]) -> set[int]:
    """These records and all that were ever merged with one of them, directly or not."""
    through = Merge.records.through.objects.filter(merge__review=review)
    found: set[int] = set()
    fresh = set(records)
    while fresh:
        found |= fresh
        merges = through.filter(record__in=fresh).values("merge")
        fresh = set(through.filter(merge__in=merges).values_list("record_id", flat=True)) - found
    return found


class _Files:
    """Which records came with which event: those of a file at its import, the others one by one."""

    def __init__(self, review: Review) -> None:
        self.searches = dict(Search.objects.filter(review=review).values_list("pk", "version"))
        mended: set[int] = set()
        for data in Event.objects.filter(review=review, verb="mend_entry").values_list("data", flat=True):
            mended.update(data["records"])
        self.by_file: dict[int, list[int]] = defaultdict(list)
        rows = Record.objects.filter(review=review, file__isnull=False).order_by("pk")
        for pk, file in rows.values_list("pk", "file_id").iterator(chunk_size=5000):
            if pk not in mended:
                self.by_file[file].append(pk)
        undone = Event.objects.filter(review=review, verb="undo_import").values_list("data", flat=True)
        self.undone = {data["file_id"] for data in undone}
        self.present = set(Record.objects.filter(review=review).exclude(place="loading").values_list("pk", flat=True))


Row = dict[str, Any]


def _import(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    data = row["data"]
    records = files.by_file.get(data["file_id"], [])
    if data["file_id"] not in files.undone and len(records) != data["imported"]:
        told.short.append((row["pk"], data["imported"], len(records)))
    yield _brought(row, data["search"], records, files)


def _publish(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    marks = {pk: list(events) for pk, events in told.removals.items()}
    told.published[row["data"]["version"]] = Published(row["data"]["publication"], len(told.events), marks)
    yield from ()


def _begin(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    """An update is counted against what was published, as it was published, from the moment it was (P13)."""
    event, version = str(row["pk"]), row["data"]["before"]
    last = told.published.get(version, Published(0, len(told.events), {}))
    published = Publication.objects.filter(pk=last.pk).first()
    if published is not None:
        base = baseline(published)
        then = stood(published.rows, frozenset(base.reports.values()))
        marks = {e for pk, events in last.marks.items() if then.get(str(pk), ("", ""))[1] for e, _kind in events}
        places = {record: place for record, (place, _mark) in then.items()}
        told.snapshots[event] = replace(base, places=places, marks=frozenset(marks))
    told.begun.append(event)
    told.events.insert(last.after, ev.Publish(event, version))
    yield from ()


def _take_back(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    if told.begun:
        yield ev.Undo(str(row["pk"]), told.begun.pop())


def _added(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    records = row["data"].get("records") or [row["record_id"]]
    here = [pk for pk in records if pk in files.present]
    if len(here) != len(records) and row["data"].get("file_id") not in files.undone:
        told.short.append((row["pk"], len(records), len(here)))
    yield _brought(row, row["data"]["search"], here, files)


def _brought(row: Row, search: int, records: list[int], files: _Files) -> ev.Event:
    # What came before this was told came for the version of its search.
    version = row["data"].get("version") or files.searches.get(search, 1)
    return ev.Import(str(row["pk"]), str(search), tuple(map(str, records)), version, known=True)


def _merge(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    told.merges[row["data"]["merge"]] = str(row["pk"])
    yield ev.Merge(str(row["pk"]), tuple(map(str, row["data"]["records"])), not row["data"].get("by_version"))


def _undo_merge(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    if of := told.merges.get(row["data"]["merge"]):
        yield ev.Undo(str(row["pk"]), of)


def _one(row: Row) -> tuple[str, ...]:
    return (str(row["record_id"]),)


def _vote(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    data = row["data"]
    yield ev.Decide(
        str(row["pk"]), SHORT[row["stage"]], (str(row["actor_id"]),), _one(row), data["verdict"],
        str(data["reason"] or ""), data.get("grade"),
    )  # fmt: skip


def _clear(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    person = row["data"].get("user") or row["actor_id"]
    yield ev.Clear(str(row["pk"]), SHORT[row["stage"]], (str(person),), _one(row))


def _settle(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    data = row["data"]
    told.settled[row["record_id"], row["stage"]] = str(row["pk"])
    yield ev.Resolve(
        str(row["pk"]), SHORT[row["stage"]], _one(row), data["verdict"], (str(row["actor_id"]),),
        str(data["reason"] or ""),
    )  # fmt: skip


def _undo_settle(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    if of := told.settled.pop((row["record_id"], row["stage"]), None):
        yield ev.Undo(str(row["pk"]), of)


def _withdraw(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    if reopening := row["data"].get("reopening"):
        told.reopenings[reopening] = str(row["pk"])
    yield ev.Unresolve(str(row["pk"]), SHORT[row["stage"]], _one(row))


def _reopen(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    if reopening := row["data"].get("reopening"):
        told.reopenings[reopening] = str(row["pk"])
    yield ev.Reopen(str(row["pk"]), SHORT[row["stage"]], _one(row))


def _undo_reopening(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    if of := told.reopenings.get(row["data"]["reopening"]):
        yield ev.Undo(str(row["pk"]), of)


def _retrieval(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    yield ev.Retrieval(str(row["pk"]), _one(row), row["data"]["status"])


def _remove(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
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


def _merge_reasons(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    yield ev.MergeReasons(str(row["pk"]), str(row["data"]["reason"]), str(row["data"]["into_reason"]))


def _study(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    yield ev.Study(str(row["pk"]), f"s{row['data']['study']}", tuple(map(str, row["data"]["records"])))


def _unlink(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    yield ev.UnlinkStudy(str(row["pk"]), f"s{row['data']['study']}", tuple(map(str, row["data"]["records"])))


def _tool(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    yield ev.AutoDecide(str(row["pk"]), _many(row), row["data"]["name"], SHORT[row["stage"]])


def _released(row: Row, told: Told, files: _Files) -> Iterator[ev.Event]:
    yield ev.AutoRelease(str(row["pk"]), _many(row), SHORT[row["stage"]])


def _many(row: Row) -> tuple[str, ...]:
    records = row["data"].get("records")
    return tuple(map(str, records)) if records is not None else _one(row)


TRANSLATED: dict[str, Callable[[Row, Told, _Files], Iterator[ev.Event]]] = {
    "import": _import, "add_record": _added, "mend_entry": _added, "merge": _merge, "undo_merge": _undo_merge,
    "vote": _vote, "clear_vote": _clear, "withdraw_vote": _clear, "settle": _settle, "reopen": _reopen,
    "undo_settle": _undo_settle, "withdraw_settlement": _withdraw, "undo_reopening": _undo_reopening,
    "retrieval": _retrieval, "remove": _remove, "restore": _remove, "study": _study, "unlink_study": _unlink,
    "merge_reasons": _merge_reasons, "publish": _publish, "begin_update": _begin, "take_back_update": _take_back,
    "tool_exclude": _tool, "tool_release": _released,
}  # fmt: skip
"""Verbs that the numbers depend on; the others change no record."""


def policy(review: Review) -> Policy:
    """The review's rules as they are now, those of single records among them."""
    settings = {s.stage: s for s in StageSetting.objects.filter(review=review)}
    shuffles = dict(Record.objects.filter(review=review).values_list("pk", "shuffle"))
    own = Standing.objects.filter(Q(needed__gt=0) | Q(pinned__gt=0), review=review)
    numbers = own.values_list("record_id", "stage", "needed", "pinned")
    needed = {(record, stage): pinned or number for record, stage, number, pinned in numbers}

    def rule(short: str, record: str) -> Rule:
        setting, stage, pk = settings[LONG[short]], STAGES[LONG[short]], int(record)
        by_share = setting.votes_needed if shuffles.get(pk, 0) % 100 < setting.double_share else 1
        return Rule(
            needed=needed.get((pk, stage.key)) or by_share,
            lenient=stage.lenient,
            maybe_conflicts=setting.maybe_conflicts,
            reasons_must_agree=stage.reason_required or setting.reason_required,
            cutoff=None if setting.cutoff is None else setting.cutoff / 100,
            cutoff_reason=str(setting.cutoff_reason_id or ""),
        )

    return Policy(other_skip_ta=review.other_skips_screening, own_rule=rule)
