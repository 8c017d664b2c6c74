"""Rules of stopping side by side: how each stands in this review,
and what it was worth on finished ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from screening.models import Job
from screening.queries.ranking.stopping_signals import TARGETS, Audited, Outlook
from screening.ranking.rule_figures import WORTH, Worth
from screening.ranking.stopping_rules import ALPHA, LEAST_READ, RUN


@dataclass(frozen=True, slots=True)
class Line:
    """A rule by its `kind` (run, share, p, audit) with its number `n` or `share`,
    and its worth elsewhere.

    `here` is the number that counts for it in this review: irrelevant ones in a row, p, or what an
    audit has claimed; None where there is none. `worth` is None where that was not measured.
    """

    kind: str
    worth: Worth | None
    here: float | None
    n: int = RUN
    share: float = 0.95
    read: float = 0.0
    alpha: float = ALPHA


def rule_lines(seen: Outlook, check: Job | None, audits: Sequence[Audited]) -> list[Line]:
    """The plain heuristics, the test of Callaghan and Müller-Hansen, and audits, in this order."""
    read = seen.screened / seen.total if seen.total else 0.0
    p = ((check.result or {}).get("p", {}) if check else {}).get("0.95")
    claimed = max((one.claim.recall for one in audits if one.claim), default=None)
    return [
        Line("run", WORTH.get("run-50"), seen.run),
        Line("run", WORTH.get("run-100"), seen.run, n=2 * RUN),
        Line("share", WORTH.get("safe-like"), seen.run, share=LEAST_READ, read=read),
        Line("p", WORTH.get("callaghan-95"), p),
        *(
            Line("audit", WORTH.get(f"audit-{share * 100:.0f}"), claimed, share=share)
            for share in TARGETS
        ),
    ]
