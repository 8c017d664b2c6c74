"""A conference abstract and the paper that followed."""

from screening.dedupe.compare import Comparison
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import RELATION, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Exactly one is from a meeting, and they stand in different journals or at different places."""
    if (
        (a.kind == "conference") == (b.kind == "conference")
        or "same" in (c.doi, c.pmid)
        or c.place in ("range", "both")
    ):
        return False
    return c.journal == "differs" or c.place in ("differs", "page differs", "page differs alone", "volume differs")


RULE = Rule("conference", gettext_noop("one is a conference abstract"), RELATION, applies, relation="conference")
