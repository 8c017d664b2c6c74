"""A diagram as a Word table: every number can be edited, boxes are cells with borders,
arrows are characters.
"""

import io
from typing import Any

from screening import PROGRAM
from screening.flow.content import Block, Content
from screening.flow.labels import LabelSet
from screening.flow.svg import COLOURS
from screening.records.text import has_han
from screening.records.word_language import name_language

ROWS = (
    ("identified", "removed"),
    ("screened", "screened_out"),
    ("sought", "not_retrieved"),
    ("assessed", "excluded"),
    ("included", ""),
    ("total", ""),
)
SIDES = (("side_identification", 0, 0), ("side_screening", 1, 3), ("side_included", 4, 5))
ARROWS = "→↓↲"
_NARROW = str.maketrans("\N{NO-BREAK SPACE}\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}" * 2)
LATIN_FONT, HAN_FONT = "Arial", "Microsoft YaHei"


def render(content: Content, colour: bool = True) -> bytes:
    """The diagram as a DOCX file: one table, and the notes below it."""
    return _Table(content, colour).saved()


class _Table:
    def __init__(self, content: Content, colour: bool) -> None:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm, Pt

        self.content, self.colour = content, colour
        self.document: Any = Document()
        name_language(self.document)
        section = self.document.sections[0]
        wide = content.template.other or content.template.updated
        long, short = Mm(297), Mm(210)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if wide else (short, long)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin = section.bottom_margin = Mm(10 if wide else 20)
        self.size = 8.0 if wide else 9.0
        # Empty cells take their height from this style.
        self.document.styles["Normal"].font.size = Pt(5)
        self.document.styles["Normal"].paragraph_format.space_after = Pt(0)
        self.document.core_properties.title = content.labels["title"]
        self.document.core_properties.comments = PROGRAM
        self.columns = self._columns()
        self.levels = [row for row in ROWS if row[0] in content.blocks]
        self.table = self.document.add_table(rows=2 * len(self.levels) + 1, cols=len(self.columns))
        self.table.autofit = False
        # Looked up once: asking the table for a cell walks all of them.
        self.cells = [list(row.cells) for row in self.table.rows]
        self._set_widths(257 if wide else 170)

    def _columns(self) -> list[str]:
        template = self.content.template
        names = ["side", *(["previous", ""] if template.updated else []), "left", "across", "right"]
        return [
            *names,
            *(["", "left_other", "across_other", "right_other"] if template.other else []),
        ]

    def _set_widths(self, room: int) -> None:
        from docx.shared import Mm

        narrow = {"side": 9, "": 5, "across": 7, "across_other": 7}
        boxes = [name for name in self.columns if name not in narrow]
        share = (room - sum(narrow.get(name, 0) for name in self.columns)) / len(boxes)
        for index, name in enumerate(self.columns):
            width = Mm(narrow.get(name, share))
            self.table.columns[index].width = width
            for row in self.cells:
                row[index].width = width

    def saved(self) -> bytes:
        self._headers()
        self._sides()
        for position, (left, right) in enumerate(self.levels):
            for suffix in ("", "_other") if self.content.template.other else ("",):
                self._pair(position, left + suffix, right + suffix, suffix)
        self._previous()
        self._notes()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _row(self, position: int) -> int:
        return 2 * position + 1

    def _at(self, row: int, column: str) -> Any:
        return self.cells[row][self.columns.index(column)]

    def _headers(self) -> None:
        updated = "_updated" if self.content.template.updated else ""
        for key, first, last, role in (
            ("header_previous", "previous", "previous", "header_grey"),
            (f"header_dbr{updated}", "left", "right", "header_dbr"),
            (f"header_other{updated}", "left_other", "right_other", "header_grey"),
        ):
            if first in self.columns:
                cell = self._at(0, first).merge(self._at(0, last))
                self._write(cell, [self.content.labels[key]], bold=True, centred=True)
                self._frame(cell, role)

    def _sides(self) -> None:
        for key, first, last in SIDES:
            present = [
                i
                for i, (left, _) in enumerate(self.levels)
                if first <= ROWS.index((left, _)) <= last
            ]
            top, bottom = self._row(present[0]), self._row(present[-1])
            cell = self._at(top, "side").merge(self._at(bottom, "side"))
            self._write(cell, [self.content.labels[key]], bold=True, centred=True)
            for row in range(top, bottom + 1):
                self._frame(self._at(row, "side"), "side")
            upright = has_han(self.content.labels[key])
            if top == bottom:
                self._make_room(top, len(self.content.labels[key]) * (1.4 if upright else 0.65))
            _add(
                cell._tc.get_or_add_tcPr(),
                "w:textDirection",
                {"w:val": "tbRlV" if upright else "btLr"},
            )

    def _make_room(self, row: int, signs: float) -> None:
        """Makes a row high enough for so many signs of full width, one below the other;
        Word would cut them off.
        """
        from docx.enum.table import WD_ROW_HEIGHT_RULE
        from docx.shared import Pt

        self.table.rows[row].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        self.table.rows[row].height = Pt(signs * self.size + 6)

    def _pair(self, position: int, left: str, right: str, suffix: str) -> None:
        blocks, row = self.content.blocks, self._row(position)
        if left in blocks:
            self._box(self._at(row, f"left{suffix}"), blocks[left])
            if position + 1 < len(self.levels) and (
                suffix == "" or position < ROWS.index(("included", "")) - 1
            ):
                self._write(self._at(row + 1, f"left{suffix}"), ["↓"], centred=True)
            elif suffix:
                self._write(self._at(row + 1, f"left{suffix}"), ["↲"], centred=True)
        elif suffix and position < 4:
            self._write(self._at(row, f"left{suffix}"), ["↓"], centred=True)
            self._write(self._at(row + 1, f"left{suffix}"), ["↓"], centred=True)
        if right in blocks:
            self._write(self._at(row, f"across{suffix}"), ["→"], centred=True)
            self._box(self._at(row, f"right{suffix}"), blocks[right])

    def _previous(self) -> None:
        if "previous" not in self.content.blocks:
            return
        self._box(self._at(1, "previous"), self.content.blocks["previous"])
        last = self._row(len(self.levels) - 1)
        for row in range(2, last):
            self._write(self._at(row, "previous"), ["↓"], centred=True)
        self._write(self._at(last, "previous"), ["→"], centred=True)

    def _box(self, cell: Any, block: Block) -> None:
        labels = self.content.labels
        lines = [i.label if i.number is None else _line(labels, i.label, i.number) for i in block]
        self._write(cell, lines, indents=[item.level for item in block])
        self._frame(cell, "box")
        margins = _add(cell._tc.get_or_add_tcPr(), "w:tcMar", {})
        for edge in ("top", "bottom"):
            _add(margins, f"w:{edge}", {"w:w": "40", "w:type": "dxa"})

    def _write(
        self,
        cell: Any,
        lines: list[str],
        bold: bool = False,
        centred: bool = False,
        indents: list[int] | None = None,
    ) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        cell.vertical_alignment = (
            WD_CELL_VERTICAL_ALIGNMENT.CENTER if centred else WD_CELL_VERTICAL_ALIGNMENT.TOP
        )
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            if centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            size = 10.0 if line in ARROWS else self.size
            self._run(paragraph, line, bold, indents[number] if indents else 0, size)

    def _run(self, paragraph: Any, text: str, bold: bool, level: int, size: float) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.left_indent = Mm(3 * level)
        run = paragraph.add_run(text)
        run.bold, run.font.size, run.font.name = bold, Pt(size), LATIN_FONT
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HAN_FONT)

    def _frame(self, cell: Any, role: str) -> None:
        properties = cell._tc.get_or_add_tcPr()
        borders = _add(properties, "w:tcBorders", {})
        for edge in ("top", "left", "bottom", "right"):
            _add(borders, f"w:{edge}", {"w:val": "single", "w:sz": "6", "w:color": "222222"})
        if self.colour and COLOURS[role][0] != "#ffffff":
            _add(properties, "w:shd", {"w:val": "clear", "w:fill": COLOURS[role][0].lstrip("#")})

    def _notes(self) -> None:
        content, labels = self.content, self.content.labels
        texts = list(content.notes)
        if content.draft:
            waiting = labels.list_comma.join(
                _line(labels, i.label, i.number or 0) for i in content.draft
            )
            texts.insert(0, f"{labels['draft']} · {labels['draft_note']}{labels.colon}{waiting}")
        for text in texts:
            self._run(self.document.add_paragraph(), text, False, 0, 8)


def _line(labels: LabelSet, label: str, number: int) -> str:
    """Label and number, the number in one piece: LibreOffice breaks Chinese lines at no-break
    spaces of full width, and beside them within a number, and breaks before thin spaces; at narrow
    no-break ones it does not.
    """
    counted = labels.counted(number).translate(_NARROW)
    return f"{label}{labels.separator}{counted}" if label else counted


#: The order that the schema of Word demands of a cell's properties.
_ORDER = (
    "w:tcW",
    "w:gridSpan",
    "w:vMerge",
    "w:tcBorders",
    "w:shd",
    "w:noWrap",
    "w:tcMar",
    "w:textDirection",
    "w:vAlign",
)


def _add(parent: Any, tag: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    if tag in _ORDER:
        parent.insert_element_before(element, *_ORDER[_ORDER.index(tag) + 1 :])
    else:
        parent.append(element)
    return element
