"""Entries of a register without a number: trials that are held back share one title."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both are registrations, both lack their number,
    and neither authors nor a place nor an identifier agree.
    """
    if (
        not a.kind == b.kind == "registration"
        or a.trials
        or b.trials
        or "same" in (c.doi, c.pmid, c.abstract)
    ):
        return False
    return c.authors not in ("same", "first")


RULE = Rule("numberless_trial", gettext_noop("a trial without its number"), DOUBT, applies)
