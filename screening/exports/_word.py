"""Word documents: paragraphs and tables with a font for Latin and one for Chinese text."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from screening import PROGRAM
from screening.citations import Run
from screening.records.text import HAN, has_han
from screening.records.word_language import name_language

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN_FONT, HAN_FONT = "Times New Roman", "SimSun"
TABLE_SIZE = 8.0
_EM = TABLE_SIZE * 25.4 / 72
#: Of a cell, left and right together, in millimetres.
_MARGINS = 4.4
#: How much wider bold text is.
_BOLD = 1.12
_PIECES = re.compile(f"[{HAN}]|[^\\s{HAN}]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def new_document(title: str, landscape: bool = False) -> Any:
    """An empty A4 document of that title, the title as its heading."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = Document()
    name_language(document)
    section = document.sections[0]
    section.page_width, section.page_height = (
        (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    )
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    document.core_properties.title = _CONTROL.sub("", title)
    document.core_properties.comments = PROGRAM
    write(document.add_paragraph(), [Run(title)], size=14, bold=True)
    return document


def write(paragraph: Any, runs: Iterable[Run], size: float = 10.5, bold: bool = False) -> None:
    """Adds the runs to a paragraph, italics kept."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for piece in runs:
        run = paragraph.add_run(_CONTROL.sub("", piece.text))
        run.italic, run.bold, run.font.size, run.font.name = (
            piece.italic,
            bold,
            Pt(size),
            LATIN_FONT,
        )
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HAN_FONT)


def add_table(
    document: Any,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    room: float = 247,
) -> None:
    """A bordered table whose header is repeated on every page; `widths` are shares of `room`,
    in millimetres.

    A column that is empty in every row is left out;
    one of numbers is as wide as the longest of them.
    """
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    found = [list(cells) for cells in rows]
    kept = [n for n in range(len(header)) if not found or any(cells[n].strip() for cells in found)]
    shares = column_widths(
        [[cells[n] for n in kept] for cells in (header, *found)], [widths[n] for n in kept], room
    )
    table = document.add_table(rows=1, cols=len(kept))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, shares, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], [header[n] for n in kept], shares, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cells in found:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(row, [cells[n] for n in kept], shares, bold=False)


def column_widths(
    lines: Sequence[Sequence[str]], shares: Sequence[float], room: float
) -> list[float]:
    """Widths in millimetres that fill the room: no less than the longest piece that cannot be
    broken, up to a seventh of it, and of what is left each its share.
    """
    header, *rest = lines
    words = [
        max((sum(map(_width, word)) for word in text.split()), default=0.0) * _BOLD
        for text in header
    ]
    least = [
        min(max([words[n], *(_unbroken(c[n]) for c in rest)]) + _MARGINS, room / 7)
        for n in range(len(shares))
    ]
    wanted = [room * share / sum(shares) for share in shares]
    short = [n for n in range(len(shares)) if least[n] >= wanted[n]]
    while True:
        left = room - sum(least[n] for n in short)
        others = sum(shares[n] for n in range(len(shares)) if n not in short)
        wanted = [least[n] if n in short else left * shares[n] / others for n in range(len(shares))]
        more = [n for n in range(len(shares)) if n not in short and wanted[n] < least[n]]
        if not more or len(short) + len(more) == len(shares):
            return wanted
        short += more


def _unbroken(text: str) -> float:
    """The width of the longest word or number, in millimetres; Han text may be broken anywhere,
    but numbers in it.

    Widths are those of a wide serif: where the document's font is not installed,
    another takes its place.
    """
    pieces = _PIECES.findall(text)
    return max((sum(_width(char) for char in piece) for piece in pieces), default=0.0)


def _width(char: str) -> float:
    return _EM * (1.0 if has_han(char) else 0.9 if char.isupper() or char in "mw" else 0.67)


def _fill(row: Any, cells: Sequence[str], widths: Sequence[float], bold: bool) -> None:
    from docx.shared import Mm

    for cell, text, width in zip(row.cells, cells, widths, strict=True):
        cell.width = Mm(width)
        write(cell.paragraphs[0], [Run(text)], size=TABLE_SIZE, bold=bold)


def saved(document: Any) -> Iterator[bytes]:
    """The document's bytes."""
    out = io.BytesIO()
    document.save(out)
    yield out.getvalue()
