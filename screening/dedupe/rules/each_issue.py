"""What comes back with each issue on its first pages:
no third record without its issue may join two of them.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.dedupe.rules.other_issue import applies as in_two_issues
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, around: Surroundings) -> bool:
    """In two issues, and not on a page so far on that the number of one issue must be a slip."""
    return in_two_issues(a, b, c, around) and not is_paged_on(a, b)


#: Page from which on it is no column at the beginning of an issue or of a supplement.
PAGED_ON = 50


def is_paged_on(a: Prepared, b: Prepared) -> bool:
    """Whether both stand on one page that is none of the first of an issue."""
    number = "".join(c for c in a.first if c.isdigit())
    return bool(number) and a.first == b.first and int(number) > PAGED_ON


RULE = Rule(
    "each_issue", gettext_noop("in two issues"), DOUBT, applies, silent=True, holds_in_groups=True
)
