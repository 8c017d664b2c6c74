"""Titles in two scripts with nothing but a place in common are left to a person."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """One title is Chinese, the other is not, and no PMID agrees."""
    return c.title == "other script" and c.pmid != "same"


RULE = Rule(
    "two_scripts",
    gettext_noop("the titles are in different scripts"),
    DOUBT,
    applies,
    silent=True,
    yields_to_bridge=True,
)
