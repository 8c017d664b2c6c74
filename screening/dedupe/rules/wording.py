"""Almost equal titles in which one word is another ("in rats", "in mice"): sibling reports."""

from screening.dedupe.compare import Comparison
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Each title has a word of its own, and neither DOI and place together nor the abstract say otherwise."""
    if not c.wording.swapped:
        return False
    return not (c.abstract == "same" or (c.place in ("range", "both") and c.abstract == "unknown"))


RULE = Rule("wording", gettext_noop("a word of the title is another"), DOUBT, applies)
