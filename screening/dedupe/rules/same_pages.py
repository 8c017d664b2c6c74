"""A title translated in two ways: the same authors on the same several pages of one volume wrote
one article.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import BRIDGE, Rule, Surroundings
from screening.records.messages import gettext_noop

#: Pages of an article: a letter and its reply share fewer, the abstracts of a supplement more.
LEAST, MOST = 3, 60


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Journal, year, volume, authors and a whole range of plain pages agree;
    abstract and identifiers do not object.
    """
    if (
        c.title in ("same", "near")
        or c.place != "range"
        or not (c.journal == c.year == c.authors == "same")
        or not a.first.isdigit()
    ):
        return False
    if "differs" in (c.abstract, c.doi, c.pmid) or "conference" in (a.kind, b.kind):
        return False
    # One page holds several letters, and a hundred hold the abstracts of a whole meeting.
    return bool(a.volume and b.volume) and LEAST <= int(a.last or 0) - int(a.first) + 1 <= MOST


RULE = Rule("same_pages", gettext_noop("the same authors on the same pages"), BRIDGE, applies)
