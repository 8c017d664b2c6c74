"""The same title on another page: a series under one heading,
unless abstract or identifier say otherwise.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.issues import issues_differ
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.dedupe.title_kinds import is_telling
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """First pages differ, no identifier or abstract agrees,
    and the title could be the heading of a series.
    """
    if c.place not in ("page differs", "page differs alone") or "same" in (
        c.doi,
        c.pmid,
        c.abstract,
    ):
        return False
    if issues_differ(a.issue, b.issue) and all(r.last and r.last != r.first for r in (a, b)):
        return True  # two articles of several pages; a lone page may be the abstract of a meeting
    if (
        c.place == "page differs"
        and c.title == c.authors == c.journal == c.year == "same"
        and end_together(a, b)
    ):
        return False
    # Where all the rest agrees under a title that is no heading, the other first page is a slip
    # of one of the databases.
    return not (c.title == c.authors == c.journal == c.year == "same" and is_telling(a, b))


def end_together(a: Prepared, b: Prepared) -> bool:
    """Whether two plain ranges share their end and most of their pages: one begins late."""
    if a.last != b.last or not all(r.first.isdigit() and r.last.isdigit() for r in (a, b)):
        return False
    lengths = [int(r.last) - int(r.first) for r in (a, b)]
    return 2 * min(lengths) > max(lengths)


RULE = Rule(
    "other_page",
    gettext_noop("different pages"),
    DOUBT,
    applies,
    silent=True,
    yields_to_relation=True,
)
