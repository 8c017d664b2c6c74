"""Records as rows, for CSV and XLSX: the columns, the texts in the cells, and the guard against formulas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from screening.records.record import Record

COLUMNS = (
    "title", "title_translated", "authors", "authors_translated", "year", "date", "journal", "journal_translated",
    "volume", "issue", "pages", "doi", "pmid", "issn", "isbn", "identifiers", "language", "abstract",
    "abstract_translated", "keywords", "keywords_translated", "type", "publisher", "place", "url", "source_database",
    "notices", "notes",
)  # fmt: skip
"""The columns of our own tables, in order; each is a field of a record."""

_SEVERAL = frozenset(name for name in COLUMNS if isinstance(getattr(Record(), name), tuple))
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula; control characters removed."""
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
        elif isinstance(value, tuple):
            value = joined(value)
        cells.append("" if value is None else str(value))
    return cells


def record_of(cells: Sequence[str], raw: str = "", line: int = 0) -> Record:
    """The record of a row that `row` wrote, the guard already taken off."""
    values: dict[str, Any] = {}
    for name, cell in zip(COLUMNS, cells, strict=False):
        if name == "identifiers":
            pairs = (part.partition(":") for part in parted(cell))
            values[name] = tuple((scheme, text) for scheme, _, text in pairs)
        elif name == "year":
            values[name] = int(float(cell)) if re.fullmatch(r"\d{4}(?:\.0)?", cell) else None
        else:
            values[name] = parted(cell) if name in _SEVERAL else cell
    return Record(**values, raw=raw, line=line)


def write_csv(records: Iterable[Record]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark and CRLF, as Excel wants it, one line for the header and one row a record."""
    yield b"\xef\xbb\xbf"
    yield _line(list(COLUMNS))
    for record in records:
        yield _line([guarded(cell) for cell in row(record)])


def _line(cells: list[str]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode("utf-8", "replace")
