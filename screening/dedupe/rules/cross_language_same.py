"""The records of one article in two languages: place and authors agree where the titles cannot."""

from screening.dedupe.compare import Comparison
from screening.dedupe.cross_language import is_crossing, is_located, stands_together, tongues
from screening.dedupe.features import Prepared
from screening.dedupe.rules._rule import BRIDGE, Rule, Surroundings
from screening.dedupe.scripts import CHINESE, FOREIGN, LATIN, is_heard
from screening.records.messages import gettext_noop


def applies(a: Prepared, b: Prepared, c: Comparison, _: Surroundings) -> bool:
    """Titles in two scripts, but a DOI or the place and the authors (in pinyin) agree."""
    if not is_crossing(a, b, c) or c.authors == "differs":
        return False
    # A DOI that agrees while the place does not was copied from another article, as some exports
    # do line by line.
    if c.doi == "same" and c.place not in ("differs", "page differs"):
        return True
    if "differs" in (c.doi, c.pmid):
        return False
    if FOREIGN in (a.script, b.script):
        return False  # two titles in Latin letters can speak: same_pages judges them
    if not {a.script, b.script} <= {
        LATIN,
        CHINESE,
    }:  # names are heard less surely than read in pinyin
        return (
            is_located(a, b, c)
            and c.place == "range"
            and c.authors == "same"
            and (all_named(a, b) or all_heard(a, b))
        )
    # An exact place leaves room for letters that share a page: the first author decides between
    # them.
    if is_located(a, b, c):
        return c.authors in ("same", "first")
    return (
        c.place == "range" and c.authors == "same" and stands_together(a, b, c) and all_named(a, b)
    )


def all_named(a: Prepared, b: Prepared) -> bool:
    """Whether two or more authors stand on both sides, as many, each with initials that agree."""
    if not 1 < len(a.surnames) == len(b.surnames):
        return False
    return all(
        one and two and one[0] == two[0] for one, two in zip(a.initials, b.initials, strict=True)
    )


def all_heard(a: Prepared, b: Prepared) -> bool:
    """Whether two or more authors stand on both sides in the same number and order,
    each surname heard in the other.

    The issue has to agree too, as given names in kanji have several readings.
    """
    heard, spelt = (a, b) if a.sounds else (b, a)
    if not (a.issue and a.issue == b.issue and 1 < len(heard.sounds) == len(spelt.surnames)):
        return False
    return all(
        is_heard(name, parts) for name, parts in zip(spelt.surnames, heard.sounds, strict=True)
    )


RULE = Rule(
    "bridge",
    gettext_noop("one article in two languages: %(one)s and %(two)s"),
    BRIDGE,
    applies,
    values=tongues,
)
