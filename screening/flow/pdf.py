"""A diagram as PDF, with the used part of Noto Sans SC embedded."""

import io
from typing import Any

from screening import PROGRAM
from screening.flow.drawing import Arrow, Drawing, Rect, Text
from screening.flow.fonts import NAME, PATH, drawn
from screening.flow.svg import BLACK_AND_WHITE, BOLD, COLOURS, head

A4 = (595.28, 841.89)
MARGIN = 20 / 25.4 * 72


def render(drawing: Drawing, colour: bool = True, page: bool = True) -> bytes:
    """The diagram as a PDF of one page.

    `page` True: an A4 page, upright, the diagram 170 mm wide; the page grows downwards where the
    diagram is taller than A4, so that letters never get smaller than 8 pt. False: a page as large
    as the diagram, for a picture.
    """
    from reportlab.pdfgen.canvas import Canvas

    left, top = (MARGIN, MARGIN) if page else (6.0, 6.0)
    width = A4[0] if page else drawing.width + 2 * left
    height = max(A4[1], drawing.height + 2 * top) if page else drawing.height + 2 * top
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setTitle(drawing.title)
    canvas.setSubject(drawing.description)
    canvas.setCreator(PROGRAM)
    canvas._doc.Catalog.Lang = drawing.lang
    _register()
    canvas.setFillColor("#ffffff")
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    _Pen(canvas, left, height - top, COLOURS if colour else BLACK_AND_WHITE).draw(drawing)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if NAME not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(NAME, str(PATH)))


class _Pen:
    def __init__(
        self, canvas: Any, left: float, top: float, palette: dict[str, tuple[str, str]]
    ) -> None:
        self.canvas, self.left, self.top, self.palette = canvas, left, top, palette

    def draw(self, drawing: Drawing) -> None:
        self.canvas.setLineWidth(0.8)
        for rect in drawing.rects:
            self.rect(rect)
        for arrow in drawing.arrows:
            self.arrow(arrow)
        for text in drawing.texts:
            self.text(text)

    def rect(self, rect: Rect) -> None:
        fill, line = self.palette[rect.role]
        self.canvas.setDash([5, 3] if rect.role == "draft" else [])
        self.canvas.setFillColor(fill)
        self.canvas.setStrokeColor(line)
        self.canvas.rect(
            self.left + rect.x, self.top - rect.y - rect.h, rect.w, rect.h, stroke=1, fill=1
        )
        self.canvas.setDash([])

    def arrow(self, arrow: Arrow) -> None:
        self.canvas.setStrokeColor("#222222")
        self.canvas.setFillColor("#222222")
        self.path(list(arrow.points), closed=False)
        if arrow.head:
            self.path(head(arrow), closed=True)

    def path(self, points: list[tuple[float, float]], closed: bool) -> None:
        path = self.canvas.beginPath()
        path.moveTo(self.left + points[0][0], self.top - points[0][1])
        for x, y in points[1:]:
            path.lineTo(self.left + x, self.top - y)
        if closed:
            path.close()
        self.canvas.drawPath(path, stroke=1, fill=int(closed))

    def text(self, text: Text) -> None:
        bold = text.role in BOLD
        ink = self.palette["draft"][1] if text.role == "draft" else "#000000"
        self.canvas.setFillColor(ink)
        self.canvas.setStrokeColor(ink)
        for x, y, line in text.lines:
            self.canvas.saveState()
            self.canvas.translate(self.left + x, self.top - y)
            if text.turned:
                self.canvas.rotate(90)
            self._line(drawn(line), text, bold)
            self.canvas.restoreState()

    def _line(self, line: str, text: Text, bold: bool) -> None:
        """Bold is drawn by an outline of a thirtieth of the letter's size:
        one weight of the font is enough.
        """
        width = self.canvas.stringWidth(line, NAME, text.size)
        self.canvas.setLineWidth(text.size / 30)
        written = self.canvas.beginText(-width / 2 if text.anchor == "middle" else 0, 0)
        written.setFont(NAME, text.size)
        written.setTextRenderMode(2 if bold else 0)
        written.textOut(line)
        self.canvas.drawText(written)
