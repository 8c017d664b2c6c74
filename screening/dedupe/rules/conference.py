"""A conference abstract and the paper that followed."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import RELATION, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Exactly one is from a meeting, and they stand in different journals or at different places."""
    if (
        (a.kind == "conference") == (b.kind == "conference")
        or c.pmid == "same"
        or c.place in ("range", "both")
    ):
        return False
    elsewhere = c.place in ("differs", "page differs", "page differs alone", "volume differs")
    if c.doi == "same":  # an abstract may carry the DOI of its paper
        return "abstract" in (a if a.kind == "conference" else b).marks and (
            c.journal == "differs" or elsewhere
        )
    # An unknown journal or place does not make two of one: meetings are often entered with
    # neither.
    return c.journal == "differs" or elsewhere


RULE = Rule(
    "conference",
    gettext_noop("one is a conference abstract"),
    RELATION,
    applies,
    relation="conference",
)
