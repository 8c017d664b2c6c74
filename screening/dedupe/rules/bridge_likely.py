"""The Chinese and the English record of one article, as far as the place tells; a person looks."""

from screening.dedupe.compare import Comparison
from screening.dedupe.crossing import is_crossing, is_located, stands_together
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Titles in two scripts; the place agrees, or authors, year and journal do while pages are missing."""
    if not is_crossing(a, b, c) or "differs" in (c.doi, c.pmid):
        return False
    if is_located(a, b, c) or (stands_together(a, b, c) and c.authors in ("same", "first")):
        return True
    known = c.authors == "same" and len(a.surnames) > 1 and c.journal == c.year == "same"
    return known and c.place in ("volume", "unknown", "both", "page", "range")


RULE = Rule("bridge_likely", gettext_noop("perhaps a Chinese–English pair of one article"), LIKELY, applies)
