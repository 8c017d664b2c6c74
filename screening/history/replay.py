"""Folds a history into the state of the review, and the state into the numbers of the diagram.

Source of the rules: docs/counts.md (P1-P12), after the words of PRISMA 2020, BMJ 2021;372:n71.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch

from screening.decisions.outcome import Ballot, Rule
from screening.history import events as ev
from screening.history.reports import Report
from screening.history.studies import Baseline, Included, Ledger, declared, ledger
from screening.prisma.boxes import DUPLICATE, KINDS, PREVIOUS
from screening.prisma.counts import Flow, Tally, count
from screening.prisma.places import Facts, place


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of a review that its counts depend on."""

    reviewers_ta: int = 2
    reviewers_ft: int = 2
    other_skip_ta: bool = True
    maybe_conflicts: bool = False
    own_rule: Callable[[str, str], Rule] | None = None
    """Stage and primary record to the rule, where it differs from record to record; not part of a file."""

    def rule(self, stage: str, record: str) -> Rule:
        """How votes on the report of this primary record become an outcome at a stage."""
        if self.own_rule is not None:
            return self.own_rule(stage, record)
        if stage == "TA":
            return Rule(self.reviewers_ta, lenient=True, maybe_conflicts=self.maybe_conflicts)
        return Rule(self.reviewers_ft, lenient=False, reasons_must_agree=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A live record of the reported version and where it stands; see `prisma.boxes`."""

    record: str
    report: str
    source: str
    kind: str
    lane: str
    place: str
    reason: str = ""
    automation: bool = False


@dataclass(slots=True)
class State:
    """A review at one moment of its history. `strays` are records that an event named but that were not there."""

    policy: Policy
    sources: dict[str, ev.Source]
    records: dict[str, ev.Import] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    automation: set[str] = field(default_factory=set)
    removed: dict[str, str] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    baselines: list[Baseline] = field(default_factory=lambda: [Baseline(0)])
    version: int = 1
    strays: list[tuple[str, str]] = field(default_factory=list)

    def present(self, event: ev.Event, names: Iterable[str]) -> list[str]:
        """Those of the named records that are there, each once."""
        found = []
        for name in dict.fromkeys(names):
            if name in self.records:
                found.append(name)
            else:
                self.strays.append((event.id, name))
        return found

    def named(self, event: ev.Event, names: Iterable[str]) -> list[Report]:
        """The reports of the named records, each once."""
        reports = (self.reports[name] for name in self.present(event, names))
        return list({id(report): report for report in reports}.values())

    def all_reports(self) -> list[Report]:
        """Every report, in the order in which its first record came."""
        return list({id(report): report for report in self.reports.values()}.values())

    def baseline(self, version: int) -> Baseline:
        """The version before this one, as last published or declared."""
        return next(b for b in reversed(self.baselines) if b.version < version)


@dataclass(frozen=True, slots=True)
class Result:
    """The numbers of a version with the lists behind them; `strays` as in State."""

    flow: Flow
    rows: tuple[Row, ...]
    studies: Ledger
    strays: tuple[tuple[str, str], ...]


def replay(history: Sequence[ev.Event], policy: Policy | None = None, version: int | None = None) -> Result:
    """The numbers of a version of the review (default: the latest with an import) after this history."""
    state = fold(history, policy or Policy())
    return report(state, version or state.version)


def fold(history: Sequence[ev.Event], policy: Policy) -> State:
    """The state after every event that counts, in order; undone ones leave no trace."""
    live = ev.standing(history)
    state = State(policy, {e.source: e for e in live if isinstance(e, ev.Source)})
    for event in live:
        apply(event, state)
    there = {event.id for event in history}
    state.strays += [(e.id, e.of) for e in history if isinstance(e, ev.Undo) and e.of not in there]
    return state


@singledispatch
def apply(event: ev.Event, state: State) -> None:
    """Changes the state as the event says."""


@apply.register
def _(event: ev.Import, state: State) -> None:
    if event.source not in state.sources:
        state.strays.append((event.id, event.source))
        return
    state.version = max(state.version, event.version)
    for record in event.records:
        if record not in state.records:
            state.order[record] = len(state.records)
            state.records[record] = event
            state.reports[record] = Report([record])


@apply.register
def _(event: ev.Merge, state: State) -> None:
    names = state.present(event, event.records)
    if not names:
        return
    kept = state.reports[names[0]]
    for other in state.named(event, names[1:]):
        if other is not kept:
            kept.absorb(other, state.policy.rule, ev.STAGES)
            state.reports.update(dict.fromkeys(other.records, kept))
    kept.lead_with(names[0])


@apply.register
def _(event: ev.Unmerge, state: State) -> None:
    for record in state.present(event, [event.record]):
        if len(state.reports[record].records) > 1:
            state.reports[record] = state.reports[record].split(record, event.copy_decisions)


@apply.register
def _(event: ev.AutoRemove, state: State) -> None:
    state.automation.update(state.present(event, event.records))


@apply.register
def _(event: ev.OtherRemove, state: State) -> None:
    state.removed.update(dict.fromkeys(state.present(event, event.records), event.reason))


@apply.register
def _(event: ev.Decide, state: State) -> None:
    for found in state.named(event, event.records):
        ballot = Ballot(event.decision, event.reason, event.grade)
        found.at(event.stage).votes.update(dict.fromkeys(event.by, ballot))


@apply.register
def _(event: ev.Clear, state: State) -> None:
    for found in state.named(event, event.records):
        for person in event.by:
            found.at(event.stage).votes.pop(person, None)


@apply.register
def _(event: ev.AutoDecide, state: State) -> None:
    for found in state.named(event, event.records):
        decisions = found.at(event.stage)
        decisions.tool, decisions.tool_after = event.tool or "tool", len(decisions.clashes)


@apply.register
def _(event: ev.AutoRelease, state: State) -> None:
    for found in state.named(event, event.records):
        found.at(event.stage).tool = ""


@apply.register
def _(event: ev.Resolve, state: State) -> None:
    for found in state.named(event, event.records):
        decisions = found.at(event.stage)
        decisions.settled = Ballot(event.decision, event.reason)
        decisions.clashes.clear()


@apply.register
def _(event: ev.Retrieval, state: State) -> None:
    for found in state.named(event, event.records):
        found.retrieval = event.status


@apply.register
def _(event: ev.Reopen, state: State) -> None:
    for found in state.named(event, event.records):
        found.reopen(ev.STAGES[ev.STAGES.index(event.stage) :])


@apply.register
def _(event: ev.Study, state: State) -> None:
    state.links[event.study].update(state.present(event, event.records))


@apply.register
def _(event: ev.UnlinkStudy, state: State) -> None:
    if not event.records:
        state.links.pop(event.study, None)
        return
    for found in state.named(event, event.records):
        state.links[event.study].difference_update(found.records)


@apply.register
def _(event: ev.Previous, state: State) -> None:
    state.baselines.append(declared(event.studies))


@apply.register
def _(event: ev.Publish, state: State) -> None:
    state.baselines.append(report(state, event.version).studies.next)


@apply.register
def _(event: ev.PrevRemove, state: State) -> None:
    state.baselines[-1].remove(event.study)


def report(state: State, version: int) -> Result:
    """The numbers of that version in this state."""
    rows = tuple(row for found in state.all_reports() for row in _rows(state, found, version))
    studies = ledger(state.baseline(version), _included(state, rows), version)
    return Result(count(tallies(rows), studies.numbers()), rows, studies, tuple(state.strays))


def tallies(rows: Iterable[Row]) -> list[Tally]:
    """The rows counted by source, place and reason, as a database would group them."""
    groups = Counter((r.source, r.kind, r.lane, r.place, r.reason, r.automation) for r in rows)
    return [Tally(*group[:4], number, *group[4:]) for group, number in groups.items()]


def _rows(state: State, found: Report, version: int) -> list[Row]:
    here = [r for r in found.records if state.records[r].version == version]
    if not here:
        return []
    kinds = {r: state.sources[state.records[r].source].kind for r in here}
    if any(state.records[r].version < version for r in found.records):
        return [_row(state, found, r, kinds[r], PREVIOUS) for r in here]
    lane = "dbr" if any(KINDS[kind] == "dbr" for kind in kinds.values()) else "oth"
    first = _representative(state, here, kinds, lane)
    where, reason, by_tool = _stands(state, found, lane)
    return [
        _row(state, found, r, kinds[r], where, reason, by_tool)
        if r == first
        else _row(state, found, r, kinds[r], DUPLICATE)
        for r in here
    ]


def _representative(state: State, here: list[str], kinds: Mapping[str, str], lane: str) -> str:
    """The record that stands for the report: its primary if of the lane of databases, else the earliest of the lane."""
    of_lane = [r for r in here if KINDS[kinds[r]] == lane]
    if lane == "dbr" and of_lane[0] == here[0]:
        return here[0]
    return min(of_lane, key=state.order.__getitem__)


def _stands(state: State, found: Report, lane: str) -> tuple[str, str, bool]:
    """Place of the report, reason, and whether a tool excluded it while it was being screened."""
    rule = state.policy.rule
    ta, _reason = found.judge("TA", rule("TA", found.primary))
    ft, reason = found.judge("FT", rule("FT", found.primary))
    by_tool, by_hand = state.automation & set(found.records), [r for r in found.records if r in state.removed]
    where = place(
        Facts(
            removed="automation" if by_tool else "other" if by_hand else "",
            ta=ta,
            ft=ft,
            retrieval=found.retrieval,
            ft_votes=bool(found.at("FT")),
            skips_ta=lane == "oth" and state.policy.other_skip_ta,
        )
    )
    if where == "other":
        return where, state.removed[by_hand[0]], False
    return where, reason if where == "ft_exclude" else "", where == "ta_exclude" and found.excluded_by_tool("TA")


def _row(
    state: State, found: Report, record: str, kind: str, where: str, reason: str = "", automation: bool = False
) -> Row:
    source = state.sources[state.records[record].source]
    return Row(record, found.primary, source.name or source.source, kind, KINDS[kind], where, reason, automation)


def _included(state: State, rows: Iterable[Row]) -> Included:
    reports: dict[str, frozenset[str]] = {}
    records: dict[str, frozenset[str]] = {}
    told = defaultdict(set)
    for study, names in state.links.items():
        for record in names:
            told[record].add(study)
    for row in rows:
        if row.place == "included":
            mine = frozenset(state.reports[row.record].records)
            linked = frozenset(study for record in mine for study in told.get(record, ()))
            reports[row.report] = linked or frozenset({row.report})
            records[row.report] = mine
    return Included(reports, records, {study: frozenset(names) for study, names in state.links.items()})
