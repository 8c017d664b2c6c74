"""From the votes on a record at a stage to its outcome: waiting, agreed or conflict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["pending", "conflict", "include", "exclude"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's standing vote: verdict include, maybe or exclude,
    and the key of the reason ("" for none).

    `grade` is the mean of the person's judgements in [0, 1], None when nothing was judged.
    """

    verdict: str
    reason: str = ""
    grade: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How votes become an outcome at a stage of one review.

    `needed` votes settle a record. `lenient`: any mix of include and maybe is an include (title and
    abstract). `maybe_conflicts`: a maybe beside an include needs settling after all.
    `reasons_must_agree`: two exclusions for different reasons are a conflict (full text). `cutoff`:
    an agreed include whose mean grade is below it becomes an exclude for `cutoff_reason`; without
    any grade nothing changes.
    """

    needed: int = 2
    lenient: bool = True
    maybe_conflicts: bool = False
    reasons_must_agree: bool = False
    cutoff: float | None = None
    cutoff_reason: str = ""


def outcome(ballots: Sequence[Ballot], rule: Rule) -> tuple[Outcome, str]:
    """What the votes amount to, and the reason if they agree to exclude for one.

    With fewer votes than needed: pending. All exclude: exclude, unless the reasons differ and must
    agree. All include, or include and maybe where the rule is lenient: include. Anything else:
    conflict. Source: policy P7 of the counts.
    """
    # Also where the first votes agree already: the second person's is what makes it double
    # screening.
    if len(ballots) < rule.needed:
        return "pending", ""
    verdicts = {ballot.verdict for ballot in ballots}
    if verdicts == {"exclude"}:
        reasons = {ballot.reason for ballot in ballots}
        if len(reasons) > 1 and rule.reasons_must_agree:
            return "conflict", ""
        # With two reasons that need not agree there is none that both gave, and none is made up.
        return "exclude", next(iter(reasons)) if len(reasons) == 1 else ""
    if verdicts == {"include"} or (
        "exclude" not in verdicts and rule.lenient and not rule.maybe_conflicts
    ):
        return ("exclude", rule.cutoff_reason) if _below_cutoff(ballots, rule) else ("include", "")
    return "conflict", ""


def _below_cutoff(ballots: Sequence[Ballot], rule: Rule) -> bool:
    grades = [ballot.grade for ballot in ballots if ballot.grade is not None]
    return bool(grades) and rule.cutoff is not None and sum(grades) / len(grades) < rule.cutoff
