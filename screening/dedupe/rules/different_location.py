"""Volume, page and DOI (or journal) all different: published twice, or two works."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import ASIDE, Rule, Surroundings
from screening.dedupe.title_kinds import is_telling
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both places are known and differ, and no identifier agrees."""
    if "same" in (c.doi, c.pmid):
        return False
    if c.place == "differs":
        return True
    # A title that is nearly the same, long enough to tell, over the same abstract: a wrong page
    # is likelier than two such articles.
    if c.place == "page differs" and c.title != "same":
        return not (c.abstract == "same" and is_telling(a, b))
    # Volumes of one journal are mistyped and counted in two ways; only another journal makes it
    # two places.
    if c.place == "volume differs":
        return c.journal == "differs"
    return c.place in ("page differs", "page differs alone") and (
        c.doi == "differs" or c.journal == "differs" or c.pmid == "differs"
    )


RULE = Rule(
    "elsewhere",
    gettext_noop("different volume, page or journal"),
    ASIDE,
    applies,
    yields_to_relation=True,
)
