"""A diagram as SVG: text stays text, every number can be a link,
and a screen reader gets title and description.
"""

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from screening import PROGRAM
from screening.flow.drawing import Arrow, Drawing, Rect, Text
from screening.flow.outlines import path as outlines_of

FONTS = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei','Source Han Sans SC',Arial,sans-serif"
HEAD = 4.0
BOLD = frozenset({"header_dbr", "header_grey", "side", "draft"})

#: Role to fill and line. Official colours: gold, Gainsboro, light blue.
COLOURS = {
    "box": ("#ffffff", "#222222"),
    "grey": ("#ffffff", "#222222"),
    "header_dbr": ("#ffc000", "#222222"),
    "header_grey": ("#dcdcdc", "#222222"),
    "side": ("#9dc3e6", "#222222"),
    "draft": ("#ffffff", "#a01818"),
}

BLACK_AND_WHITE = dict.fromkeys(COLOURS, ("#ffffff", "#000000"))

#: Data key and detail (a source or reason, or "") to the address of the list behind the number; ""
#: for no link.
Href = Callable[[str, str], str]


def render(
    drawing: Drawing,
    href: Href | None = None,
    colour: bool = True,
    font_data: str = "",
    outlines: bool = False,
) -> str:
    """The diagram as an SVG document.

    `font_data` is a base64 WOFF2 font to embed under the name Noto Sans SC; without it the reader's
    own fonts are used. `outlines` draws letters as shapes, which look the same everywhere but can
    be neither searched nor edited. Presentation attributes only, no style element, unless a font is
    embedded: a strict content policy allows it in a page.
    """
    palette = COLOURS if colour else BLACK_AND_WHITE
    # What holds links is no picture to a screen reader: the links inside would be lost.
    role = "group" if href else "img"
    width, height = f"{drawing.width:.1f}", f"{drawing.height:.1f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}pt" height="{height}pt" '
        f'role="{role}" lang="{drawing.lang}" aria-labelledby="flow-title flow-desc" class="flow" '
        f'font-family="{FONTS}">',
        f'<title id="flow-title">{escape(drawing.title)}</title>',
        f'<desc id="flow-desc">{escape(drawing.description)}</desc>',
        f"<metadata>{PROGRAM}</metadata>",
        _font(font_data),
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_rect(rect, palette) for rect in drawing.rects),
        *(_arrow(arrow) for arrow in drawing.arrows),
        *(_text(text, href, palette, outlines) for text in drawing.texts),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _font(data: str) -> str:
    if not data:
        return ""
    source = f"url(data:font/woff2;base64,{data}) format('woff2')"
    return f"<style>@font-face{{font-family:'Noto Sans SC';src:{source}}}</style>"


def _rect(rect: Rect, palette: dict[str, tuple[str, str]]) -> str:
    fill, line = palette[rect.role]
    dash = ' stroke-dasharray="5 3"' if rect.role == "draft" else ""
    return (
        f'<rect x="{rect.x:.1f}" y="{rect.y:.1f}" width="{rect.w:.1f}" height="{rect.h:.1f}" '
        f'fill="{fill}" stroke="{line}" stroke-width="0.8"{dash}/>'
    )


def _arrow(arrow: Arrow) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in arrow.points)
    line = f'<polyline points="{points}" fill="none" stroke="#222222" stroke-width="0.8"/>'
    if not arrow.head:
        return line
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in head(arrow))
    return f'{line}<polygon points="{corners}" fill="#222222"/>'


def head(arrow: Arrow) -> list[tuple[float, float]]:
    """The three corners of the arrow's head."""
    (x1, y1), (x2, y2) = arrow.points[-2:]
    dx, dy = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    back_x, back_y = x2 - dx * HEAD, y2 - dy * HEAD
    return [
        (x2, y2),
        (back_x - dy * HEAD / 2, back_y - dx * HEAD / 2),
        (back_x + dy * HEAD / 2, back_y + dx * HEAD / 2),
    ]


def _text(
    text: Text, href: Href | None, palette: dict[str, tuple[str, str]], outlines: bool
) -> str:
    write = _outline if outlines else _letters
    drawn = "".join(write(text, x, y, line, _ink(text, palette)) for x, y, line in text.lines)
    address = href(text.key, text.detail) if href and text.key else ""
    return f"<a href={quoteattr(address)}>{drawn}</a>" if address else drawn


def _ink(text: Text, palette: dict[str, tuple[str, str]]) -> str:
    return palette["draft"][1] if text.role == "draft" else "#000000"


def _letters(text: Text, x: float, y: float, line: str, ink: str) -> str:
    weight = ' font-weight="bold"' if text.role in BOLD else ""
    anchor = ' text-anchor="middle"' if text.anchor == "middle" else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{text.size:g}" fill="{ink}"{anchor}{weight}{_turn(text, x, y)} '
        f'xml:space="preserve">{escape(line)}</text>'
    )


def _outline(text: Text, x: float, y: float, line: str, ink: str) -> str:
    weight = f' stroke="{ink}" stroke-width="{text.size / 30:.2f}"' if text.role in BOLD else ""
    shape = outlines_of(line, text.size, x, y, text.anchor)
    return f'<path d="{shape}" fill="{ink}"{weight}{_turn(text, x, y)}/>' if shape else ""


def _turn(text: Text, x: float, y: float) -> str:
    return f' transform="rotate(-90 {x:.1f} {y:.1f})"' if text.turned else ""
