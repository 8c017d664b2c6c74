"""An article printed ahead under a title that was changed later."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.issues import in_supplement
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Three or more authors and journal agree, and year and half the title, or the DOI;
    one record has no place yet.
    """
    if not (c.authors == c.journal == "same") or min(len(a.surnames), len(b.surnames)) < 3:
        return False
    half = c.title in ("alike", "close") and c.year == "same"
    identified = (
        c.title in ("alike", "close", "differs") and c.doi == "same" and c.year in ("same", "next")
    )
    # Titles change between acceptance and print, abstracts hardly ever.
    if not (half or identified) or "differs" in (c.doi, c.pmid, c.abstract):
        return False
    if any(r.kind == "conference" or in_supplement(r.issue) for r in (a, b)):
        return False  # abstracts share authors and the DOI of their supplement
    return any(not (r.volume or r.first) for r in (a, b))


RULE = Rule(
    "provisional_title",
    gettext_noop("possibly published ahead of print under another title"),
    LIKELY,
    applies,
)
