"""A record without a title is shown to a person before anything is merged with it."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """A title is missing and no PMID agrees."""
    return c.title == "unknown" and c.pmid != "same"


RULE = Rule("untitled", gettext_noop("one record has no title"), DOUBT, applies)
