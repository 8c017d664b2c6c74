"""Where a report stands: volume, issue and pages from the many ways databases write them."""

import re
import unicodedata
from typing import NamedTuple

from screening.dedupe.issues import MOST_IN_A_VOLUME, is_article_number, read_issue
from screening.dedupe.scripts import plain_digits

_DASH = r"[-\u2010-\u2015\u2212~～－]"
_EXCEL = re.compile(
    rf"(?i)^(?:\d{{1,2}}{_DASH})?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:{_DASH}\d{{1,4}})?$"
)
_RANGE = re.compile(rf"([A-Za-z]{{0,4}})(\d+)([A-Za-z]?)(?:\s*{_DASH}+\s*([A-Za-z]{{0,3}})(\d+))?")
_IN_VOLUME = re.compile(
    r"^\D{0,12}?(\d+)[^\d(]*\(([^()]*)\)?(?:.*?pp?\.?\s*([A-Za-z]{0,3}\d[^)]*))?"
)
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?i)^(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_NO_PAGES = ("no pagination", "no page", "n/a", "na", "not available", "无")


class Place(NamedTuple):
    """Volume, issue, first and last page, each "" when unknown; numbers without leading zeros.

    `dated`: the pages were read back from a date of a spreadsheet,
    one of two ways ("22-Jul" may be 7-22 or 22-27).
    """

    volume: str
    issue: str
    first: str
    last: str
    dated: bool = False


def place(volume: str, issue: str, pages: str, year: int | None) -> Place:
    """Reads the three fields together: a volume such as "53 (4) ()(pp 16-19)" gives issue and pages
    too.
    """
    if not (volume.isascii() and issue.isascii() and pages.isascii()):
        volume, issue, pages = (
            plain_digits(unicodedata.normalize("NFKC", text)) for text in (volume, issue, pages)
        )
    if volume.startswith("("):
        issue, volume = issue or volume.split(")")[0].strip("( "), ""
    if "(" in volume:
        found = _IN_VOLUME.match(volume)
        if found:
            volume, inner, inner_pages = found.group(1), found.group(2), found.group(3)
            pages = pages or inner_pages or ""
            if inner and "pag" not in inner:
                if issue and read_issue(inner) != read_issue(issue):
                    pages = (
                        pages or issue
                    )  # "14 (12)" and e0226300: the field has the number of the article
                    issue = inner
                issue = issue or inner
    first, last = read_pages(pages)
    if year and first == str(year):
        first = last = ""
    number, part = read_volume(volume), read_issue(issue)
    if not first and is_article_number(issue):
        first, last = read_pages(issue)
    if _is_article_number(part, first, last):
        part = ""
    if not part and "uppl" in volume:
        part = read_issue(volume[len(number) :])
    if first == "1" and last and not number and not part:
        first = last = ""  # pages of a file ahead of print, counted from one
    dated = bool(first) and bool(_EXCEL.match(pages.strip()))
    return Place("" if year and number == str(year) else number, part, first, last, dated)


def _is_article_number(issue: str, first: str, last: str) -> bool:
    """Whether the field of the issue repeats the number of the article that stands for its pages."""
    high = issue.isdigit() and int(issue) > MOST_IN_A_VOLUME
    return high and not last and first.strip(_LETTERS) == issue


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_volume(text: str) -> str:
    """The number of the volume; roman numerals become Arabic;
    "" for a left-over such as "1)" or a date.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return text.lstrip("0")
    if not text or _EXCEL.match(text) or (text.endswith(")") and "(" not in text):
        return ""
    found = _DIGITS.search(text)
    if found:
        return found.group().lstrip("0")
    return str(roman(text)) if roman(text) else ""


def read_pages(text: str) -> tuple[str, str]:
    """First and last page, lower case: "S123-9" gives ("s123", "129"); unknown gives ("", "").

    What a spreadsheet took for a date is read back ("06-Oct" gives 6 to 10); "+972" stands for
    one page; a roman page stays roman.
    """
    text = text.strip().lower()
    if not text or text in _NO_PAGES or "pagination" in text:
        return "", ""
    if _EXCEL.match(text):
        return read_spreadsheet_date(text)
    found = _RANGE.search(text)
    if not found:
        word = text.split("-")[0].strip()
        return (word, "") if roman(word) else ("", "")
    prefix, start, suffix, _, end = found.groups()
    prefix = "" if prefix in {"p", "pp", "artn", "art", "no", "page"} else prefix
    start = start.lstrip("0") or "0"
    if start == "0":
        return "", ""
    end = (end or "").lstrip("0")
    if end and len(end) < len(start):
        end = start[: len(start) - len(end)] + end
    return prefix + start + suffix, end


def read_spreadsheet_date(text: str) -> tuple[str, str]:
    """The pages that a spreadsheet took for a date: "01-dec" was 1-12, "dec-21" 12-21; ("",
    "") for a month alone.
    """
    parts = re.split(_DASH, text)
    month = next(
        (str(at) for at, name in enumerate(_MONTHS, 1) for part in parts if part.startswith(name)),
        "",
    )
    number = next((part.lstrip("0") for part in parts if part.isdigit()), "")
    if len(parts) != 2 or not number or len(number) > 2:
        return "", ""
    low, high = sorted((int(month), int(number)))
    if parts[0].isalpha() and int(number) < int(month):
        return "", ""
    return str(low), str(high)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def roman(text: str) -> int:
    """The value of a roman numeral up to 399; 0 if it is none."""
    if not text or not _ROMAN.match(text.strip()):
        return 0
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    digits = [values[c] for c in text.strip().lower()]
    return sum(-d if k + 1 < len(digits) and d < digits[k + 1] else d for k, d in enumerate(digits))
