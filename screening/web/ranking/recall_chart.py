"""The curve of what was found, as numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 240
#: Room above the curve, so that its line is drawn whole.
TOP = 6


@dataclass(frozen=True, slots=True)
class Curve:
    """`line` and `area` for the picture, `rest` the x where the undecided begin; `screened`,
    `found`, `total`.
    """

    line: str
    area: str
    rest: float
    screened: int
    found: int
    total: int
    width: int = WIDTH
    height: int = HEIGHT


def draw_curve(points: Sequence[tuple[int, int]], total: int) -> Curve | None:
    """The points (screened, found) over all `total` reports; None before anything is decided."""
    screened, found = points[-1]
    if not screened:
        return None
    across, up = WIDTH / max(total, screened), (HEIGHT - TOP) / max(found, 1)
    spots = [(round(x * across, 1), round(HEIGHT - y * up, 1)) for x, y in points]
    line = " ".join(f"{x},{y}" for x, y in spots)
    area = f"{line} {spots[-1][0]},{HEIGHT}"
    return Curve(line, area, spots[-1][0], screened, found, total)
