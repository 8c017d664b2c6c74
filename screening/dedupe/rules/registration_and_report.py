"""The registration of a trial is not the report of its results."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import VETO, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Exactly one is an entry of a register."""
    return (a.kind == "registration") != (b.kind == "registration")


RULE = Rule("register_entry", gettext_noop("one is a trial registration"), VETO, applies)
