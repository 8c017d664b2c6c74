"""Word documents: paragraphs and tables with a font for Latin and one for Chinese text."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from screening import PROGRAM
from screening.references import Run

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN_FONT, HAN_FONT = "Times New Roman", "SimSun"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def new_document(title: str, landscape: bool = False) -> Any:
    """An empty A4 document of that title, the title as its heading."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
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
        run.italic, run.bold, run.font.size, run.font.name = piece.italic, bold, Pt(size), LATIN_FONT
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HAN_FONT)


def add_table(
    document: Any, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], room: float = 247
) -> None:
    """A bordered table whose header is repeated on every page; `widths` are shares of `room`, in millimetres."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(header))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(room * width / sum(widths))
    _fill(table.rows[0], header, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cells in rows:
        _fill(table.add_row(), cells, bold=False)


def _fill(row: Any, cells: Sequence[str], bold: bool) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        write(cell.paragraphs[0], [Run(text)], size=8, bold=bold)


def saved(document: Any) -> Iterator[bytes]:
    """The document's bytes."""
    out = io.BytesIO()
    document.save(out)
    yield out.getvalue()
