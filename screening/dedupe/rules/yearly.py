"""What a body publishes each year under one title, or anything without a place in two years."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Years differ and nothing ties the two: a body signs one and no place agrees,
    or neither has a place at all.
    """
    if (
        c.year in ("same", "unknown")
        or "same" in (c.doi, c.pmid, c.abstract)
        or not {a.kind, b.kind} <= KINDS
    ):
        return False
    # Ministries and societies report each year under one title; people rarely do.
    if a.corporate or b.corporate:
        return c.place not in ("range", "both", "page")
    return not (is_placed(a) or is_placed(b))


KINDS = frozenset({"article", "book"})


def is_placed(record: Prepared) -> bool:
    """Whether it has a volume, a page or an issue."""
    return bool(record.volume or record.first or record.issue)


RULE = Rule("yearly", gettext_noop("possibly a report of another year"), DOUBT, applies)
