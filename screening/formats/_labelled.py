"""Texts of lines that begin with a label in 【】, as CSSCI, VIP and SinoMed write them."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from screening.formats._format import Problem, Source
from screening.formats._tagged import Entry, Fields, Warnings, read_entries
from screening.records import markup, names
from screening.records.record import Record
from screening.records.text import HAN

LINE = re.compile(r"[ \t\u3000]*【([^】\n]{1,20})】[ \t\u3000]*[:：]?[ \t\u3000]*(.*)")
_BLANK = re.compile(r"[\s\u3000]+")
_CITATION = re.compile(
    r"(?P<journal>\D[^\n]{0,120}?)[\s.,，;；。]*(?P<year>(?:19|20)\d\d)年?[\s.,，;；。]*"
    r"(?P<volume>[^\s(（:：,，;；.]{0,20})?\s*(?:[(（](?P<issue>[^)）\n]{0,20})[)）])?\s*(?:[:：]\s*(?P<pages>[^\n]{0,60}))?$"
)
_NEXT_NUMBER = re.compile(r"\n[ \t]*\d{1,6}[.、]?\s*$")
_INSTITUTION = re.compile(r"\[[\d\s/,，、*]*\]")
_SPACED_NAME = re.compile(rf"(?<![{HAN}])([{HAN}])[ \u3000]+([{HAN}]{{1,2}})(?![{HAN}])")
_RULE = re.compile(r"[-—=*_]{5,}")

Reader = Callable[[Source], Iterator[Record | Problem]]


def label_of(line: str) -> str:
    """The label a line begins with, without the blanks inside it; "" if it begins with none."""
    found = LINE.match(line)
    return _BLANK.sub("", found.group(1)) if found else ""


def labels(text: str) -> set[str]:
    """All labels of a text."""
    return {label for line in text.split("\n") if "【" in line and (label := label_of(line))}


def entries(text: str, starts: tuple[str, ...]) -> Iterator[Entry]:
    """The entries of a text: each begins with the one of `starts` that stands first in the text."""
    lines = text.split("\n")
    at = [(number, label_of(line)) for number, line in enumerate(lines) if "【" in line[:24]]
    start = next((label for _, label in at if label in starts), None)
    begins = [number for number, label in at if label == start and start]
    for begin, end in pairwise([*begins, len(lines)]):
        yield Entry(_NEXT_NUMBER.sub("", "\n".join(lines[begin:end])).rstrip(), begin + 1)


def counted(text: str, starts: tuple[str, ...]) -> int:
    """Entries by a simpler count: how often the one of `starts` that comes first leads a line,
    in brackets.
    """
    found = {label: list(_at_line_starts(label).finditer(text)) for label in starts}
    first = min(
        (places for places in found.values() if places),
        key=lambda places: places[0].start(),
        default=[],
    )
    return len(first)


def _at_line_starts(label: str) -> re.Pattern[str]:
    blanks = r"[\s\u3000]*"
    return re.compile(
        rf"^[ \t\u3000]*【{blanks}{blanks.join(map(re.escape, label))}{blanks}】", re.MULTILINE
    )


def values(raw: str) -> Fields:
    """Values by label; other lines continue the value before, a ruled line ends it."""
    found = Fields()
    name = ""
    parts: list[str] = []
    for line in raw.split("\n"):
        match = LINE.match(line)
        if match or _RULE.match(line):
            if parts:
                found.add(name, "\n".join(parts))
            name = _BLANK.sub("", match.group(1)) if match else ""
            parts = [match.group(2)] if match else []
        elif parts:
            parts.append(line)
    if parts:
        found.add(name, "\n".join(parts))
    return found


def text_of(fields: Fields, *tags: str) -> str:
    """The first value of these labels, on one line."""
    return markup.one_line(fields.first(*tags)).strip()


def people(text: str) -> tuple[str, ...]:
    """Names parted by `/`, semicolons or commas, as these texts write them."""
    text = _INSTITUTION.sub(" ", text)  # first, as "郝国强[1 / 2]" has a separator inside
    text = _SPACED_NAME.sub(
        r"\1\2", text
    )  # "王　二" is one person: nobody has a name of one character
    parts = re.split(r"[/／;；]|(?<=[^\x00-\x7f])[,，\s\u3000]+(?=[^\x00-\x7f])", text)
    return tuple(name for part in parts for name in names.split_authors(part))


def words(text: str) -> tuple[str, ...]:
    """Keywords parted by `/`, semicolons, commas or blanks between Chinese words."""
    parts = re.split(r"[/／;；,，]|(?<=[^\x00-\x7f])[\s\u3000]+(?=[^\x00-\x7f])", text)
    return tuple(dict.fromkeys(word for part in parts if (word := markup.plain(part))))


def citation(text: str) -> dict[str, str]:
    """Journal, year, volume, issue and pages of "刊名2020 5(1):49-51" or "刊名;2016.12(3):1-5"."""
    found = _CITATION.match(text.strip())
    if not found:
        return {"journal": text.strip(), "year": "", "volume": "", "issue": "", "pages": ""}
    return {key: (value or "").strip() for key, value in found.groupdict().items()}


def reader(
    starts: tuple[str, ...], build: Callable[[Entry, Warnings], Record | None]
) -> Callable[[Source], Iterator[Record | Problem]]:
    """What reads a file whose entries begin with one of these labels: records in file order,
    and problems.
    """
    return lambda source: read_entries(entries(source.text, starts), build, source.leftovers)


def counter(starts: tuple[str, ...]) -> Callable[[Source], int]:
    """What counts the lines with a label that begins an entry."""
    return lambda source: counted(source.text, starts)
