"""What would have become of a review under other rules? The history is replayed,
and its votes are judged anew.

Three questions: one person instead of two; another meaning of "maybe"; stopping after a run of
irrelevant records. The votes are those that were cast. What nobody was asked is not made up: where
another rule would have sent a report to the adjudicator and nobody settled it, it is told as such.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from screening.decisions.outcome import Ballot, Outcome, Rule, outcome
from screening.ranking.stopping_rules import after_run, by_callaghan
from screening.replay import events as ev
from screening.replay.counting import stands
from screening.replay.fold import apply
from screening.replay.reports import FINAL, Report
from screening.replay.state import Policy, State

Maybe = Literal["include", "conflict", "exclude"]
#: What a maybe may count as: an include, a reason to settle beside an include, or an exclude.
MAYBES: tuple[Maybe, ...] = ("include", "conflict", "exclude")


@dataclass(frozen=True, slots=True)
class Screened:
    """A report that people have decided at the stage: its standing votes, the first one cast first,
    what they and a settlement came to, and where in the history its first vote was cast and its
    outcome reached.
    """

    report: str
    ballots: tuple[Ballot, ...]
    settled: Ballot | None
    rule: Rule
    outcome: Outcome
    #: Whether it stands among the included reports now, so that a loss is one of the review.
    included: bool
    studies: frozenset[str]
    begun: int
    reached: int


@dataclass(frozen=True, slots=True)
class Change:
    """What another rule would have changed.

    `lost` are included reports that would have been excluded or never read, `studies` those no
    included report of which would be left, `fewer` reports that the stage let through and that are
    not among the included ones (yet), `more` reports that it would have let through in addition.
    `votes` and `settlements` are what would have been saved (below zero: needed in addition),
    `open` reports that somebody would have had to settle and nobody has.
    """

    decided: int
    lost: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    fewer: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    votes: int = 0
    settlements: int = 0
    open: tuple[str, ...] = ()
    #: After how many decided reports it would have been stopped; None if never, or if that was not
    #: asked.
    stopped: int | None = None


def screened(
    history: Sequence[ev.Event], policy: Policy, stage: str = ev.STAGES[0]
) -> list[Screened]:
    """The reports that people have decided at this stage, in the order in which they were decided."""
    live = ev.standing(history)
    state = State(policy, {e.source: e for e in live if isinstance(e, ev.Source)})
    moments = _Moments()
    for position, event in enumerate(live):
        state.touched.clear()
        apply(event, state)
        for found in {
            id(one): one for r in state.touched if (one := state.reports.get(r))
        }.values():
            moments.note(position, found, stage, policy.rule(stage, found.primary))
    judged = [_screened(state, moments, found, stage) for found in state.all_reports()]
    return sorted(filter(None, judged), key=lambda one: (one.reached, one.report))


@dataclass(slots=True)
class _Moments:
    """Where in the history the first standing vote on a report was cast,
    and its present outcome reached, by record.
    """

    begun: dict[str, int] = field(default_factory=dict)
    reached: dict[str, tuple[int, Outcome]] = field(default_factory=dict)

    def note(self, position: int, found: Report, stage: str, rule: Rule) -> None:
        reached, _reason = found.judge(stage, rule)
        votes = bool(found.at(stage).votes)
        begun = min((self.begun[r] for r in found.records if r in self.begun), default=position)
        for record in found.records:
            if votes:
                self.begun[record] = begun
            else:
                self.begun.pop(record, None)
            if self.reached.get(record, (0, "pending"))[1] != reached:
                self.reached[record] = (position, reached)


def _screened(state: State, moments: _Moments, found: Report, stage: str) -> Screened | None:
    rule = state.policy.rule(stage, found.primary)
    reached, _reason = found.judge(stage, rule)
    decisions = found.at(stage)
    if reached not in FINAL or found.excluded_by_tool(stage) or not decisions.votes:
        return None
    return Screened(
        found.primary,
        tuple(decisions.votes.values()),
        decisions.settled,
        rule,
        reached,
        stands(state, found)[0] == "included",
        state.studies_of(found),
        moments.begun[found.primary],
        moments.reached[found.primary][0],
    )


def single(reports: Iterable[Screened], *, last: bool = False) -> Change:
    """Had one person screened: the one who voted first on each report, or the one who voted last."""
    found = list(reports)
    judged = {}
    for one in found:
        ballot = one.ballots[-1 if last else 0]
        judged[one.report] = outcome([ballot], replace(one.rule, needed=1))[0]
    votes = sum(len(one.ballots) - 1 for one in found)
    return _compared(found, judged, votes)


def other_maybe(reports: Iterable[Screened], maybe: Maybe) -> Change:
    """Had a maybe counted as this. Votes stay what they were; the same number of them decides."""
    found = list(reports)
    judged = {one.report: _with_maybe(one, maybe) for one in found}
    return _compared(found, judged, 0)


def _with_maybe(one: Screened, maybe: Maybe) -> Outcome:
    rule = replace(one.rule, needed=min(one.rule.needed, len(one.ballots)))
    if maybe == "conflict":
        return outcome(one.ballots, replace(rule, lenient=True, maybe_conflicts=True))[0]
    return outcome(
        [replace(b, verdict=maybe) if b.verdict == "maybe" else b for b in one.ballots], rule
    )[0]


def stopped_after(reports: Iterable[Screened], run: int) -> Change:
    """Had the team stopped after so many irrelevant reports in a row;
    never before a first relevant one.
    """
    found = list(reports)
    return _stopped(found, after_run(_labels(found), run))


def stopped_by_p(reports: Iterable[Screened], total: int) -> Change:
    """Had the team stopped when Callaghan's p for 95 % fell below .05,
    with `total` reports at the stage.
    """
    found = list(reports)
    return _stopped(found, by_callaghan(_labels(found), total))


def _labels(found: Iterable[Screened]) -> list[int]:
    return [int(one.outcome == "include") for one in found]


def _stopped(found: list[Screened], read: int | None) -> Change:
    """What nobody had voted on stays unread; what was begun is finished, as the program does it."""
    if read is None:
        return Change(len(found))
    moment = found[read - 1].reached
    unread = [one for one in found if one.begun > moment]
    passed = [one for one in unread if one.outcome == "include"]
    return Change(
        len(found),
        lost=_names(one for one in passed if one.included),
        studies=_gone(found, {one.report for one in found} - {one.report for one in unread}),
        fewer=_names(one for one in passed if not one.included),
        votes=sum(len(one.ballots) for one in unread),
        settlements=sum(one.settled is not None for one in unread),
        stopped=read,
    )


def _compared(found: list[Screened], judged: dict[str, Outcome], votes: int) -> Change:
    """The change from what was reached to what the votes amount to now; a settlement answers a
    conflict it was made for, and nothing else.
    """
    ends: dict[str, Outcome] = {}
    settlements = 0
    for one in found:
        now = judged[one.report]
        settlements += one.settled is not None
        if now == "conflict":
            settlements -= 1
            now = one.outcome if one.settled is not None else "conflict"
        ends[one.report] = now
    gone = [one for one in found if one.outcome == "include" and ends[one.report] == "exclude"]
    return Change(
        len(found),
        lost=_names(one for one in gone if one.included),
        studies=_gone(found, {one.report for one in found} - {one.report for one in gone}),
        fewer=_names(one for one in gone if not one.included),
        more=_names(
            one for one in found if one.outcome == "exclude" and ends[one.report] == "include"
        ),
        votes=votes,
        settlements=settlements,
        open=_names(one for one in found if ends[one.report] == "conflict"),
    )


def _names(reports: Iterable[Screened]) -> tuple[str, ...]:
    return tuple(one.report for one in reports)


def _gone(found: Iterable[Screened], kept: set[str]) -> tuple[str, ...]:
    """The studies that have an included report, but none among those kept."""
    before: set[str] = set()
    after: set[str] = set()
    for one in found:
        if one.included:
            before |= one.studies
            after |= one.studies if one.report in kept else frozenset()
    return tuple(sorted(before - after))
