"""Rows of comma-, semicolon- and tab-separated text; a stray quotation mark costs one row, not the rest of the file."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from screening.formats._columns import guess_mapping

DELIMITERS = ",;\t|"
_NO_TABLE = frozenset("[{<@%")
_HEAD = 1 << 16
WIDEST = 1000
"""More columns than a table of references ever has."""
csv.field_size_limit(1 << 24)
_SEP = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_LINES = re.compile(r"[^\n]*\n|[^\n]+$")
_QUOTED_WORDS = re.compile(r'"[^"\n]*"(?: "[^"\n]*")+\s*$')
"""A header as R's `write.table` writes it where nobody has chosen a separator: quoted words and blanks."""
_IN_APOSTROPHES = re.compile(r"'[^'\n]*'(?:[,;\t|]'[^'\n]*')+\s*$")
_FORMULA = re.compile(r'="[^"\n]*"(?!")')
_ESCAPED = re.compile(r'\\"[^\n,;\t|]')
_NAME = re.compile(r"\S{1,40}")
_MOST_MARKS = 40
_LONGEST_LINE = 20_000
_DOUBLED = re.compile(r'"(?:[^"]|"")*""(?:[^"]|"")*"')


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, its first line counted from 1, and whether quotation marks had to be mended."""

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


def layout(text: str) -> Layout | None:
    """The layout whose header explains most columns; lines before the header may be a preface. None for no table."""
    return None if text.lstrip()[:1] in _NO_TABLE else _laid_out(text[:_HEAD])


def prepared(text: str, plan: Layout) -> str:
    """The text with the cells that Excel shall not take for numbers (`="0012"`) and R's `\\"` in the usual form."""
    if '="' in text:
        between = (plan.delimiter, "\n", "\r", "")

        def unwrapped(found: re.Match[str]) -> str:
            before, behind = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
            if before not in between or behind not in between:
                return found.group()
            return found.group()[1:] if plan.quoted else found.group()[2:-1]

        text = _FORMULA.sub(unwrapped, text)
    return text.replace('\\"', '""') if plan.escaped else text


@lru_cache(maxsize=8)
def _laid_out(text: str) -> Layout | None:
    # Every table format asks this of the same head when a file is recognised.
    head = _LINES.findall(text)[:40]
    if head and (told := _SEP.match(head[0])):
        found = _layout(head[1:], told.group(1), 1)
        return _with_names(found, text) if found else None
    delimiters = " " if head and _QUOTED_WORDS.match(head[0]) else DELIMITERS
    candidates = [found for delimiter in delimiters if (found := _layout(head, delimiter, 0))]
    best = max(candidates, key=lambda found: _score(found, head), default=None)
    return _with_names(best, text) if best else None


def _with_names(plan: Layout, head: str) -> Layout:
    """The layout with what only its rows tell: names of rows before the first column, and marks written as `\\"`."""
    if plan.quoted and _ESCAPED.search(head) and not _closes(head, plan) and _closes(head.replace('\\"', '""'), plan):
        plan = replace(plan, escaped=True)
    below = [row.cells for row in islice(rows(head, plan), 50) if isinstance(row, Row) and not row.mended]
    # A row that the end of the head cuts off says nothing.
    below = below[:-1] if len(head) >= _HEAD else below
    wide = len(plan.header) + 1
    if not below or any(len(cells) != wide for cells in below):
        return plan
    names = [cells[0] for cells in below]
    counted = names == [str(number) for number in range(1, len(names) + 1)]
    if len(set(names)) < len(names) or not (counted or any(cells[-1].strip() for cells in below)):
        return plan
    if not counted and not all(_NAME.fullmatch(name) for name in names):
        return plan
    return replace(plan, header=["", *plan.header], numbered=True)


def _closes(text: str, plan: Layout) -> bool:
    """Whether every quotation mark of these lines has its partner, the last row aside."""
    lines = _LINES.findall(text)[plan.lines :]
    reader = csv.reader(lines, delimiter=plan.delimiter, quotechar=plan.mark, strict=True)
    place = 0
    try:
        for _cells in reader:
            place = reader.line_num
    except csv.Error:
        # The end of the head may stand inside a cell.
        return reader.line_num >= len(lines) and place > 0 and len(text) >= _HEAD
    return True


def _score(candidate: Layout, head: Sequence[str]) -> tuple[int, bool, int, int]:
    """Columns that are understood count first; where none is, whether the rows below are as wide as the header."""
    mapping = guess_mapping(candidate.header)
    understood = len(mapping) if "title" in mapping.values() and len(mapping) > 1 else 0
    return understood, understood > 0 or _is_regular(candidate, head), -candidate.lines, len(candidate.header)


def _is_regular(candidate: Layout, head: Sequence[str]) -> bool:
    reader = csv.reader(head[candidate.lines :], delimiter=candidate.delimiter, quotechar=candidate.mark)
    try:
        widths = [len(cells) for cells in reader if any(cells)]
    except csv.Error:
        return False
    return sum(width == len(candidate.header) for width in widths) * 10 >= 7 * len(widths)


def _layout(head: Sequence[str], delimiter: str, skipped: int) -> Layout | None:
    """The first row that names a title and something else, or the first that has more than one cell."""
    mark = "'" if head and _IN_APOSTROPHES.match(head[0]) else '"'
    quoted = mark == "'" or not (delimiter == "\t" and _bare(head))
    reader = csv.reader(
        head, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, quotechar=mark
    )
    first: Layout | None = None
    try:
        for cells in reader:
            if len(cells) > WIDEST or len([cell for cell in cells if cell.strip()]) < 2:
                continue
            found = Layout(delimiter, cells, skipped + reader.line_num, quoted, mark)
            mapping = guess_mapping(cells)
            if "title" in mapping.values() and len(mapping) > 1:
                return found
            first = first or found
    except csv.Error:
        pass
    return first


def _bare(head: Sequence[str]) -> bool:
    """Whether a tab-separated text does without quotation, as that of the Web of Science: its header has none.

    Excel quotes what needs it and no header: its doubled marks tell, or rows that are whole only with quotation.
    """
    if not head or '"' in head[0]:
        return False
    lines = [line.rstrip("\r\n") for line in head if line.strip()]
    width = lines[0].count("\t") if lines else 0
    if all(line.count("\t") == width for line in lines):
        return not any(_DOUBLED.fullmatch(cell) for line in lines for cell in line.split("\t"))
    return not _whole_when_quoted(head, width + 1)


def _whole_when_quoted(head: Sequence[str], width: int) -> bool:
    """Whether all rows are as wide as the header, or as one another where their quotation marks match.

    The last one may be cut off by the end of the head.
    """
    rows = [len(cells) for cells in csv.reader(head, delimiter="\t") if cells][:-1]
    if rows and all(found == width for found in rows):
        return True
    try:
        strict = [len(cells) for cells in csv.reader(head, delimiter="\t", strict=True) if cells][1:]
    except csv.Error:
        return False
    return len(strict) > 1 and len(strict) < len(head) - 1 and len(set(strict[:-1])) == 1


def rows(text: str, plan: Layout) -> Iterator[Row | BadRow]:
    """Every row after the header that has any text, in order.

    Quotation marks decide: where they match, a row is what stands between them, however many lines and cells that are.
    """
    lines = _LINES.findall(prepared(text, plan))
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
    """Whether a row of several lines whose width is not the header's has taken other rows into one of its cells.

    That is so where a line inside a cell is by itself as wide as the header: a mark was open and met that of another
    row. Prose has commas too, so its parts must be as short as cells are, or quoted.
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
    """Whether the parts of a line look like cells: prose has a blank behind most of its commas, a table none."""
    if delimiter == "\t":
        return True
    return sum(part[:1] == " " for part in parts[1:]) * 2 < len(parts) - 1


def _mend(lines: list[str], place: int, plan: Layout) -> tuple[Row | BadRow | None, int]:
    """A row whose quotation marks do not match, and how many lines it takes: one, unless a lenient reading fits."""
    line = lines[place]
    width = len(plan.header)
    try:
        # A few lines only: a mark that never closes must not swallow the file, nor be sought again and again.
        reader = csv.reader(lines[place : place + 200], delimiter=plan.delimiter, quotechar=plan.mark)
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
    """The cells of a line that is as wide as the header once a quotation mark that is never closed is taken out."""
    places = [place for place, letter in enumerate(line[:_LONGEST_LINE]) if letter == plan.mark]
    for place in places if 0 < len(places) < _MOST_MARKS else ():
        rest = line[:place] + line[place + 1 :]
        try:
            cells = next(csv.reader([rest], delimiter=plan.delimiter, quotechar=plan.mark, strict=True))
        except (csv.Error, StopIteration):
            continue
        if len(cells) == len(plan.header):
            return cells
    return []


def count(text: str, plan: Layout) -> int:
    """Rows after the header by a lenient reading, without looking at what is in them."""
    lines = _LINES.findall(prepared(text, plan))[plan.lines :]
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
