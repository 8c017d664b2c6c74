"""Letters as shapes, for an SVG that needs no font at all."""

from functools import cache
from typing import Any

from screening.flow.fonts import PATH, drawn
from screening.flow.measure import width


def path(text: str, size: float, x: float, y: float, anchor: str = "start") -> str:
    """The `d` of an SVG path that draws the text with its baseline at y;
    x is its left edge or its middle.
    """
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    pen = SVGPathPen(None, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    scale = size / 1000
    left = x - width(drawn(text), size) / 2 if anchor == "middle" else x
    for character in drawn(text):
        strokes, advance = _glyph(character)
        strokes.replay(TransformPen(pen, (scale, 0, 0, -scale, left, y)))
        left += advance * scale
    return str(pen.getCommands())


@cache
def _glyph(character: str) -> tuple[Any, float]:
    """The strokes of a character in thousandths of an em, and how far the next one stands."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    font = _font()
    glyphs = font.getGlyphSet()
    glyph = glyphs[font.getBestCmap().get(ord(character), ".notdef")]
    pen = DecomposingRecordingPen(glyphs)
    glyph.draw(pen)
    return pen, glyph.width


@cache
def _font() -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(PATH, lazy=True)
