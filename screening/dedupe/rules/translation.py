"""An article published again in another language."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import RELATION, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """One is Chinese, one is not; the English titles agree, the places do not."""
    if (
        bool(a.han) == bool(b.han)
        or c.authors not in ("same", "first")
        or c.year in ("differs", "unknown")
    ):
        return False
    apart = (
        c.place in ("differs", "page differs", "page differs alone", "volume differs")
        or c.doi == "differs"
    )
    # Within one journal the English title is that of the same article, printed under its
    # abstract.
    return c.title in ("same", "near") and apart and c.journal != "same"


RULE = Rule(
    "translation",
    gettext_noop("published in two languages"),
    RELATION,
    applies,
    relation="translation",
)
