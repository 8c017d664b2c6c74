"""The records of one article in two languages, as far as the place tells; a person looks."""

from screening.dedupe.compare import Comparison
from screening.dedupe.cross_language import is_crossing, is_located, stands_together, tongues
from screening.dedupe.features import Prepared
from screening.dedupe.levels import UNPAGED
from screening.dedupe.rules._rule import LIKELY, Rule, Surroundings
from screening.dedupe.rules.cross_language_same import all_named
from screening.dedupe.scripts import CHINESE, LATIN
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Titles in two scripts; the place agrees, or authors,
    year and journal do while pages are missing.
    """
    # An identifier that differs is worth more than any place: both languages of one article share
    # it.
    if not is_crossing(a, b, c) or "differs" in (c.doi, c.pmid):
        return False
    if (is_located(a, b, c) and not are_on_one_page(a, b, c)) or (
        stands_together(a, b, c) and c.authors in ("same", "first")
    ):
        return True
    # Names in kana or Cyrillic are read too unsurely to demand them; the whole range of pages in
    # one volume stands for them.
    if not {a.script, b.script} <= {LATIN, CHINESE} and is_paged(a, b, c):
        return True
    if (
        c.authors == "same"
        and len(a.surnames) > 2
        and c.year == "same"
        and c.journal != "differs"
        and all_named(a, b)
    ):
        return c.place in UNPAGED  # three people by name and initial, where one record has no place
    # Without a page, authors of one group have several articles in a volume; within one issue
    # they hardly have.
    if c.authors in ("same", "first") and c.journal == c.year == "same" and c.place == "volume":
        return bool(a.issue and a.issue == b.issue)
    known = c.authors == "same" and len(a.surnames) > 1 and c.journal == c.year == "same"
    return known and (c.place in UNPAGED or c.place in ("both", "page", "range"))


def are_on_one_page(a: Prepared, b: Prepared, c: Comparison) -> bool:
    """Whether two short pieces share a page: several people on each side, nobody in common,
    no range of pages.
    """
    return (
        c.authors == "differs" and min(len(a.surnames), len(b.surnames)) > 1 and c.place != "range"
    )


def is_paged(a: Prepared, b: Prepared, c: Comparison) -> bool:
    """Whether year, volume and the whole range of pages agree, in journals that may be one."""
    return (
        c.place == "range"
        and c.year == "same"
        and bool(a.volume and b.volume)
        and stands_together(a, b, c)
    )


RULE = Rule(
    "bridge_likely",
    gettext_noop("possibly one article in two languages: %(one)s and %(two)s"),
    LIKELY,
    applies,
    values=tongues,
)
