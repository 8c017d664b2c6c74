"""One title in two volumes of two years: what comes back every year."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Volume and year differ, no pages tell more,
    and neither an identifier nor the abstract ties the two.
    """
    # Within one year a second volume may be a slip; with the next year it is the rhythm of a
    # series.
    if c.place not in ("page only", "volume differs") or c.year in ("same", "unknown"):
        return False
    return "same" not in (c.doi, c.pmid, c.abstract)


RULE = Rule(
    "next_volume", gettext_noop("different volume and year"), DOUBT, applies, holds_in_groups=True
)
