"""One abstract in one journal under another title or with other authors: retitled, taken over,
or copied wording.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.records.messages import gettext_noop

#: Letters of an abstract below which two of them agree by their form alone.
LEAST = 150


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Abstracts and journal agree, and the title or,
    unless pages or DOI tell two articles of a volume, the authors.
    """
    # A short one is a formula ("No abstract is available for this article").
    if (
        c.abstract != "same"
        or c.journal != "same"
        or len(a.abstract) < LEAST
        or len(b.abstract) < LEAST
    ):
        return False
    if c.title in ("same", "near"):
        return True
    told_apart = c.place == "page differs" or c.doi == "differs" or "conference" in (a.kind, b.kind)
    return c.authors == "same" and not told_apart


RULE = Rule("same_abstract", gettext_noop("the same abstract in the same journal"), LIKELY, applies)
