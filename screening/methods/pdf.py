"""Sections as a PDF of A4 pages, with the used part of Noto Sans SC embedded."""

import io
from collections.abc import Sequence
from html import escape

from screening import PROGRAM
from screening.flow.fonts import NAME, PATH, drawn
from screening.methods._section import Section

CONTENT_TYPE = "application/pdf"


def render(title: str, sections: Sequence[Section], language: str) -> bytes:
    """The document: the title, then every section with its number; lines break between Han letters."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    if NAME not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(NAME, str(PATH)))
    wrap = {"wordWrap": "CJK"} if language == "zh-hans" else {}
    body = ParagraphStyle("body", fontName=NAME, fontSize=10, leading=15, spaceAfter=4, **wrap)
    line = ParagraphStyle("line", parent=body, leftIndent=6 * mm, spaceAfter=2)
    head = ParagraphStyle(
        "head", parent=body, fontSize=12, leading=17, spaceBefore=8, keepWithNext=1
    )
    top = ParagraphStyle("top", parent=body, fontSize=16, leading=22, spaceAfter=8)

    def said(text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(escape(drawn(text)), style)

    story = [said(title, top)]
    for number, section in enumerate(sections, 1):
        story.append(said(f"{number}  {section.heading}", head))
        story += [said(text, body) for text in section.paragraphs]
        story += [said(text, line) for text in section.lines]
    story.append(Spacer(1, 4 * mm))
    out = io.BytesIO()
    margins = dict.fromkeys(["leftMargin", "rightMargin", "topMargin", "bottomMargin"], 22 * mm)
    SimpleDocTemplate(
        out, pagesize=(210 * mm, 297 * mm), title=title, creator=PROGRAM, lang=language, **margins
    ).build(story)
    return out.getvalue()
