"""How a text of rows is cut: its delimiter, its quotation mark, its header."""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from screening.formats._columns import guess_mapping
from screening.formats._delimited import LINES, Layout, Row, rows

DELIMITERS = ",;\t|"
_NO_TABLE = frozenset("[{<@%")
_HEAD = 1 << 16
#: More columns than a table of references ever has.
WIDEST = 1000
_SEP = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
#: A header as R's `write.table` writes it where nobody has chosen a separator: quoted words and
#: blanks.
_QUOTED_WORDS = re.compile(r'"[^"\n]*"(?: "[^"\n]*")+\s*$')
_IN_APOSTROPHES = re.compile(r"'[^'\n]*'(?:[,;\t|]'[^'\n]*')+\s*$")
_ESCAPED = re.compile(r'\\"[^\n,;\t|]')
_NAME = re.compile(r"\S{1,40}")
_DOUBLED = re.compile(r'"(?:[^"]|"")*""(?:[^"]|"")*"')


def layout(text: str) -> Layout | None:
    """The layout whose header explains most columns; lines before the header may be a preface.
    None for no table.
    """
    return None if text.lstrip()[:1] in _NO_TABLE else _laid_out(text[:_HEAD])


@lru_cache(maxsize=8)
def _laid_out(text: str) -> Layout | None:
    # Every table format asks this of the same head when a file is recognised.
    head = LINES.findall(text)[:40]
    if head and (told := _SEP.match(head[0])):
        found = _layout(head[1:], told.group(1), 1)
        return _with_names(found, text) if found else None
    delimiters = " " if head and _QUOTED_WORDS.match(head[0]) else DELIMITERS
    candidates = [found for delimiter in delimiters if (found := _layout(head, delimiter, 0))]
    best = max(candidates, key=lambda found: _score(found, head), default=None)
    return _with_names(best, text) if best else None


def _with_names(plan: Layout, head: str) -> Layout:
    """The layout with what only its rows tell: names of rows before the first column, and marks written as `\\"`."""
    if (
        plan.quoted
        and _ESCAPED.search(head)
        and not _closes(head, plan)
        and _closes(head.replace('\\"', '""'), plan)
    ):
        plan = replace(plan, escaped=True)
    below = [
        row.cells for row in islice(rows(head, plan), 50) if isinstance(row, Row) and not row.mended
    ]
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
    lines = LINES.findall(text)[plan.lines :]
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
    """Columns that are understood count first; where none is,
    whether the rows below are as wide as the header.
    """
    mapping = guess_mapping(candidate.header)
    understood = len(mapping) if "title" in mapping.values() and len(mapping) > 1 else 0
    return (
        understood,
        understood > 0 or _is_regular(candidate, head),
        -candidate.lines,
        len(candidate.header),
    )


def _is_regular(candidate: Layout, head: Sequence[str]) -> bool:
    reader = csv.reader(
        head[candidate.lines :], delimiter=candidate.delimiter, quotechar=candidate.mark
    )
    try:
        widths = [len(cells) for cells in reader if any(cells)]
    except csv.Error:
        return False
    return sum(width == len(candidate.header) for width in widths) * 10 >= 7 * len(widths)


def _layout(head: Sequence[str], delimiter: str, skipped: int) -> Layout | None:
    """The first row that names a title and something else,
    or the first that has more than one cell.
    """
    mark = "'" if head and _IN_APOSTROPHES.match(head[0]) else '"'
    quoted = mark == "'" or not (delimiter == "\t" and _bare(head))
    reader = csv.reader(
        head,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        quotechar=mark,
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
    """Whether a tab-separated text does without quotation, as that of the Web of Science:
    its header has none.

    Excel quotes what needs it and no header: its doubled marks tell,
    or rows that are whole only with quotation.
    """
    if not head or '"' in head[0]:
        return False
    lines = [line.rstrip("\r\n") for line in head if line.strip()]
    width = lines[0].count("\t") if lines else 0
    if all(line.count("\t") == width for line in lines):
        return not any(_DOUBLED.fullmatch(cell) for line in lines for cell in line.split("\t"))
    return not _whole_when_quoted(head, width + 1)


def _whole_when_quoted(head: Sequence[str], width: int) -> bool:
    """Whether all rows are as wide as the header,
    or as one another where their quotation marks match.

    The last one may be cut off by the end of the head.
    """
    rows = [len(cells) for cells in csv.reader(head, delimiter="\t") if cells][:-1]
    if rows and all(found == width for found in rows):
        return True
    try:
        strict = [len(cells) for cells in csv.reader(head, delimiter="\t", strict=True) if cells][
            1:
        ]
    except csv.Error:
        return False
    return len(strict) > 1 and len(strict) < len(head) - 1 and len(set(strict[:-1])) == 1
