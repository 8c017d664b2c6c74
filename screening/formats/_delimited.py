"""Rows of comma-, semicolon- and tab-separated text; a stray quotation mark costs one row,
not the rest of the file.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

csv.field_size_limit(1 << 24)
LINES = re.compile(r"[^\n]*\n|[^\n]+$")
_FORMULA = re.compile(r'="[^"\n]*"(?!")')
_MOST_MARKS = 40
_LONGEST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, its first line counted from 1,
    and whether quotation marks had to be mended.
    """

    cells: list[str]
    line: int
    mended: bool = False


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that could not be cut into cells."""

    raw: str
    line: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is cut: its delimiter, its header, and the number of lines up to and including the header.

    `numbered`: the rows begin with a name that the header has no column for, as R's `write.table` writes them;
    `header` has an empty name for it. `escaped`: a quotation mark inside a cell is written as `\\"`. `mark` is the
    quotation mark, for which some programs write an apostrophe.
    """

    delimiter: str
    header: list[str]
    lines: int
    quoted: bool = True
    mark: str = '"'
    numbered: bool = False
    escaped: bool = False


def prepared(text: str, plan: Layout) -> str:
    """The text with the cells that Excel shall not take for numbers (`="0012"`) and R's `\\"` in the usual form."""
    if '="' in text:
        between = (plan.delimiter, "\n", "\r", "")

        def unwrapped(found: re.Match[str]) -> str:
            before, behind = (
                text[max(found.start() - 1, 0) : found.start()],
                text[found.end() : found.end() + 1],
            )
            if before not in between or behind not in between:
                return found.group()
            return found.group()[1:] if plan.quoted else found.group()[2:-1]

        text = _FORMULA.sub(unwrapped, text)
    return text.replace('\\"', '""') if plan.escaped else text


def rows(text: str, plan: Layout) -> Iterator[Row | BadRow]:
    """Every row after the header that has any text, in order.

    Quotation marks decide: where they match, a row is what stands between them,
    however many lines and cells that are.
    """
    lines = LINES.findall(prepared(text, plan))
    place = plan.lines
    while place < len(lines):
        reader = csv.reader(
            (lines[number] for number in range(place, len(lines))),
            delimiter=plan.delimiter,
            quotechar=plan.mark,
            strict=plan.quoted,
            quoting=csv.QUOTE_MINIMAL if plan.quoted else csv.QUOTE_NONE,
        )
        start, before = place, 0
        try:
            for cells in reader:
                if reader.line_num - before > 1 and _swallows(cells, plan):
                    break
                if any(cell and not cell.isspace() for cell in cells):
                    yield Row(cells, start + before + 1)
                before = reader.line_num
            else:
                return
        except csv.Error:
            pass
        place = start + before
        if place < len(lines):
            mended, used = _mend(lines, place, plan)
            if mended is not None:
                yield mended
            place += used


def _swallows(cells: Sequence[str], plan: Layout) -> bool:
    """Whether a row of several lines whose width is not the header's has taken other rows into one
    of its cells.

    That is so where a line inside a cell is by itself as wide as the header: a mark was open and
    met that of another row. Prose has commas too, so its parts must be as short as cells are, or
    quoted.
    """
    width = len(plan.header)
    if len(cells) == width:
        return False
    for cell in cells:
        for line in cell.split("\n")[1:] if "\n" in cell else ():
            parts = line.split(plan.delimiter)
            if len(parts) >= max(width - 1, 2) and _is_row(parts, plan.delimiter):
                return True
    return False


def _is_row(parts: Sequence[str], delimiter: str) -> bool:
    """Whether the parts of a line look like cells: prose has a blank behind most of its commas,
    a table none.
    """
    if delimiter == "\t":
        return True
    return sum(part[:1] == " " for part in parts[1:]) * 2 < len(parts) - 1


def _mend(lines: list[str], place: int, plan: Layout) -> tuple[Row | BadRow | None, int]:
    """A row whose quotation marks do not match, and how many lines it takes: one,
    unless a lenient reading fits.
    """
    line = lines[place]
    width = len(plan.header)
    try:
        # A few lines only: a mark that never closes must not swallow the file, nor be sought again
        # and again.
        reader = csv.reader(
            lines[place : place + 200], delimiter=plan.delimiter, quotechar=plan.mark
        )
        cells = next(reader)
        if len(cells) == width and (reader.line_num == 1 or place + reader.line_num < len(lines)):
            return Row(cells, place + 1, mended=True), reader.line_num
    except (csv.Error, StopIteration):
        pass
    cells = [cell.strip().strip(plan.mark) for cell in line.rstrip("\n").split(plan.delimiter)]
    if len(cells) == width or (cells := _without_one_mark(line.rstrip("\n"), plan)):
        return Row(cells, place + 1, mended=True), 1
    return (BadRow(line.rstrip("\n"), place + 1) if line.strip() else None), 1


def _without_one_mark(line: str, plan: Layout) -> list[str]:
    """The cells of a line that is as wide as the header once a quotation mark that is never closed
    is taken out.
    """
    places = [place for place, letter in enumerate(line[:_LONGEST_LINE]) if letter == plan.mark]
    for place in places if 0 < len(places) < _MOST_MARKS else ():
        rest = line[:place] + line[place + 1 :]
        try:
            cells = next(
                csv.reader([rest], delimiter=plan.delimiter, quotechar=plan.mark, strict=True)
            )
        except (csv.Error, StopIteration):
            continue
        if len(cells) == len(plan.header):
            return cells
    return []


def count(text: str, plan: Layout) -> int:
    """Rows after the header by a lenient reading, without looking at what is in them."""
    lines = LINES.findall(prepared(text, plan))[plan.lines :]
    try:
        reader = csv.reader(
            lines,
            delimiter=plan.delimiter,
            quotechar=plan.mark,
            quoting=csv.QUOTE_MINIMAL if plan.quoted else csv.QUOTE_NONE,
        )
        return sum(1 for cells in reader if any(cell and not cell.isspace() for cell in cells))
    except csv.Error:
        return sum(1 for line in lines if line.strip())
