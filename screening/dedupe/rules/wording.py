"""Almost equal titles in which one word is another ("in rats", "in mice"): sibling reports."""

from screening.dedupe.compare import Comparison
from screening.dedupe.issues import in_supplement
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Each title has a word of its own, and neither DOI and place together nor the abstract say otherwise.

    Sisters' abstracts differ in that one word too: on other pages they are no evidence.
    """
    if not c.wording.swapped:
        return False
    if c.abstract == "same":
        return c.place in ("page differs", "page differs alone") and "same" not in (c.doi, c.pmid)
    placed = c.place == "range" or (c.place == "both" and not any(among_abstracts(r) for r in (a, b)))
    return not (placed and c.abstract == "unknown")


def among_abstracts(record: Prepared) -> bool:
    """Whether it stands where abstracts share a page: from a meeting, in a supplement, on a page with a letter."""
    return record.kind == "conference" or in_supplement(record.issue) or not (record.first or "1").isdigit()


RULE = Rule("wording", gettext_noop("a word of the title is another"), DOUBT, applies)
