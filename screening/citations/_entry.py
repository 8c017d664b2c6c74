"""Facts about one entry that every style asks for."""

import re
from dataclasses import dataclass, replace
from datetime import date

from screening.citations._people import Person, person
from screening.records.record import Record
from screening.records.text import collapse, guess_language, has_han

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_EDITION = re.compile(
    r"(?:第\s*)?(\d{1,3})\s*(?:版|st|nd|rd|th)?\.?\s*(?:ed(?:ition|n)?\.?)?", re.IGNORECASE
)
_OF_EDITION = re.compile(r"(?:\s*(?:edition|edn?\.?)|版)$")
_WORDS = (
    ("first", "第一"),
    ("second", "第二"),
    ("third", "第三"),
    ("fourth", "第四"),
    ("fifth", "第五"),
    ("sixth", "第六"),
    ("seventh", "第七"),
    ("eighth", "第八"),
    ("ninth", "第九"),
    ("tenth", "第十"),
)
_ORDINALS = {word: number for number, words in enumerate(_WORDS, 1) for word in words}
#: Types that are read online and nowhere else.
ALWAYS_ONLINE = frozenset({"preprint", "trial", "dataset", "web"})
#: Stands behind a day of access that is the day of the search.
SEARCHED = "*"
_COUNTER = re.compile(r"第?\s*([A-Za-z]?\d[\d\s,，+~～–—-]*[A-Za-z]?)\s*[卷期页頁]")
_PERIOD = re.compile(r"[.。．]+$")
_SHORTENED = re.compile(
    r"(?:^|[ .])(?:Co|Inc|Ltd|Corp|Bros|Pty|Univ|Publ|Assoc|Inst|Soc|Acad|Dept|Verl|[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """A record made ready: texts without closing stops, pages with plain hyphens, people in parts.

    `chinese`: the entry is written in Chinese, which decides between 等 and et al. `day` is the
    date as YYYY-MM-DD, "" unless the record gives one to the day. `more`: the record names the
    first authors only. `seen` is the record's own day of access, with SEARCHED behind it where it
    is that of the search. `edition` is "2nd ed" or 2版, "" for a first.
    """

    record: Record
    title: str
    journal: str
    people: tuple[Person, ...]
    chinese: bool
    year: str
    day: str
    volume: str
    issue: str
    pages: str
    editors: tuple[Person, ...] = ()
    translators: tuple[Person, ...] = ()
    more: bool = False
    edition: str = ""
    seen: str = ""

    @property
    def publisher(self) -> str:
        return clean(self.record.publisher)

    @property
    def publisher_before_more(self) -> str:
        """The publisher where the entry goes on behind it:
        the stop of "Co." or "Inc." belongs to the name.
        """
        whole = collapse(self.record.publisher)
        return whole if _SHORTENED.search(whole) else self.publisher

    @property
    def place(self) -> str:
        return clean(self.record.place)


def facts(record: Record) -> Facts:
    """What a style needs of the record, in the language of the work itself as far as the record
    knows it.
    """
    record = _in_its_language(record)
    title = record.title or record.title_translated
    told = record.language == "zh" or (
        record.language not in {"ja", "ko"} and guess_language(title) == "zh"
    )
    chinese = has_han(title) and told
    own_script = not chinese and record.title and not has_han(record.title)
    authors = record.authors
    if (
        own_script
        and authors
        and all(has_han(name) for name in authors)
        and record.authors_translated
    ):
        authors = record.authors_translated
    return Facts(
        record=record,
        title=clean(title).strip("[]")
        if title.startswith("[") and title.rstrip(".").endswith("]")
        else clean(title),
        journal=clean(record.journal or record.journal_translated),
        people=tuple(person(name) for name in authors if name.strip()),
        chinese=chinese,
        year=str(record.year) if record.year else "",
        day=_day(record.date),
        volume=_ZEROS.sub("", _counted(record.volume)),
        issue=_ZEROS.sub("", _counted(record.issue)),
        pages=_pages(record.pages),
        editors=tuple(person(name) for name in record.editors if name.strip()),
        translators=tuple(person(name) for name in record.translators if name.strip()),
        more=record.authors_incomplete,
        edition=_edition(record.edition, chinese),
        seen=_seen(record.accessed),
    )


def searched(record: Record, day: date | None) -> Record:
    """The record of a web page, data set and the like with the day of the search as the day on
    which it was seen, marked with SEARCHED, unless it names a day of its own.
    """
    if day is None or record.accessed or not record.url or record.type not in ALWAYS_ONLINE:
        return record
    return replace(record, accessed=f"{day.isoformat()}{SEARCHED}")


def _in_its_language(record: Record) -> Record:
    """The record with its two languages turned round,
    where the title that leads is only the translation.
    """
    other = record.title_translated
    if not other or not record.language or has_han(record.title) == has_han(other):
        return record
    if has_han(other) != (record.language in {"zh", "ja"}):
        return record
    return replace(
        record,
        title=other,
        title_translated=record.title,
        authors=record.authors_translated or record.authors,
        authors_translated=record.authors if record.authors_translated else (),
        journal=record.journal_translated or record.journal,
        journal_translated=record.journal if record.journal_translated else "",
    )


def _edition(text: str, chinese: bool) -> str:
    """The edition as references print it: 第2版, "2", "second edition" give 2版 or "2nd ed";
    other words as given.
    """
    text = clean(text)
    found = _EDITION.fullmatch(text)
    number = (
        int(found[1]) if found else _ORDINALS.get(_OF_EDITION.sub("", text.casefold()).strip(), 0)
    )
    if not number:
        return text
    if number == 1:
        return ""
    if chinese:
        return f"{number}版"
    ending = (
        "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending} ed"


def _seen(text: str) -> str:
    day = _day(text)
    return f"{day}{SEARCHED}" if day and text.endswith(SEARCHED) else day


def clean(text: str) -> str:
    """The text in one line and without a closing full stop, which the style sets itself."""
    text = collapse(text)
    return text if text.endswith(("et al.", "...")) else _PERIOD.sub("", text)


def _counted(text: str) -> str:
    """The number alone of 第3期, 第12卷 or 第12-15页, as a reference prints it;
    any other text as it is.
    """
    found = _COUNTER.fullmatch(collapse(text))
    return found[1] if found else collapse(text)


def _day(text: str) -> str:
    found = _ISO.match(text.strip())
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else ""


def _pages(text: str) -> str:
    pages = re.sub(r"\s*[-–—‐~～]+\s*", "-", _counted(text)).rstrip("-")
    return re.sub(r"\s*[+,，]\s*", ", ", pages)


def number(record: Record, *schemes: str) -> str:
    """The record's first identifier of one of these schemes, such as a patent number;
    "" if it has none.
    """
    return next((value for scheme, value in record.identifiers if scheme in schemes), "")
