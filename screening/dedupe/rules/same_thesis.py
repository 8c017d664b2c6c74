"""One thesis in two catalogues: each names another publisher, volume or year of it."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import BRIDGE, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both are theses; title, author and about the year agree."""
    # A thesis has no place; a year more or less lies between handing in, defence and catalogue.
    return (
        a.kind == b.kind == "thesis"
        and c.title == c.authors == "same"
        and c.year in ("same", "next", "unknown")
    )


RULE = Rule("same_thesis", gettext_noop("same thesis in two catalogues"), BRIDGE, applies)
