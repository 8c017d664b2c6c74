"""Two titles that differ for one place or DOI: a translation, or siblings on a page."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.issues import in_supplement
from screening.dedupe.levels import UNPAGED
from screening.dedupe.rules._rule import DOUBT, Rule, Surroundings
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Titles are far apart; only the whole page range with abstract or DOI and authors settles it."""
    if c.title not in ("alike", "differs"):
        return False
    # Titles are the best evidence there is; against them everything else has to agree.
    if c.journal == "differs" or c.authors not in ("same", "first"):
        return True
    if c.title == "alike" and c.doi == c.abstract == c.authors == "same":
        return False
    if (
        c.title == "alike"
        and c.doi == c.authors == c.year == "same"
        and _is_article(a)
        and _is_article(b)
    ):
        return c.place not in UNPAGED and c.place not in ("range", "both")
    whole = c.place == "range"
    return not (whole and (c.abstract == "same" or (c.doi == "same" and c.abstract == "unknown")))


def _is_article(record: Prepared) -> bool:
    """Not one of the abstracts that share the DOI of their supplement."""
    return (
        record.kind != "conference"
        and not in_supplement(record.issue)
        and (record.first or "1").isdigit()
    )


RULE = Rule(
    "retitled",
    gettext_noop("the titles differ"),
    DOUBT,
    applies,
    silent=True,
    yields_to_bridge=True,
)
