"""Entries of one trial in several registers."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import BRIDGE, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both are registrations and share a number."""
    return a.kind == b.kind == "registration" and not set(a.trials).isdisjoint(b.trials)


RULE = Rule("same_registration", gettext_noop("same trial registration"), BRIDGE, applies)
