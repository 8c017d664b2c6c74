"""A correction under the title of its article: many catalogues take the two for one,
and the mark may be a remark.
"""

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import DESPITE, Rule, Surroundings
from screening.records.messages import gettext_noop

NOTICES = frozenset({"erratum", "retraction", "concern", "reply"})


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """One is a correction, or a notice on the other's pages; title, journal,
    year and some authors agree.
    """
    if ("erratum" in a.marks) == ("erratum" in b.marks) and not within(a, b):
        return False
    if (a.marks & NOTICES) == (b.marks & NOTICES) or c.authors not in ("same", "first", "shared"):
        return False
    # Corrections appear soon and in the same journal. A later year or another journal makes the
    # mark part of the title's own words.
    return (
        c.journal == "same"
        and c.year in ("same", "next")
        and c.title in ("same", "near", "part", "close")
    )


def within(a: Prepared, b: Prepared) -> bool:
    """Whether one lone page lies in the pages of the other, in one volume."""
    if not a.volume or a.volume != b.volume or bool(a.last) == bool(b.last):
        return False
    whole, lone = (a, b) if a.last else (b, a)
    if not (whole.first.isdigit() and whole.last.isdigit() and lone.first.isdigit()):
        return False
    return int(whole.first) <= int(lone.first) <= int(whole.last)


RULE = Rule(
    "correction_beside", gettext_noop("possibly a correction and its article"), DESPITE, applies
)
