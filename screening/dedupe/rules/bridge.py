"""The Chinese and the English record of one article: place and authors agree where the titles cannot."""

from screening.dedupe.compare import Comparison
from screening.dedupe.crossing import is_crossing, is_located
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import BRIDGE, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Titles in two scripts, but a DOI or the place and the authors (in pinyin) agree."""
    if not is_crossing(a, b, c) or c.authors == "differs":
        return False
    if c.doi == "same" and c.place not in ("differs", "page differs"):
        return True
    return is_located(a, b, c) and c.authors in ("same", "first") and "differs" not in (c.doi, c.pmid)


RULE = Rule("bridge", gettext_noop("Chinese–English pair of one article"), BRIDGE, applies)
