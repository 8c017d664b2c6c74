"""A short title without authors in two issues: the heading of a column."""

from screening.dedupe.compare import Comparison
from screening.dedupe.marks import is_telling
from screening.dedupe.places import issues_differ
from screening.dedupe.prepared import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both name an issue, they differ, and neither authors, page, identifier nor abstract speak for one article."""
    if not issues_differ(a.issue, b.issue) or "same" in (c.doi, c.pmid, c.abstract):
        return False
    return c.authors == "unknown" and c.place in ("volume", "unknown") and not is_telling(a, b)


RULE = Rule("other_issue", gettext_noop("in two issues"), DOUBT, applies)
