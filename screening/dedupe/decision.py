"""What the engine says about a pair and about the whole: outcomes, evidence in words, groups,
questions, links.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from screening.dedupe.evidence import Evidence
from screening.records.messages import gettext_noop

MERGED, CHECK, APART = "merged", "check", "apart"

#: The three outcomes of a pair: key to English name.
OUTCOMES = {
    MERGED: gettext_noop("Merged"),
    CHECK: gettext_noop("To check"),
    APART: gettext_noop("Not duplicates"),
}

#: The ids of two records, in either order.
Pair = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Decision:
    """One pair: its outcome, the sum of the card, and why.

    `evidence` names by key what agrees and what does not; `rules` are the keys of the rules that
    applied (vetoes, doubts, bridges, policies); `relation` is a policy key (such as "preprint")
    when the two are reports of one work that the review's policy links or leaves, "" otherwise.
    `by` is "human" for an answer, "engine" else.
    """

    a: Hashable
    b: Hashable
    outcome: str
    score: float
    evidence: tuple[Evidence, ...]
    rules: tuple[str, ...] = ()
    relation: str = ""
    by: str = "engine"

    def to_json(self) -> dict[str, object]:
        """Plain JSON values: ids as given, evidence as `{"key", "values"}`."""
        return {
            "a": self.a,
            "b": self.b,
            "outcome": self.outcome,
            "score": self.score,
            "relation": self.relation,
            "evidence": [m.to_json() for m in self.evidence],
            "rules": list(self.rules),
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are one report: ids sorted by content, and the decisions that joined them,
    best first.
    """

    members: tuple[Hashable, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a run.

    `groups` hold two or more records each; a record in none stands alone. `questions` are pairs for
    a person, at most one between two groups, most likely first. `links` are pairs of reports that
    belong to one work but stay apart by the review's policy. `reasons` has the decision by which a
    record came into its group (ids of grouped records).
    """

    groups: tuple[Group, ...]
    questions: tuple[Decision, ...]
    links: tuple[Decision, ...]
    reasons: Mapping[Hashable, Decision]
