"""Names, dates and numbers in the form in which EndNote and the programs that follow it want them
entered.
"""

import re

from screening.records import dates
from screening.records.record import Record
from screening.records.text import has_han

_DAY = re.compile(r"(\d{4})/(\d\d?)(?:/(\d\d?))?/*$")
_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?<![^\W\d])(?:{'|'.join(_MONTHS)})", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"(?<!\d)(?:[12]\d|3[01]|0?[1-9])(?!\d)")
#: The scheme of what a person wrote into EndNote's field Label.
LABEL = "label"


def person(name: str) -> str:
    """The name as EndNote takes it: a group ends in a comma,
    or its last word would be taken for a family name.
    """
    return f"{name}," if " " in name and "," not in name and not has_han(name) else name


def people(names: tuple[str, ...]) -> tuple[str, ...]:
    """Every name as `person` gives it."""
    return tuple(map(person, names))


def year(record: Record) -> str:
    """The year alone, "" when it is unknown."""
    return str(record.year or "")


def day(record: Record) -> str:
    """The date where it says more than the year, else ""."""
    return record.date if record.date != year(record) else ""


def numbered(record: Record) -> str:
    """The day with its year first, as the specification of RIS has it: "Nov 2021" as "2021/11//";
    "" where the date says no more than the year, or no month can be told in it.
    """
    text, told = day(record), year(record)
    if not text or not told or text.startswith(told):
        return text
    found = _MONTH.search(text)
    if not found:
        return ""
    inside = _DAY_OF_MONTH.search(text)
    return f"{told}/{_MONTHS.index(found.group().lower()) + 1:02d}/{inside.group().zfill(2) if inside else ''}/"


def iso(day: str) -> str:
    """ "2024/05/01//" as "2024-05-01"; any other date as it is."""
    found = _DAY.match(day.strip())
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else day.strip()


def slashed(day: str) -> str:
    """ "2024-05-01" as "2024/05/01", as the specification of RIS has it; any other date as it is."""
    return day.replace("-", "/") if _ISO.fullmatch(day) else day


def fuller(year: str, day: str) -> str:
    """The date of an entry that gives year and day apart: the day when it names that year, the year
    when the day is that of another, else both ("2020 JUN", "17 May 2020").
    """
    year, day = year.strip(), day.strip()
    if not year or not day:
        return day or year
    if year in day or dates.year(day):
        return day if year in day else year
    return f"{year} {day}" if day[0].isalpha() else f"{day} {year}"


def number(record: Record, *schemes: str) -> str:
    """The first identifier of these schemes; "" if the record has none."""
    return next(
        (value for scheme in schemes for kind, value in record.identifiers if kind == scheme), ""
    )
