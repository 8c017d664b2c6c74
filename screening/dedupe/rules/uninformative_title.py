"""A title that says nothing ("Editorial",
研究进展) or comes back year after year joins only with its place or DOI.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import VETO, Rule, Surroundings
from screening.dedupe.title_kinds import is_generic
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, around: Surroundings) -> bool:
    """Neither volume and page nor a DOI or PMID agree,
    nor an abstract that is no mere formula of a series.
    """
    if a.kind == b.kind == "registration" and not set(a.trials).isdisjoint(b.trials):
        return False
    agreeing = c.authors in ("same", "first", "unknown") or a.kind == b.kind == "cochrane"
    placed = c.place in ("range", "both") or (c.place == "page" and c.journal == "same")
    if (placed and agreeing and c.journal != "differs") or "same" in (c.doi, c.pmid):
        return False
    # A yearly column may have the same abstract each time: there the place has the last word.
    if c.abstract == "same" and c.place not in ("differs", "other issue"):
        return False
    # Worn by this review's own records, which knows its field's headings better than any list.
    return any(is_generic(k) for k in a.keys + b.keys) or not around.worn.isdisjoint(
        a.keys + b.keys
    )


RULE = Rule("worn_title", gettext_noop("the title alone is not distinctive"), VETO, applies)
