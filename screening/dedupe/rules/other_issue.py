"""One title in two issues of a volume: what comes back with each issue, or was printed twice."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.dedupe.title_kinds import is_telling
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """The issues differ; no identifier, and no abstract on one page, speaks for one article."""
    if c.place != "other issue" or "same" in (c.doi, c.pmid):
        return False
    # The issue is what is mistyped most; an abstract and a page that agree outweigh it.
    if c.abstract == "same" and a.first and a.first == b.first:
        return False
    return not is_paged_through(a, b, c)


#: First page from which on a volume's issues hardly begin anew at page 1: there the number of an
#: issue is a slip.
PAGED_THROUGH = 200


def is_paged_through(a: Prepared, b: Prepared, c: Comparison) -> bool:
    """Whether pages that only one issue of a volume can have agree, with title and authors;
    one may be a lone page.
    """
    if not (
        c.title == c.authors == c.year == "same"
        and a.volume
        and a.volume == b.volume
        and is_telling(a, b)
    ):
        return False
    if a.first != b.first or not a.first.isdigit() or int(a.first) <= PAGED_THROUGH:
        return False
    return a.last == b.last or any(r.last in ("", r.first) for r in (a, b))


RULE = Rule("other_issue", gettext_noop("in two issues"), DOUBT, applies)
