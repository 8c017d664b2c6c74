"""One DOI on two records that stand in different journals at different places: a wrong copy of it."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """The DOI agrees, the place does not, and title, journal and authors do not explain it."""
    if (
        c.doi != "same"
        or c.pmid == "same"
        or c.place not in ("differs", "page differs", "page differs alone")
    ):
        return False
    # Everything that was written by the authors agrees, so it is the place that one database has
    # wrong.
    if c.title in ("near", "close") and c.abstract == c.authors == c.journal == "same":
        return False
    same_words = c.title == "same" or (
        c.title == "near" and not c.wording.only_a and not c.wording.only_b
    )
    return c.journal == "differs" or not same_words or c.authors not in ("same", "first", "unknown")


RULE = Rule(
    "shared_doi", gettext_noop("the DOI may be wrong"), DOUBT, applies, yields_to_relation=True
)
