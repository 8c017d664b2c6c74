"""PDF, PNG, DOCX and self-contained SVG: fonts embedded, no empty boxes, every number there;
found by rendering.
"""

import base64
import io
from itertools import product

import docx
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from screening.flow import fonts, pdf, png, word
from screening.flow.content import compose
from screening.flow.drawing import Drawing, Text
from screening.flow.labels import SETS
from screening.flow.layout import lay_out
from screening.flow.templates import TEMPLATES
from tests.flow.flows import make_flow

CASES = list(product(TEMPLATES, SETS, (0, 15)))


def content(template: str, labels: str, reasons: int, times: int = 1):
    chosen = TEMPLATES[template]
    return compose(make_flow(reasons, times, chosen.other, chosen.updated), chosen, SETS[labels])


def dark_share(data: bytes, box: tuple[float, float, float, float], dpi: int) -> float:
    """Share of dark points in a part of a picture; box in points of the page."""
    picture = Image.open(io.BytesIO(data)).convert("L").crop(tuple(int(v * dpi / 72) for v in box))
    return sum(picture.histogram()[:100]) / (picture.width * picture.height)


@pytest.mark.parametrize(("template", "labels", "reasons"), CASES)
def test_pdf_embeds_its_one_font_and_has_every_text(template, labels, reasons):
    drawing = lay_out(content(template, labels, reasons, 1000))
    document = pypdfium2.PdfDocument(pdf.render(drawing))
    assert len(document) == 1
    page = document[0]
    # Each object that is text names its font; a font that is not embedded would be one of the
    # fourteen of every viewer.
    used = {obj.get_font() for obj in page.get_objects() if isinstance(obj, pypdfium2.PdfTextObj)}
    assert {font.is_embedded for font in used} == {True}
    text = page.get_textpage().get_text_bounded()
    shown = "".join(text.split()).replace("\x02", "-")
    for item in drawing.texts:
        for _, _, line in item.lines:
            assert "".join(fonts.drawn(line).split()) in shown


@pytest.mark.parametrize(("template", "labels", "reasons"), CASES)
def test_no_glyph_is_missing(template, labels, reasons):
    assert fonts.missing(lay_out(content(template, labels, reasons))) == ""


def test_missing_glyphs_are_found_and_drawn_ones_leave_ink():
    drawing = Drawing(100, 40, texts=[Text(((10, 30, "研究𝔘"),), 20)])
    assert fonts.missing(drawing) == "𝔘"
    drawing = Drawing(100, 40, texts=[Text(((10, 30, "研究"),), 20)])
    data = png.render(drawing, 150)
    # A box of an empty glyph has about 8 % ink; these two characters are much denser.
    assert dark_share(data, (16, 18, 56, 40), 150) > 0.14


def test_letters_are_not_smaller_than_eight_points_on_the_page():
    drawing = lay_out(content("upd_db_other", "en", 15))
    page = pypdfium2.PdfDocument(pdf.render(drawing))[0]
    assert page.get_width() == pytest.approx(595.28, abs=0.1)
    assert min(text.size for text in drawing.texts) >= 8


@pytest.mark.parametrize("dpi", [300, 600])
def test_png_has_its_resolution_and_no_transparency(dpi):
    drawing = Drawing(200, 60, texts=[Text(((10, 30, "筛选 (n = 1,844)"),), 9)])
    picture = Image.open(io.BytesIO(png.render(drawing, dpi)))
    assert picture.mode == "RGB"
    assert picture.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    assert picture.width == pytest.approx((drawing.width + 12) * dpi / 72, abs=2)
    assert picture.getpixel((1, 1)) == (255, 255, 255)


def test_black_and_white_has_no_colour():
    data = png.render(lay_out(content("new_db_other", "en", 0)), 72, colour=False)
    picture = Image.open(io.BytesIO(data))
    assert all(max(pixel) - min(pixel) < 3 for pixel in picture.get_flattened_data())


def test_embedded_font_has_just_the_glyphs_of_the_drawing():
    drawing = lay_out(content("new_db", "zh", 0))
    data = base64.b64decode(fonts.woff2(drawing))
    assert len(data) < 30_000
    font = TTFont(io.BytesIO(data))
    wanted = {
        ord(c) for text in drawing.texts for _, _, line in text.lines for c in fonts.drawn(line)
    }
    assert wanted <= set(font.getBestCmap())


@pytest.mark.parametrize(("template", "labels", "reasons"), CASES[1::4])
def test_word_table_has_every_number_as_text_of_a_cell(template, labels, reasons):
    found = content(template, labels, reasons, 10_000)
    document = docx.Document(io.BytesIO(word.render(found)))
    paragraphs = {
        p.text for row in document.tables[0].rows for cell in row.cells for p in cell.paragraphs
    }
    for block in found.blocks.values():
        for item in block:
            line = item.label if item.number is None else found.labels.line(item.label, item.number)
            assert line in {
                p.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}") for p in paragraphs
            } | {p.replace("\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}") for p in paragraphs}


@pytest.mark.parametrize("labels", ["en", "zh", "zh-journal"])
def test_number_in_brackets_is_one_piece_in_word(labels):
    """LibreOffice would break Chinese lines at a no-break space of full width,
    and before a thin one.
    """
    document = docx.Document(io.BytesIO(word.render(content("upd_db_other", labels, 15, 123_456))))
    texts = [
        p.text for row in document.tables[0].rows for cell in row.cells for p in cell.paragraphs
    ]
    numbers = [
        text[max(text.rfind("("), text.rfind("（")) :]
        for text in texts
        if text.endswith((")", "）"))
    ]
    assert len(numbers) > 20
    assert not any(
        sign in number for number in numbers for sign in " \N{NO-BREAK SPACE}\N{THIN SPACE}"
    )


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_band_at_the_side_has_room_for_its_words_in_word(labels):
    table = docx.Document(io.BytesIO(word.render(content("new_db", labels, 0)))).tables[0]
    last = table.rows[-2]
    assert last.cells[0].text in {"Included", "纳入"}
    assert last.height.pt >= 9 * len(last.cells[0].text) * 0.6


def test_word_sets_the_font_of_chinese_text_too():
    document = docx.Document(io.BytesIO(word.render(content("new_db", "zh", 0))))
    xml = document.element.xml
    assert xml.count('w:eastAsia="Microsoft YaHei"') == xml.count("<w:rFonts")
