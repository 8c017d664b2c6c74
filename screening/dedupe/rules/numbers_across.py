"""A Chinese and an English title whose numbers have nothing in common."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Two scripts, numbers in both titles, none shared."""
    return (
        c.title == "other script"
        and bool(a.numbers and b.numbers)
        and set(a.numbers).isdisjoint(b.numbers)
    )


RULE = Rule("numbers_across", gettext_noop("the titles have different numbers"), DOUBT, applies)
