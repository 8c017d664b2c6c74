"""Excel and OpenDocument workbooks, read by calamine in a process of its own and written by
openpyxl.
"""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from screening.formats import _columns as columns
from screening.formats import _tables as tables
from screening.formats._dialects import dialect
from screening.formats._format import Problem, Source
from screening.formats._table_writing import COLUMNS, cut, guarded, row
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record

#: The most bytes a workbook may unpack to.
UNPACKED = 1 << 30

_CELL = 32_767  # Excel refuses longer texts
_HEADER_ROWS = 20
_CHILD = str(Path(__file__).with_name("_workbook_child.py"))
_REFUSED = gettext_noop(
    "The workbook cannot be opened (%(reason)s). Without password, save it as xlsx or CSV."
)


class Unreadable(Exception):
    """Why a workbook cannot be opened, as a message for people."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def _check(data: bytes) -> None:
    """Raises Unreadable for a damaged or bloated zip."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(info.file_size for info in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        text = gettext_noop("The workbook is damaged. Save it again and upload the new file.")
        raise Unreadable(Message(text)) from None
    if size > UNPACKED:
        text = gettext_noop(
            "The workbook would unpack to %(size)s MB, which no list of references does. It was refused."
        )
        raise Unreadable(Message(text, {"size": size >> 20}))


def _lines(data: bytes) -> Iterator[Any]:
    """What the child process prints about the workbook. Raises Unreadable when it fails or dies."""
    _check(data)
    with tempfile.TemporaryFile() as kept:
        kept.write(data)
        kept.seek(0)
        with subprocess.Popen(
            [sys.executable, _CHILD], stdin=kept, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            try:
                for line in child.stdout or ():
                    if not line.endswith(b"\n"):
                        break  # the process died in the middle of a row
                    found = json.loads(line)
                    if isinstance(found, dict) and "error" in found:
                        raise Unreadable(Message(_REFUSED, {"reason": found["error"]}))
                    yield found
                if child.wait():
                    text = gettext_noop(
                        "The workbook is damaged: reading it took more memory or time than there is."
                    )
                    raise Unreadable(Message(text))
            finally:
                child.kill()


def _sheets(data: bytes) -> Iterator[tuple[list[str], Iterator[tuple[list[str], int]]]]:
    """Header and rows (cells, row number from 1) of each sheet that names a title;
    of the first one if none does.

    The rows of a sheet must be taken before the next sheet.
    """
    fallback: tuple[list[str], list[tuple[list[str], int]]] | None = None
    named = False
    for _, group in groupby(_numbered(_lines(data)), key=lambda line: line[0]):
        rows = ((cells, number) for _, cells, number in group)
        head = list(islice(rows, _HEADER_ROWS))
        place = _header([cells for cells, _ in head])
        if place is None:
            continue
        header = list(head[place][0])
        while header and not header[-1].strip():
            header.pop()
        below = chain(head[place + 1 :], rows)
        if "title" in columns.guess_mapping(header).values():
            named = True
            yield header, _filled(below)
        elif fallback is None and not named:
            fallback = header, list(_filled(below))
    if not named and fallback:
        yield fallback[0], iter(fallback[1])


def _numbered(lines: Iterator[Any]) -> Iterator[tuple[int, list[str], int]]:
    """Number of the sheet, cells and row number of every row."""
    sheet = number = 0
    for line in lines:
        if isinstance(line, dict):
            sheet, number = sheet + 1, 0
        else:
            number += 1
            yield sheet, line, number


def _header(rows: list[list[str]]) -> int | None:
    """The first row that names a title and more, else the first with two filled cells."""
    first = None
    for place, names in enumerate(rows):
        if sum(bool(name.strip()) for name in names) < 2:
            continue
        mapping = columns.guess_mapping(names)
        if "title" in mapping.values() and len(mapping) > 1:
            return place
        first = place if first is None else first
    return first


def _filled(rows: Iterable[tuple[list[str], int]]) -> Iterator[tuple[list[str], int]]:
    return ((cells, number) for cells, number in rows if any(cell.strip() for cell in cells))


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems of every sheet that holds references; lines are row numbers."""
    try:
        for header, rows in _sheets(source.data):
            lines = ((cells, number, "") for cells, number in rows)
            yield from tables.records(
                header, lines, source.options, dialect(header), source.leftovers
            )
    except Unreadable as refused:
        yield Problem(refused.message, rejected=True)


def count(source: Source) -> int:
    """Rows with text below the headers; 1 for a workbook that cannot be opened."""
    try:
        return sum(
            sum(1 for _ in rows)
            for header, rows in _sheets(source.data)
            if "title" in tables.mapping_of(header, source.options).values()
        )
    except Unreadable:
        return 1


def describe(data: bytes, options: Mapping[str, object]) -> tables.Description | None:
    """Header, mapping and first five rows of the first sheet with references;
    None when there is none.
    """
    try:
        for header, rows in _sheets(data):
            shown = [cells[: len(header)] for (cells, _), _ in zip(rows, range(5), strict=False)]
            return tables.described(header, shown, options)
    except Unreadable:
        return None
    return None


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """One sheet, a header and a row a record; every cell is text,
    so that nothing is taken for a formula or a date.

    What is too long for a cell goes on in cells behind the last column.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("references")
    sheet.freeze_panes = "B2"
    typed = partial(_cell, WriteOnlyCell, sheet)
    sheet.append([typed(name) for name in COLUMNS])
    for record in records:
        sheet.append([typed(cell) for cell in cut([guarded(cell) for cell in row(record)], _CELL)])
    saved = io.BytesIO()
    book.save(saved)
    yield saved.getvalue()


def _cell(make: Any, sheet: Any, text: str) -> Any:
    cell = make(sheet, value=text)
    cell.data_type = "s"
    return cell
