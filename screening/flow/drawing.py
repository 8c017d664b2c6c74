"""The display list of a diagram: what every back end draws, in points,
with the origin at the top left.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle. `role`: box, header_dbr, header_grey, side,
    grey (a box of a grey column) or draft.
    """

    x: float
    y: float
    w: float
    h: float
    role: str


@dataclass(frozen=True, slots=True)
class Text:
    """One item of text, wrapped: each line with its own left edge and baseline.

    `anchor` is start or middle (then x is the middle). `turned`: reads upwards, as on the side
    bands. `key` and `detail` name the number for a link; both empty for plain text. `role` as for
    the rectangle it stands in, or note.
    """

    lines: tuple[tuple[float, float, str], ...]
    size: float
    role: str = "box"
    anchor: str = "start"
    turned: bool = False
    key: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line of horizontal and vertical parts with a head at its last point; `head` False:
    a plain line.
    """

    points: tuple[tuple[float, float], ...]
    head: bool = True


@dataclass(slots=True)
class Drawing:
    """A page of shapes of `width` × `height` points, with a title and a description in words."""

    width: float
    height: float = 0.0
    lang: str = "en"
    title: str = ""
    description: str = ""
    rects: list[Rect] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
