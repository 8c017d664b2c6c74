"""A study protocol is not the report of its results."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import VETO, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Only one title speaks of a protocol, and page or DOI do not tie them."""
    if ("protocol" in a.marks) == ("protocol" in b.marks) or c.title == "other script":
        return False
    if a.kind == b.kind == "cochrane":
        return True  # both have one number, and the DOI up to the version
    # Some databases write "study protocol" behind the title, others do not: one DOI or one page
    # is one paper.
    return c.place not in ("range", "both") and c.doi != "same"


RULE = Rule("protocol", gettext_noop("one is a study protocol"), VETO, applies)
