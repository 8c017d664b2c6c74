"""One article in two languages: what stands in for the title when the scripts differ."""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.issues import issues_differ


def is_crossing(a: Prepared, b: Prepared, c: Comparison) -> bool:
    """Whether the titles cannot speak: two scripts,
    or a record's English title translated otherwise.
    """
    if c.title == "other script":
        return True
    return a.script != b.script and c.title in ("close", "alike", "differs")


def stands_together(a: Prepared, b: Prepared, c: Comparison) -> bool:
    """The same first page and, as far as known, volume and issue of a journal that may be one,
    in one year.

    With the volume the same too, years may be one apart: online and in print.
    """
    if c.journal == "differs" or c.place not in ("range", "both", "page"):
        return False
    if c.year != "same" and not (c.year == "next" and a.volume and a.volume == b.volume):
        return False
    return not issues_differ(a.issue, b.issue)


def tongues(a: Prepared, b: Prepared) -> dict[str, str]:
    """The languages of the two records for the words of a rule, English last."""
    one, two = sorted((a.tongue, b.tongue), key=lambda name: (name == "English", name))
    return {"one": one, "two": two}


def is_located(a: Prepared, b: Prepared, c: Comparison) -> bool:
    """Whether the place alone is telling: journal, year and page,
    or all four numbers where the journal is unknown.
    """
    if not stands_together(a, b, c):
        return False
    return c.journal == "same" or (c.place != "page" and bool(a.issue and a.issue == b.issue))
