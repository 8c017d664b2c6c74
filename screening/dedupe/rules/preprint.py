"""A preprint and the article it became."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import RELATION, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Exactly one is a preprint, and they do not name one journal:
    an article may carry the DOI of its preprint.
    """
    # Two preprints are compared like any two records: servers mirror each other.
    return (a.kind == "preprint") != (b.kind == "preprint") and c.journal != "same"


RULE = Rule("preprint", gettext_noop("one is a preprint"), RELATION, applies, relation="preprint")
