"""Two prepared records side by side: one level of agreement for each thing that can agree."""

from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

from screening.dedupe.author_match import compare_authors
from screening.dedupe.features import Prepared
from screening.dedupe.issues import is_one_issue, issues_differ, numbers_of
from screening.dedupe.journals import same_journal
from screening.dedupe.levels import (
    AbstractLevel,
    AuthorLevel,
    IdentifierLevel,
    JournalLevel,
    PlaceLevel,
    TitleLevel,
    YearLevel,
)
from screening.dedupe.meetings import is_one_meeting
from screening.dedupe.scripts import FOREIGN, LATIN, in_latin_letters
from screening.dedupe.title_differences import Wording, compare_wording
from screening.records.text import fold, has_han

#: Least likeness, in percent, of titles called near, close and alike.
NEAR, CLOSE, ALIKE = 95.0, 88.0, 70.0

#: Least likeness, in percent, of abstracts called the same.
SAME_ABSTRACT = 90.0

#: Least letters of a title that the other may go on from (a subtitle left out).
SHORTEST_PART = 20


@dataclass(slots=True)
class Comparison:
    """Levels by feature (see card.CARD for the words), the title likeness in percent,
    and wording differences.
    """

    title: TitleLevel
    likeness: float
    authors: AuthorLevel
    year: YearLevel
    journal: JournalLevel
    place: PlaceLevel
    doi: IdentifierLevel
    pmid: IdentifierLevel
    abstract: AbstractLevel
    wording: Wording

    def levels(self) -> tuple[tuple[str, str], ...]:
        """(feature, level) of everything the card weighs."""
        return (
            ("title", self.title),
            ("authors", self.authors),
            ("year", self.year),
            ("journal", self.journal),
            ("place", self.place),
            ("doi", self.doi),
            ("pmid", self.pmid),
            ("abstract", self.abstract),
        )


def compare(a: Prepared, b: Prepared) -> Comparison:
    """All features of a pair; symmetric."""
    level, likeness, titles = compare_titles(a, b)
    return Comparison(
        title=level,
        likeness=likeness,
        authors=compare_authors(a, b),
        year=_compare_year(a, b),
        journal=compare_journals(a, b),
        place=compare_places(a, b),
        doi=_equal(a.doi, b.doi),
        pmid=_equal(a.pmid, b.pmid),
        abstract=_compare_abstracts(a, b),
        wording=compare_wording(*titles) if level in ("near", "close") else Wording(),
    )


def may_match(a: Prepared, b: Prepared) -> bool:
    """A quick look whether a pair is worth comparing in full."""
    if a.keys and b.keys:
        if a.keys[0] == b.keys[0]:
            return True
        # With a cutoff the likeness is given up early, which is what makes this look quick.
        if fuzz.ratio(a.keys[0], b.keys[0], score_cutoff=ALIKE):
            return True
    if (a.doi and a.doi == b.doi) or (a.pmid and a.pmid == b.pmid):
        return True
    if a.trials and a.kind == b.kind == "registration" and not set(a.trials).isdisjoint(b.trials):
        return True
    if a.first and a.first == b.first and (a.volume == b.volume or not a.volume or not b.volume):
        return True
    if len(a.keys) > 1 or len(b.keys) > 1:
        return compare_titles(a, b)[0] not in ("differs", "unknown")
    if not a.keys or not b.keys:
        return True
    # Pairs in two scripts are few in a block, and their titles cannot rule them out.
    if a.script != b.script and not (a.first and b.first):
        return bool(a.surnames and b.surnames)  # no title can speak, and no page
    return _contained(a.keys[0], b.keys[0]) or bool(
        a.abstract and a.abstract[:60] == b.abstract[:60]
    )


def compare_titles(a: Prepared, b: Prepared) -> tuple[TitleLevel, float, tuple[str, str]]:
    """(level, likeness, the two titles that are most alike) over all titles of the same script."""
    # All titles in one go: most duplicates are exact, and this spares them the loops below.
    for titles in (a.latin, a.han):
        if titles and titles in (b.latin, b.han):
            return "same", 100.0, (titles[0], titles[0])
    best: tuple[float, str, str] = (-1.0, "", "")
    contained = False
    for side_a, side_b in ((a.latin, b.latin), (a.han, b.han), (a.other, b.other)):
        for one in side_a:
            for two in side_b:
                key_one, key_two = one.replace(" ", ""), two.replace(" ", "")
                likeness = fuzz.ratio(key_one, key_two)
                if likeness > best[0]:
                    best = (likeness, one, two)
                contained = contained or _contained(key_one, key_two)
    # Transliterations agree by chance at lower likeness, so only what is close counts.
    if (a.spelt_out or b.spelt_out) and best[0] < CLOSE:
        best = max(best, _spelt_out(a, b))
    if best[0] < 0:
        return ("other script" if a.keys and b.keys else "unknown"), 0.0, ("", "")
    likeness, one, two = best
    level: TitleLevel
    if likeness == 100:
        level = "same"
    elif likeness >= NEAR:
        level = "near"
    elif contained:
        level = "part"
    elif likeness >= CLOSE:
        level = "close"
    else:
        level = "alike" if likeness >= ALIKE else "differs"
    return level, likeness, (one, two)


def _spelt_out(a: Prepared, b: Prepared) -> tuple[float, str, str]:
    """The likeness of a title of another script to one in Latin letters,
    where it is the same spelt out.
    """
    pairs = [*product(a.spelt_out, b.latin), *product(a.latin, b.spelt_out)]
    found = max(
        ((fuzz.ratio(x.replace(" ", ""), y.replace(" ", "")), x, y) for x, y in pairs),
        default=_NOTHING,
    )
    return found if found[0] >= CLOSE else _NOTHING


_NOTHING = (-1.0, "", "")


def _contained(a: str, b: str) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    # A Chinese character says about as much as two or three letters.
    least = 10 if short[:1] > "\u2e80" else SHORTEST_PART
    return len(short) >= least and (long.startswith(short) or long.endswith(short))


def _compare_year(a: Prepared, b: Prepared) -> YearLevel:
    if a.year is None or b.year is None:
        return "unknown"
    apart = abs(a.year - b.year)
    return _YEARS[apart] if apart < len(_YEARS) else "differs"


#: By how many years apart.
_YEARS: tuple[YearLevel, ...] = ("same", "next", "close")


def compare_journals(a: Prepared, b: Prepared) -> JournalLevel:
    """same, differs or unknown, by ISSN first and by name after."""
    if a.issns and b.issns and not a.issns.isdisjoint(b.issns):
        return "same"
    if not a.journal or not b.journal:
        return "unknown"
    # Shorter abbreviations belong to several journals.
    if a.venue and a.venue == b.venue and len(a.venue) > 2:
        return "same"
    if same_journal(a.journal, b.journal) or is_one_meeting(a.meeting, b.meeting):
        return "same"
    # Names in two scripts cannot differ before one is spelt out, and not even then for sure.
    if a.journal.isascii() == b.journal.isascii():
        return "differs"
    return "same" if same_journal(_journal_in_latin(a), _journal_in_latin(b)) else "unknown"


def _journal_in_latin(record: Prepared) -> str:
    if record.journal.isascii() or has_han(record.journal):
        return record.journal
    return fold(in_latin_letters(record.journal, LATIN))


def compare_places(a: Prepared, b: Prepared) -> PlaceLevel:
    """Volume, issue and first page together.

    In another issue of a volume no page can be the same one,
    as many journals begin each issue at page 1.
    """
    volume, page = _equal(a.volume, b.volume), compare_pages(a, b)
    if (
        volume != "differs"
        and page != "differs"
        and issues_differ(a.issue, b.issue)
        and not _in_one_supplement(a, b)
    ):
        return "other issue"
    if (
        page == "same"
        and volume != "differs"
        and a.last
        and a.last == b.last
        and a.last not in a.first
    ):
        return "range"
    if page == volume == "unknown" and is_one_issue(a.issue, b.issue):
        return "issue"
    return _PLACES[page][volume]


def _in_one_supplement(a: Prepared, b: Prepared) -> bool:
    """Whether page "S7" of a supplement stands with its number, "8" for "Suppl 8" or "8 Suppl"."""
    return (
        a.first == b.first
        and a.first[:1] == "s"
        and not numbers_of(a.issue).isdisjoint(numbers_of(b.issue))
    )


#: By the first page, then the volume.
_PLACES: dict[IdentifierLevel, dict[IdentifierLevel, PlaceLevel]] = {
    "same": {"same": "both", "unknown": "page", "differs": "page only"},
    "unknown": {"same": "volume", "unknown": "unknown", "differs": "volume differs"},
    "differs": {"same": "page differs", "unknown": "page differs alone", "differs": "differs"},
}


def compare_pages(a: Prepared, b: Prepared) -> IdentifierLevel:
    """same, differs or unknown for the first page; a prefix that one side lacks does not count."""
    if not a.first or not b.first:
        return "unknown"
    if a.first == b.first:
        return "same"
    if a.first.strip(_LETTERS) == b.first.strip(_LETTERS) and (
        a.first.isdigit() or b.first.isdigit()
    ):
        return "same"
    if (
        a.dated or b.dated
    ):  # a date of a spreadsheet may stand for two ranges: it agrees or says nothing
        return "same" if _read_otherwise(a, b) or _read_otherwise(b, a) else "unknown"
    return "unknown" if _counted(a, b) or _counted(b, a) else "differs"


def _read_otherwise(a: Prepared, b: Prepared) -> bool:
    """Whether the other reading of a's date is b's first page: "22-Jul" for 22-7, that is 22-27."""
    return a.dated and not b.dated and a.last == b.first and b.last.endswith(a.first)


def _counted(a: Prepared, b: Prepared) -> bool:
    """Whether a's pages are counted from one, where b has an article's number ("1-12", "e418")."""
    if a.first != "1" or not a.last.isdigit() or b.last:
        return False
    number = b.first.strip(_LETTERS)
    return number.isdigit() and int(number) > int(a.last)


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _equal(a: str, b: str) -> IdentifierLevel:
    if not a or not b:
        return "unknown"
    return "same" if a == b else "differs"


def _compare_abstracts(a: Prepared, b: Prepared) -> AbstractLevel:
    if not a.abstract or not b.abstract or (a.abstract[0] > "\u2e80") != (b.abstract[0] > "\u2e80"):
        return "unknown"
    if a.abstract == b.abstract:
        return "same"
    one, two = a.abstract.replace(" ", ""), b.abstract.replace(" ", "")
    likeness = _likeness_from_start(one, two)
    # Databases leave out the label or the first sentence; to look for that costs more than to
    # compare, and seldom finds anything.
    if likeness < SAME_ABSTRACT:
        likeness = max(likeness, _likeness_shifted(one, two), _likeness_shifted(two, one))
    if likeness >= SAME_ABSTRACT:
        return "same"
    if likeness >= ALIKE:
        return "alike"
    # Abstracts of one article in two languages are no translation of each other, word by word.
    return "unknown" if a.script != b.script and FOREIGN not in (a.script, b.script) else "differs"


def _likeness_from_start(a: str, b: str) -> float:
    size = min(len(a), len(b))
    return fuzz.ratio(a[:size], b[:size], score_cutoff=ALIKE)


def _likeness_shifted(a: str, b: str) -> float:
    """Likeness where b lacks a label or a sentence that a begins with."""
    for start in (40, 120):
        at = b.find(a[start : start + 24]) if len(a) >= start + 64 else -1
        if 0 <= at < start:
            return _likeness_from_start(a[start - at :], b)
    return 0.0
