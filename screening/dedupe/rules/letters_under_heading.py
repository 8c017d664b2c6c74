"""Letters of one exchange: people shared, one heading, one page.
Some catalogues take them for one record.
"""

from itertools import product

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.issues import in_supplement, issues_differ
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.records.messages import gettext_noop

#: Letters at the beginning of two titles that make one heading of them.
HEADING = 20


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Journal, year, volume and page agree, authors are shared, the titles begin alike;
    no supplement.
    """
    if not (
        c.journal == c.year == "same"
        and c.authors in ("same", "shared")
        and c.place in ("both", "range")
    ):
        return False
    # Records that the card can judge by itself are none of this rule's.
    if (
        c.title in ("same", "near")
        or "differs" in (c.abstract, c.pmid)
        or issues_differ(a.issue, b.issue)
    ):
        return False
    if not all(
        r.kind == "article" and r.first.isdigit() and not in_supplement(r.issue) for r in (a, b)
    ):
        return False
    pairs = [*product(a.latin, b.latin), *product(a.han, b.han)]
    return any(len(one) > HEADING and one[:HEADING] == two[:HEADING] for one, two in pairs)


RULE = Rule(
    "one_heading", gettext_noop("letters under the same heading on the same page"), LIKELY, applies
)
