"""Records as rows, for CSV and XLSX: the columns, the texts in the cells,
and the guard against formulas.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from screening.formats._decisions import from_json, to_json
from screening.records import types
from screening.records.columns import FIELDS
from screening.records.record import TYPES, Record, ToolDecision

#: The columns of our own tables, in order; each is a field of a record.
COLUMNS = FIELDS
#: Those of tables written before there were editors and an edition.
BEFORE = COLUMNS[:29]

_SEVERAL = frozenset(name for name in COLUMNS if isinstance(getattr(Record(), name), tuple))
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula;
    control characters removed.
    """
    text = _CONTROL.sub("", cell)
    return f"'{text}" if _FORMULA.match(text) else text


def joined(parts: Iterable[str]) -> str:
    """Several texts in one cell: "; " between them, a semicolon inside one written as "\\;"."""
    return "; ".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def parted(cell: str) -> tuple[str, ...]:
    """The texts that `joined` put into a cell."""
    found = re.findall(r"(?:[^\\;]|\\.)+", cell, re.DOTALL)
    return tuple(re.sub(r"\\(.)", r"\1", part.strip()) for part in found if part.strip())


def row(record: Record) -> list[str]:
    """The texts of a record, one for each of COLUMNS, not guarded yet."""
    cells: list[str] = []
    for name in COLUMNS:
        value = getattr(record, name)
        if name == "identifiers":
            value = joined(f"{scheme}:{text}" for scheme, text in value)
        elif name == "decisions":
            value = json.dumps(to_json(value), ensure_ascii=False) if value else ""
        elif isinstance(value, tuple):
            value = joined(value)
        elif name == "authors_incomplete":
            value = "yes" if value else ""
        cells.append("" if value is None else str(value))
    return cells


def record_of(
    cells: Sequence[str], raw: str = "", line: int = 0, columns: Sequence[str] = COLUMNS
) -> Record:
    """The record of a row that `row` wrote, the guard already taken off;
    `columns` are those of the table.
    """
    values: dict[str, Any] = {}
    for name, cell in zip(columns, _rejoined(cells, columns), strict=False):
        if name == "identifiers":
            pairs = (part.partition(":") for part in parted(cell))
            values[name] = tuple((scheme, text) for scheme, _, text in pairs)
        elif name == "type":
            values[name] = cell if cell in TYPES else types.key(cell) or "other"
        elif name == "decisions":
            values[name] = _decisions(cell)
        elif name == "authors_incomplete":
            values[name] = cell == "yes"
        elif name == "year":
            values[name] = int(float(cell)) if re.fullmatch(r"\d{4}(?:\.0)?", cell) else None
        else:
            values[name] = parted(cell) if name in _SEVERAL else cell
    return Record(**values, raw=raw, line=line)


def _decisions(cell: str) -> tuple[ToolDecision, ...]:
    try:
        return from_json(json.loads(cell)) if cell.strip() else ()
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()


def cut(cells: Sequence[str], most: int) -> list[str]:
    """The cells with what is too long for one of them in further cells behind the last column,
    as "column: rest".
    """
    further: list[str] = []
    for name, cell in zip(COLUMNS, cells, strict=True):
        size = most - len(name) - 2
        further += [
            f"{name}: {cell[start : start + size]}" for start in range(most, len(cell), size)
        ]
    return [*(cell[:most] for cell in cells), *further]


def _rejoined(cells: Sequence[str], columns: Sequence[str]) -> Sequence[str]:
    """The cells of a row as they were before `cut`."""
    if len(cells) <= len(columns):
        return cells
    whole = list(cells[: len(columns)])
    for cell in cells[len(columns) :]:
        name, _, rest = cell.partition(": ")
        if name in columns:
            whole[columns.index(name)] += rest
    return whole


def write_csv(records: Iterable[Record]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark and CRLF, as Excel wants it: a header, then a row a record."""
    yield b"\xef\xbb\xbf"
    yield _line(list(COLUMNS))
    for record in records:
        yield _line([guarded(cell) for cell in row(record)])


def _line(cells: list[str]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode("utf-8", "replace")
