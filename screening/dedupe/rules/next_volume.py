"""One title on one page of two volumes: what comes back every year."""

from screening.dedupe.compare import Comparison
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """The first page agrees, volume and year do not, and neither an identifier nor the abstract ties the two."""
    return c.place == "page only" and c.year not in ("same", "unknown") and "same" not in (c.doi, c.pmid, c.abstract)


RULE = Rule("next_volume", gettext_noop("the same page of another volume"), DOUBT, applies)
