"""One title by other people: two works of one name, or a record whose authors are wrong."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Of two or more Chinese names on each side not one is shared; no identifier, no abstract ties them.

    Names in Latin letters are inverted, cut and joined too often to say as much.
    """
    if min(len(a.people), len(b.people)) < 2 or not set(a.people).isdisjoint(b.people):
        return False
    return c.authors == "differs" and "same" not in (c.doi, c.pmid, c.abstract)


RULE = Rule("other_authors", gettext_noop("different authors"), DOUBT, applies)
