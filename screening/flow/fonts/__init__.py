"""The font that PDF, PNG and self-contained SVG embed: Noto Sans SC,
and what of it a drawing needs.
"""

import base64
import io
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from screening.flow.drawing import Drawing

NAME = "NotoSansSC"
PATH = Path(str(resources.files("screening.flow.fonts") / "NotoSansSC-Regular.ttf"))

#: Characters the font lacks or draws too wide, and what is drawn in their place.
SUBSTITUTES = {
    "\N{THIN SPACE}": "\N{NO-BREAK SPACE}",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
}

_TABLE = str.maketrans(SUBSTITUTES)


def drawn(text: str) -> str:
    """The text in characters that the font has a proper glyph for."""
    return text.translate(_TABLE)


@cache
def characters() -> frozenset[int]:
    """Code points that the font has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(PATH, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(drawing: Drawing) -> str:
    """The characters of a drawing for which the font has no glyph, each once;
    they would come out as empty boxes.
    """
    return "".join(sorted(c for c in _used(drawing) if ord(c) not in characters()))


def _used(drawing: Drawing) -> set[str]:
    return {c for text in drawing.texts for _, _, line in text.lines for c in drawn(line)}


def woff2(drawing: Drawing) -> str:
    """A font with only the glyphs of this drawing, as base64 of WOFF2:
    some 15 kB for a Chinese diagram.
    """
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, notdef_outline=True)
    font: Any = subset.load_font(str(PATH), options)
    chosen = subset.Subsetter(options)
    # The thin space of some label sets has no glyph; browsers draw it themselves.
    chosen.populate(text="".join(_used(drawing)) + " ")
    chosen.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    font.close()
    return base64.b64encode(out.getvalue()).decode("ascii")
