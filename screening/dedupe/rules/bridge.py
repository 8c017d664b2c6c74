"""The records of one article in two languages: place and authors agree where the titles cannot."""

from screening.dedupe.compare import Comparison
from screening.dedupe.crossing import is_crossing, is_located, stands_together, tongues
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import BRIDGE, Rule, Surroundings
from screening.dedupe.scripts import CHINESE, LATIN
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Titles in two scripts, but a DOI or the place and the authors (in pinyin) agree."""
    if not is_crossing(a, b, c) or c.authors == "differs":
        return False
    if c.doi == "same" and c.place not in ("differs", "page differs"):
        return True
    if "differs" in (c.doi, c.pmid):
        return False
    if not {a.script, b.script} <= {LATIN, CHINESE}:  # names are heard less surely than read in pinyin
        return is_located(a, b, c) and c.place == "range" and c.authors == "same" and all_named(a, b)
    if is_located(a, b, c):
        return c.authors in ("same", "first")
    return c.place == "range" and c.authors == "same" and stands_together(a, b, c) and all_named(a, b)


def all_named(a: Prepared, b: Prepared) -> bool:
    """Whether two or more authors stand on both sides in the same number, each with initials that agree."""
    if not 1 < len(a.surnames) == len(b.surnames):
        return False
    return all(one and two and one[0] == two[0] for one, two in zip(a.initials, b.initials, strict=True))


RULE = Rule(
    "bridge", gettext_noop("one article in two languages: %(one)s and %(two)s"), BRIDGE, applies, values=tongues
)
