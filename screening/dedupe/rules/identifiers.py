"""Two PMIDs, or two DOIs in different journals: two entries of the register,
hence hardly one report.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.levels import UNPAGED
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """An identifier differs, no other one agrees, and it is not a slip in one of them."""
    # PubMed gives a number to each entry, and seldom two to one article. DOIs are mistyped far
    # more often, so they are looked at closer below.
    if c.pmid == "differs":
        return c.doi != "same"
    if c.doi != "differs" or c.pmid == "same" or c.place in ("range", "both", "page"):
        return False
    words = c.title == "same" or (
        c.title == "near" and not c.wording.only_a and not c.wording.only_b
    )
    if not words or not (c.authors == c.journal == c.year == "same"):
        return True
    # All the rest agrees, and no page can tell two: then it is the DOI that is wrong.
    slip = c.abstract == "same" and c.place in UNPAGED
    return not slip and not (c.title == "same" and _misspelt(a.doi, b.doi))


def _misspelt(a: str, b: str) -> bool:
    """Whether two DOIs have the same digits, or one goes on where the other ends: a slip,
    not another article.
    """
    digits_a, digits_b = ("".join(filter(str.isdigit, doi)) for doi in (a, b))
    return bool(a and b) and (digits_a == digits_b or a.startswith(b) or b.startswith(a))


RULE = Rule(
    "identifiers",
    gettext_noop("different identifiers"),
    DOUBT,
    applies,
    silent=True,
    yields_to_bridge=True,
    yields_to_relation=True,
)
