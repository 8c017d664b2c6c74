"""One title carries a number (Part 2, 2019) that the other lacks, and nothing else ties the two."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Numbers of one title are a true part of the other's; volume and page or DOI do not settle it."""
    if c.title not in ("near", "close", "part") or bool(set(a.numbers) ^ set(b.numbers)) is False:
        return False
    # The same abstract can have lost a number in its title; two parts of a series do not share
    # their abstract.
    return (
        c.place not in ("range", "both", "page")
        and c.doi != "same"
        and c.pmid != "same"
        and c.abstract != "same"
    )


RULE = Rule(
    "part_missing",
    gettext_noop("a number appears in only one title"),
    DOUBT,
    applies,
    yields_to_bridge=True,
)
