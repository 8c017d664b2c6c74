"""The numbers of the diagram from the state of a review, with the rows and lists behind them.

Source of the rules: docs/counts.md (P1-P16), after the words of PRISMA 2020, BMJ 2021;372:n71.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from screening.flow.boxes import (
    AWAITING,
    DUPLICATE,
    KINDS,
    PREVIOUS,
    READ_OUT,
    REASSESSED,
    SCREENED_OUT,
)
from screening.flow.counts import Flow, Tally, count
from screening.flow.places import Facts, place
from screening.replay.reports import Report
from screening.replay.state import State
from screening.replay.studies import Baseline, Ledger, Now, Stand, Standing, ledger, published
from screening.stages import STAGES, excluded_at


@dataclass(frozen=True, slots=True)
class Row:
    """A live record of the reported version and where it stands, or a report that is re-assessed in
    it (then its primary record, under the kind REASSESSED); see `prisma.boxes`.
    """

    record: str
    report: str
    source: str
    kind: str
    lane: str
    place: str
    reason: str = ""
    automation: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The numbers of a version with the lists behind them; `strays` as in State."""

    flow: Flow
    rows: tuple[Row, ...]
    studies: Ledger
    strays: tuple[tuple[str, str], ...]


def note_moved(state: State, reports: Iterable[Report]) -> None:
    """Notes with each published version which of its reports stand elsewhere at this moment (P13).

    A removal mark that is newer than the version is looked through.
    """
    for base in state.baselines:
        if not base.version:
            continue
        for found in reports:
            # Records that a merge has joined since may have stood at several places; standing at
            # one of them is no move.
            stood = {base.places[r] for r in found.records if r in base.places}
            old = [r for r in found.records if state.versions[r] <= base.version]
            if (
                old
                and not base.included(found.records)
                and _place_then(state, found, base) not in stood
            ):
                base.moved.update(old)


def _place_then(state: State, found: Report, base: Baseline) -> Stand:
    where, why = place_and_reason(state, found, base.marks)
    # Included, but every study of it had been dropped by hand before that version: it did not
    # count as included there either.
    if where == "included" and state.studies_of(found) <= (state.dropped & base.carried):
        return "dropped", ""
    return where, why


def place_and_reason(state: State, found: Report, marks: frozenset[str] | None = None) -> Stand:
    """Where a report stands; the reason is part of it where the report was read."""
    where, why, _by_tool = stands(state, found, marks)
    return where, why if where in READ_OUT else ""


def snapshot(state: State, version: int) -> Baseline:
    """That version as it would be published in this state."""
    base, reports = state.baseline(version), state.all_reports()
    told = report(state, version).studies
    places = {r: place_and_reason(state, found) for found in reports for r in found.records}
    marks = [mark for marks in state.automation.values() for mark in marks]
    marks += [mark for marks in state.removed.values() for mark, _reason in marks]
    return published(version, told, base, _now(state, version), places, marks, state.dropped)


def report(state: State, version: int) -> Result:
    """The numbers of that version in this state."""
    rows = tuple(row for found in state.all_reports() for row in _rows(state, found, version))
    studies = ledger(state.baseline(version), state.dropped, _now(state, version), state.records)
    return Result(count(tallies(rows), studies.numbers()), rows, studies, tuple(state.strays))


def _now(state: State, version: int) -> list[Now]:
    return [
        Now(
            found.primary,
            frozenset(found.records),
            state.studies_of(found),
            _standing(state, found),
            _in_flow(state, found, version),
        )
        for found in state.all_reports()
    ]


def _standing(state: State, found: Report) -> Standing:
    where = stands(state, found)[0]
    return "included" if where == "included" else "waiting" if where in AWAITING else "out"


def _in_flow(state: State, found: Report, version: int) -> bool:
    """Whether the report counts in the version: found in it, or re-assessed in it (P13, P14)."""
    first = state.version_of(found)
    if first >= version:
        return first == version
    base = state.baseline(version)
    return not base.included(found.records) and not base.moved.isdisjoint(found.records)


def tallies(rows: Iterable[Row]) -> list[Tally]:
    """The rows counted by source, place and reason, as a database would group them."""
    groups = Counter((r.source, r.kind, r.lane, r.place, r.reason, r.automation) for r in rows)
    return [Tally(*group[:4], number, *group[4:]) for group, number in groups.items()]


def _rows(state: State, found: Report, version: int) -> list[Row]:
    here = [r for r in found.records if state.versions[r] == version]
    kinds = {r: state.kind(r) for r in here}
    # An earlier version has counted the report. In this one its new records are known already,
    # and it has a row of its own only while it is judged anew.
    if state.version_of(found) < version:
        rows = [_row(state, found, r, kinds[r], PREVIOUS) for r in here]
        if _in_flow(state, found, version):
            where, reason, by_tool = stands(state, found)
            rows.append(
                Row(
                    found.primary,
                    found.primary,
                    REASSESSED,
                    REASSESSED,
                    "oth",
                    where,
                    reason,
                    by_tool,
                )
            )
        return rows
    if not here:
        return []
    # One record stands for the report in its column, all others are duplicates removed there: so
    # each column adds up by itself (P1).
    lane = state.lane_of(found)
    first = _representative(state, here, kinds, lane)
    where, reason, by_tool = stands(state, found)
    return [
        _row(state, found, r, kinds[r], where, reason, by_tool)
        if r == first
        else _row(state, found, r, kinds[r], DUPLICATE)
        for r in here
    ]


def _representative(state: State, here: list[str], kinds: Mapping[str, str], lane: str) -> str:
    """The report's primary if of the lane of databases, else the earliest record of that lane."""
    of_lane = [r for r in here if KINDS[kinds[r]] == lane]
    # The primary record where it can be, as that is the one people see.
    if lane == "dbr" and of_lane[0] == here[0]:
        return here[0]
    return min(of_lane, key=state.order.__getitem__)


def stands(
    state: State, found: Report, marks: frozenset[str] | None = None
) -> tuple[str, str, bool]:
    """Place of the report, reason, and whether a tool excluded it while it was being screened.

    `marks`: the events whose removal marks count (None: all).
    """
    rule = state.policy.rule
    judged = {
        stage.key: found.judge(stage.code, rule(stage.code, found.primary))
        for stage in STAGES.values()
    }
    by_tool = [
        m for r in found.records for m in state.automation.get(r, ()) if marks is None or m in marks
    ]
    by_hand = [
        why
        for r in found.records
        for m, why in state.removed.get(r, ())
        if marks is None or m in marks
    ]
    where = place(
        Facts(
            removed="automation" if by_tool else "other" if by_hand else "",
            outcomes={key: outcome for key, (outcome, _reason) in judged.items()},
            retrieval=found.retrieval,
            voted={stage.key for stage in STAGES.values() if found.at(stage.code)},
            is_sought=state.lane_of(found) == "oth" and state.policy.other_skip_ta,
        )
    )
    # Of several marks the last one says why, as it is the one that is shown.
    if where == "other":
        return where, by_hand[-1], False
    if where in READ_OUT:
        return where, judged[excluded_at(where)][1], False
    by_tool_here = where in SCREENED_OUT and found.excluded_by_tool(STAGES[excluded_at(where)].code)
    return where, "", by_tool_here


def _row(
    state: State,
    found: Report,
    record: str,
    kind: str,
    where: str,
    reason: str = "",
    automation: bool = False,
) -> Row:
    source = state.sources[state.records[record].source]
    return Row(
        record,
        found.primary,
        source.name or source.source,
        kind,
        KINDS[kind],
        where,
        reason,
        automation,
    )
