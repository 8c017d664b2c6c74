"""Two editions of one book or report, as far as any field names them."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Both name editions, none is shared, and no identifier agrees."""
    return (
        bool(a.editions and b.editions)
        and a.editions.isdisjoint(b.editions)
        and "same" not in (c.doi, c.pmid)
    )


RULE = Rule("other_edition_number", gettext_noop("two editions"), DOUBT, applies)
