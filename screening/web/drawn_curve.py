"""The curve of what was found, as numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 240
LEFT, BOTTOM, TOP, RIGHT = 8, 8, 8, 8


@dataclass(frozen=True, slots=True)
class Curve:
    """`line` and `area` for the picture, `rest` the x where the undecided begin; `screened`, `found`, `total`."""

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
    across, up = (WIDTH - LEFT - RIGHT) / max(total, screened), (HEIGHT - TOP - BOTTOM) / max(found, 1)
    spots = [(round(LEFT + x * across, 1), round(HEIGHT - BOTTOM - y * up, 1)) for x, y in points]
    line = " ".join(f"{x},{y}" for x, y in spots)
    area = f"{spots[0][0]},{HEIGHT - BOTTOM} {line} {spots[-1][0]},{HEIGHT - BOTTOM}"
    return Curve(line, area, spots[-1][0], screened, found, total)
