"""The methods section as a Word document, with a font for Latin and one for Chinese text."""

import io
import re
from collections.abc import Sequence
from typing import Any

from screening import PROGRAM
from screening.methods._section import Section
from screening.records.word_language import name_language

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN_FONT, HAN_FONT = "Times New Roman", "SimSun"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def render(title: str, sections: Sequence[Section]) -> bytes:
    """The document: the title, then every part with its heading, paragraphs and indented lines."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    name_language(document)
    document.core_properties.title = _CONTROL.sub("", title)
    document.core_properties.comments = PROGRAM
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    _write(document.add_paragraph(), title, 14, bold=True)
    for number, section in enumerate(sections, 1):
        _write(document.add_paragraph(), f"{number} {section.heading}", 11, bold=True)
        for text in section.paragraphs:
            _write(document.add_paragraph(), text)
        for line in section.lines:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(8)
            _write(paragraph, line)
        if section.table:
            _write_table(document, section.table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for line, row in enumerate(rows):
        for cell, text in zip(table.rows[line].cells, row, strict=True):
            _write(cell.paragraphs[0], text, 9, bold=not line)


def _write(paragraph: Any, text: str, size: float = 10.5, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(_CONTROL.sub("", text))
    run.bold, run.font.size, run.font.name = bold, Pt(size), LATIN_FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HAN_FONT)
