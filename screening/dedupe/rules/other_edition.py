"""A journal that appears in two languages keeps year, volume and issue; its pages differ."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.issues import in_supplement
from screening.dedupe.rules._rule import DESPITE, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Title, authors, year, volume and issue agree; journal and page do not."""
    if not (c.title == c.authors == c.year == "same" and c.journal == "differs"):
        return False
    if (
        a.kind != "article"
        or b.kind != "article"
        or in_supplement(a.issue)
        or "same" in (c.doi, c.pmid)
    ):
        return False
    return bool(a.volume and a.issue) and a.volume == b.volume and a.issue == b.issue


RULE = Rule(
    "other_edition",
    gettext_noop("possibly one article in two editions of a journal"),
    DESPITE,
    applies,
)
