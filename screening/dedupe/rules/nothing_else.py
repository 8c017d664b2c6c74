"""Two records that give little more than one title, short or worn as it may be:
nobody but a person can tell.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DESPITE, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both give one title, at most a year beside it, and no two years."""
    return (
        a.is_bare()
        and b.is_bare()
        and c.title == "same"
        and c.year in ("same", "unknown")
        and a.marks == b.marks
    )


RULE = Rule("nothing_else", gettext_noop("neither record has more than a title"), DESPITE, applies)
