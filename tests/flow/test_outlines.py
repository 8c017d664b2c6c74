"""Letters as shapes."""

import re

from screening.flow import svg
from screening.flow.drawing import Drawing, Text
from screening.flow.measure import width
from screening.flow.outlines import path


def points(shape: str) -> list[tuple[float, float]]:
    """Every point of an absolute path; H and V move along one axis only."""
    found, here = [], (0.0, 0.0)
    for verb, rest in re.findall(r"([A-Z])([^A-Z]*)", shape):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        if verb == "H":
            here = (numbers[-1], here[1])
        elif verb == "V":
            here = (here[0], numbers[-1])
        elif numbers:
            found.extend(zip(numbers[::2], numbers[1::2], strict=True))
            here = found[-1]
        found.append(here)
    return found


def test_shape_is_as_wide_as_the_text_and_stands_on_its_line():
    found = points(path("研究n=12", 10, 100, 50))
    assert 100 <= min(x for x, _ in found) < 102
    assert 100 + width("研究n=12", 10) - 2 < max(x for x, _ in found) <= 100 + width("研究n=12", 10)
    assert 40 < min(y for _, y in found) < max(y for _, y in found) < 52


def test_middle_anchor_centres_the_shape():
    found = points(path("筛选", 10, 100, 50, "middle"))
    assert abs((min(x for x, _ in found) + max(x for x, _ in found)) / 2 - 100) < 0.5


def test_blank_has_no_shape():
    assert path("\N{THIN SPACE} ", 10, 0, 0) == ""


def test_svg_of_shapes_has_no_text_element():
    drawing = Drawing(100, 40, texts=[Text(((10, 30, "研究 (n = 3)"),), 9, key="new_studies")])
    text = svg.render(drawing, href=lambda key, detail: f"/{key}", outlines=True)
    assert "<text" not in text
    assert '<a href="/new_studies"><path d="M' in text
