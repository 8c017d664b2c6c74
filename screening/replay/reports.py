"""A report while a history is replayed: its records, what was decided on it,
and how two become one.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace

from screening.decisions.outcome import Ballot, Outcome, Rule, outcome
from screening.stages import reading

FINAL = ("include", "exclude")


@dataclass(slots=True)
class Decisions:
    """What was said of a report at one stage.

    `tool` names the tool that excluded it ("" none). `clashes` are pairs of record sets that a
    merge brought together with final and opposite outcomes; a pair counts while records of both
    sides are in the report (P4). The first `tool_after` of them were there when the tool spoke,
    `settled_after` when it was settled, and that is the later word (P7, P8) while it stands.
    """

    votes: dict[str, Ballot] = field(default_factory=dict)
    settled: Ballot | None = None
    tool: str = ""
    clashes: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    tool_after: int = 0
    settled_after: int = 0
    #: A settlement from before a clash, which says nothing while the two sides are together.
    void: Ballot | None = None

    def __bool__(self) -> bool:
        return bool(
            self.votes or self.settled or self.tool or any(one for one, _other in self.clashes)
        )


@dataclass(slots=True)
class Report:
    """A group of duplicate records, the primary first; `stages` by stage key,
    `retrieval` as last said.
    """

    records: list[str]
    stages: dict[str, Decisions] = field(default_factory=dict)
    retrieval: str = ""

    @property
    def primary(self) -> str:
        return self.records[0]

    def at(self, stage: str) -> Decisions:
        """The decisions of that stage, empty ones at first."""
        return self.stages.setdefault(stage, Decisions())

    def clashes(self, stage: str) -> bool:
        """Whether a merge left it with opposite final outcomes that nobody has settled since."""
        here, decisions = set(self.records), self.at(stage)
        # Positions, not times: a history has no clock that two events could be compared by.
        after_tool = decisions.tool_after if decisions.tool else 0
        after_settling = decisions.settled_after if decisions.settled is not None else 0
        later = decisions.clashes[max(after_tool, after_settling) :]
        return any(one & here and other & here for one, other in later)

    def judge(self, stage: str, rule: Rule) -> tuple[Outcome, str]:
        """Outcome and reason: an open clash, else the settlement, else the tool,
        else the votes (P4, P7, P8).
        """
        decisions = self.at(stage)
        # The order is that of the later word: what a merge has thrown together nobody has judged
        # yet.
        if self.clashes(stage):
            return "conflict", ""
        if decisions.settled is not None:
            return outcome([decisions.settled], Rule(needed=1, lenient=rule.lenient))
        if decisions.tool:
            return "exclude", ""
        return outcome(list(decisions.votes.values()), rule)

    def excluded_by_tool(self, stage: str) -> bool:
        """Whether the tool's exclusion is what stands."""
        decisions = self.at(stage)
        return bool(decisions.tool) and decisions.settled is None and not self.clashes(stage)

    def reopen(self, stages: tuple[str, ...]) -> None:
        """Drops what was decided at these stages (P10)."""
        for stage in stages:
            self.stages[stage] = Decisions()

    def rename_reason(self, old: str, new: str) -> None:
        """What was said for one reason is said for another."""
        for decisions in self.stages.values():
            for person, ballot in decisions.votes.items():
                if ballot.reason == old:
                    decisions.votes[person] = replace(ballot, reason=new)
            if decisions.settled is not None and decisions.settled.reason == old:
                decisions.settled = replace(decisions.settled, reason=new)
            if decisions.void is not None and decisions.void.reason == old:
                decisions.void = replace(decisions.void, reason=new)

    def absorb(
        self,
        other: "Report",
        rule_of: Callable[[str, str], Rule],
        stages: Iterable[str],
        *,
        own_news: bool = False,
    ) -> None:
        """Joins the other report to this one, whose decisions stand where it has any (P4).

        `rule_of(stage, record)` is how votes on a report become an outcome. `own_news`: what was
        said of its full text stands whatever the other's.
        """
        retrieval = self.retrieval or other.retrieval if own_news else self._retrieved_with(other)
        for stage in stages:
            # Both are judged before anything moves, each by the rule of its own primary record.
            mine = self.judge(stage, rule_of(stage, self.primary))[0]
            theirs = other.judge(stage, rule_of(stage, other.primary))[0]
            # Only where this report has nothing: votes of two reports are never mixed, as two
            # people would become three.
            if not self.at(stage):
                self.stages[stage] = other.at(stage)
            elif mine in FINAL and theirs in FINAL and mine != theirs:
                self.at(stage).clashes.append((frozenset(self.records), frozenset(other.records)))
                if not own_news:
                    # What was settled before the two met does not settle their conflict.
                    decisions = self.at(stage)
                    decisions.void, decisions.settled = decisions.settled or decisions.void, None
        self.retrieval = retrieval
        self.records.extend(other.records)

    def _retrieved_with(self, other: "Report") -> str:
        """This report's news, else the other's; a text at hand beats "not retrieved" (P9, P16)."""
        lacks = "not_retrieved" in {self.retrieval, other.retrieval}
        if lacks and (self.at_hand or other.at_hand):
            return "retrieved"
        return self.retrieval or other.retrieval

    @property
    def at_hand(self) -> bool:
        """Whether its full text was retrieved or voted on, and not found missing since."""
        return self.retrieval == "retrieved" or (
            self.retrieval != "not_retrieved" and bool(self.at(reading().code))
        )

    def split(self, record: str, copy_decisions: bool) -> "Report":
        """Takes the record out as a report of its own; what was decided stays here (P5).

        A clash whose two sides are apart is over for good:
        what meets again later brings no votes along.
        """
        self.records.remove(record)
        alone = (
            Report([record], deepcopy(self.stages), self.retrieval)
            if copy_decisions
            else Report([record])
        )
        for one in (self, alone):
            one.end_clashes()
        return alone

    def end_clashes(self) -> None:
        """Lets go of the clashes between records that are no longer both here."""
        here = frozenset(self.records)
        for decisions in self.stages.values():
            # An empty pair keeps its place, which tells what was before a settlement or a tool and
            # what after.
            decisions.clashes = [
                (one, other) if one & here and other & here else (frozenset(), frozenset())
                for one, other in decisions.clashes
            ]
            if decisions.void is not None and not any(one for one, _other in decisions.clashes):
                # Apart again, the settlement speaks of what it was made for.
                decisions.settled, decisions.void = decisions.settled or decisions.void, None

    def lead_with(self, record: str) -> None:
        """Makes the record the primary one."""
        self.records.remove(record)
        self.records.insert(0, record)
