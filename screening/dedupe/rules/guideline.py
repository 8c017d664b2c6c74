"""One guideline printed in several journals."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import RELATION, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both are guidelines of one title and about one year, in different journals;
    a thesis only speaks of one.
    """
    if "guideline" not in a.marks or "guideline" not in b.marks or c.title not in ("same", "near"):
        return False
    if "thesis" in (a.kind, b.kind):
        return False
    # Journals that print one guideline together do so within a year; what comes later is its next
    # edition.
    return (
        c.journal == "differs"
        and c.year in ("same", "next", "unknown")
        and c.place not in ("range", "both")
    )


RULE = Rule(
    "guideline",
    gettext_noop("same guideline in several journals"),
    RELATION,
    applies,
    relation="guideline",
)
