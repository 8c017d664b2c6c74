"""A thesis and the article drawn from it."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import RELATION, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Exactly one is a thesis."""
    return (a.kind == "thesis") != (b.kind == "thesis")


RULE = Rule("thesis", gettext_noop("one is a thesis"), RELATION, applies, relation="thesis")
