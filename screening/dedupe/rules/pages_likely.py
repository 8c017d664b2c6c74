"""One article under two translations of its title, as far as a whole range of pages tells;
a person looks.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.dedupe.rules.same_pages import LEAST, MOST
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Journal, year, volume and plain pages agree; the authors are unknown,
    or spelt in two ways over one abstract.

    The same authors with two abstracts gave title and abstract in two languages; the same authors
    on the same pages of one volume under two journal names speak for one article too.
    """
    if (
        c.title in ("same", "near")
        or c.place != "range"
        or c.year != "same"
        or not (a.volume and b.volume)
    ):
        return False
    # Pages of a supplement or of letters ("S12", "e5") hold several pieces, as do those of
    # meetings.
    if "differs" in (c.doi, c.pmid) or "conference" in (a.kind, b.kind) or not a.first.isdigit():
        return False
    if c.journal == "same":
        told = c.abstract == "same" or c.authors == (
            "same" if c.abstract == "differs" else "unknown"
        )
    else:  # abbreviations of old journals are many
        told = c.authors == "same"
    return told and LEAST <= int(a.last or 0) - int(a.first) + 1 <= MOST


RULE = Rule("pages_likely", gettext_noop("the same pages under two titles"), LIKELY, applies)
