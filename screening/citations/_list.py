"""A whole list of references: order, numbers, and letters that tell equal years apart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screening.citations._entry import facts
from screening.citations._style import Options, Reference, Style
from screening.records.record import Record
from screening.records.sorting import name_key, sort_key


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: its number (from 1), its label ("[1]", "1." or ""),
    the text and the record it is about.
    """

    number: int
    label: str
    reference: Reference
    record: Record


def bibliography(
    records: Iterable[Record], style: Style, options: Options | None = None
) -> Iterator[Entry]:
    """The entries in the order of the style: as given where it numbers them,
    else by author and year.

    Equal authors and years get a, b, c in an author-date style. A numbered list is made one entry
    at a time, however long it is.
    """
    chosen = options or Options()
    if not style.by_author:
        for position, record in enumerate(records, 1):
            yield Entry(position, _label(style, position), style.format(record, chosen, ""), record)
        return
    ordered = sorted(records, key=_sort_key)
    for position, (record, suffix) in enumerate(zip(ordered, _suffixes(ordered), strict=True), 1):
        yield Entry(position, _label(style, position), style.format(record, chosen, suffix), record)


def _label(style: Style, position: int) -> str:
    return style.mark.format(position) if style.numbered else ""


def _sort_key(record: Record) -> tuple[bool, str, str, str]:
    found = facts(record)
    names = " ".join(name_key(p.whole or f"{p.family} {p.initials()}") for p in found.people)
    return not found.chinese, names or sort_key(found.title), found.year, sort_key(found.title)


def _suffixes(records: Sequence[Record]) -> list[str]:
    keys = [_sort_key(record)[:3] for record in records]
    total, seen = Counter(keys), Counter[tuple[bool, str, str]]()
    suffixes = []
    for key in keys:
        seen[key] += 1
        suffixes.append(_letters(seen[key]) if total[key] > 1 else "")
    return suffixes


def _letters(position: int) -> str:
    """1 is a, 26 z, 27 aa."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
