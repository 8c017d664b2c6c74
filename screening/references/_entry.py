"""Facts about one entry that every style asks for."""

import re
from dataclasses import dataclass

from screening.records.record import Record
from screening.records.text import collapse, guess_language, has_han
from screening.references._people import Person, person

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COUNTER = re.compile(r"第?\s*([A-Za-z]?\d[\d\s,，+~～–—-]*[A-Za-z]?)\s*[卷期页頁]")
_PERIOD = re.compile(r"[.。．]+$")
_SHORTENED = re.compile(r"(?:^|[ .])(?:Co|Inc|Ltd|Corp|Bros|Pty|Univ|Publ|Assoc|Inst|Soc|Acad|Dept|Verl|[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Facts:
    """A record made ready: texts without closing stops, pages with plain hyphens, people in parts.

    `chinese`: the entry is written in Chinese, which decides between 等 and et al. `day` is the date as YYYY-MM-DD, ""
    unless the record gives one to the day.
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

    @property
    def publisher(self) -> str:
        return clean(self.record.publisher)

    @property
    def publisher_before_more(self) -> str:
        """The publisher where the entry goes on behind it: the stop of "Co." or "Inc." belongs to the name."""
        whole = collapse(self.record.publisher)
        return whole if _SHORTENED.search(whole) else self.publisher

    @property
    def place(self) -> str:
        return clean(self.record.place)


def facts(record: Record) -> Facts:
    """What a style needs of the record, in the language of its own title."""
    title = record.title or record.title_translated
    chinese = has_han(title) and record.language not in {"ja", "ko"} and guess_language(title) == "zh"
    own_script = not chinese and record.title and not has_han(record.title)
    authors = record.authors
    if own_script and authors and all(has_han(name) for name in authors) and record.authors_translated:
        authors = record.authors_translated
    return Facts(
        record=record,
        title=clean(title).strip("[]") if title.startswith("[") and title.rstrip(".").endswith("]") else clean(title),
        journal=clean(record.journal or record.journal_translated),
        people=tuple(person(name) for name in authors if name.strip()),
        chinese=chinese,
        year=str(record.year) if record.year else "",
        day=_day(record.date),
        volume=_counted(record.volume),
        issue=_counted(record.issue),
        pages=_pages(record.pages),
    )


def clean(text: str) -> str:
    """The text in one line and without a closing full stop, which the style sets itself."""
    text = collapse(text)
    return text if text.endswith(("et al.", "...")) else _PERIOD.sub("", text)


def _counted(text: str) -> str:
    """The number alone of 第3期, 第12卷 or 第12-15页, as a reference prints it; any other text as it is."""
    found = _COUNTER.fullmatch(collapse(text))
    return found[1] if found else collapse(text)


def _day(text: str) -> str:
    found = _ISO.match(text.strip())
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else ""


def _pages(text: str) -> str:
    pages = re.sub(r"\s*[-–—‐~～]+\s*", "-", _counted(text)).rstrip("-")
    return re.sub(r"\s*[+,，]\s*", ", ", pages)


def number(record: Record, *schemes: str) -> str:
    """The record's first identifier of one of these schemes, such as a patent number; "" if it has none."""
    return next((value for scheme, value in record.identifiers if scheme in schemes), "")
