"""Lays a diagram out: boxes that grow with their text, equal row tops, orthogonal arrows,
nothing overlapping.

The page is 170 mm wide, as in a journal, with letters of at least 8 pt at that width.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from screening.flow.alternative import sentences
from screening.flow.content import Block, Content
from screening.flow.drawing import Arrow, Drawing, Rect, Text
from screening.flow.measure import width as width_of
from screening.flow.measure import wrap
from screening.records.text import has_han

WIDTH = 170 / 25.4 * 72
LEADING = 1.3
PAD = 5.0
HANG = 5.0
BAND = 16.0
GAP = 14.0
ROW_GAP = 16.0

#: The two boxes of each row in the column of databases and registers; `_other` has them too but for
#: screening.
ROWS = (
    ("identified", "removed"),
    ("screened", "screened_out"),
    ("sought", "not_retrieved"),
    ("assessed", "excluded"),
)

SIDES = (("side_identification", 0, 0), ("side_screening", 1, 3), ("side_included", 4, 4))


@dataclass(slots=True)
class _Columns:
    """Left edges and widths: `previous`, then a left and a right box for each lane."""

    boxes: dict[str, tuple[float, float]] = field(default_factory=dict)
    headers: dict[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(slots=True)
class _Place:
    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def right(self) -> float:
        return self.x + self.w


def lay_out(content: Content) -> Drawing:
    """The display list of the diagram, as tall as its text needs."""
    return _Layout(content).drawing()


class _Layout:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.size, self.indent = (8.0, 5.0) if content.template.other else (9.0, 8.0)
        self.columns = self._columns()
        self.places: dict[str, _Place] = {}
        self.page = Drawing(
            WIDTH,
            lang=content.labels.lang,
            title=content.labels["title"],
            description=" ".join(sentences(content)),
        )

    def drawing(self) -> Drawing:
        y = self._headers(self._stamp(0.5))
        rows = self._rows(y)
        last = rows[-1]
        if "total" in self.content.blocks:
            last = self._below(last, "total")
            rows[-1] = (rows[-1][0], last[1])
        self._sides(rows)
        self._arrows()
        self.page.height = self._notes(last[1] + 10.0) + 0.5
        return self.page

    def _columns(self) -> _Columns:
        template = self.content.template
        weights = ([("previous", 0.9)] if template.updated else []) + [
            ("left", 1.0),
            ("right", 1.12),
        ]
        weights += [("left_other", 1.0), ("right_other", 1.0)] if template.other else []
        start = BAND + 6.0
        room = WIDTH - start - 0.5 - GAP * (len(weights) - 1)
        share = room / sum(weight for _, weight in weights)
        columns = _Columns()
        for name, weight in weights:
            columns.boxes[name] = (start, share * weight)
            start += share * weight + GAP
        for header, first, second in (
            ("header_previous", "previous", "previous"),
            ("header_dbr", "left", "right"),
            ("header_other", "left_other", "right_other"),
        ):
            if first in columns.boxes:
                x, (right, width) = columns.boxes[first][0], columns.boxes[second]
                columns.headers[header] = (x, right + width - x)
        return columns

    def _stamp(self, y: float) -> float:
        if not self.content.draft:
            return y
        label = self.content.labels["draft"]
        self.page.rects.append(Rect(BAND + 6.0, y, WIDTH - BAND - 6.5, self.size * 2, "draft"))
        middle = (BAND + 6.0 + WIDTH) / 2
        self.page.texts.append(
            Text(((middle, y + self.size * 1.4, label),), self.size * 1.15, "draft", "middle")
        )
        return y + self.size * 2 + 6.0

    def _headers(self, y: float) -> float:
        texts: dict[str, list[str]] = {}
        for header, (_, width) in self.columns.headers.items():
            key = (
                header
                if header == "header_previous" or not self.content.template.updated
                else f"{header}_updated"
            )
            texts[header] = wrap(self.content.labels[key], "", self.size, width - 2 * PAD)
        height = max(len(lines) for lines in texts.values()) * self.size * LEADING + 2 * PAD - 2
        for header, lines in texts.items():
            x, width = self.columns.headers[header]
            role = "header_dbr" if header == "header_dbr" else "header_grey"
            self.page.rects.append(Rect(x, y, width, height, role))
            top = y + (height - len(lines) * self.size * LEADING) / 2
            self._centred(lines, x + width / 2, top, role)
        return y + height + ROW_GAP * 0.75

    def _centred(self, lines: list[str], x: float, top: float, role: str) -> None:
        placed = tuple((x, top + self._baseline(i), line) for i, line in enumerate(lines))
        self.page.texts.append(Text(placed, self.size, role, "middle"))

    def _baseline(self, line: int) -> float:
        return (line + 0.95) * self.size * LEADING - self.size * 0.1

    def _rows(self, y: float) -> list[tuple[float, float]]:
        """Draws the rows of boxes and gives top and bottom of each."""
        rows: list[tuple[float, float]] = []
        for left, right in ROWS:
            names = {left: "left", right: "right"}
            if left != "screened" and self.content.template.other:
                names |= {f"{left}_other": "left_other", f"{right}_other": "right_other"}
            names.pop("removed_other", None)
            if left == "identified" and self.content.template.updated:
                names["previous"] = "previous"
            rows.append(self._row(y, names))
            y = rows[-1][1] + ROW_GAP
        rows.append(self._row(y, {"included": "left"}))
        return rows

    def _row(self, y: float, names: dict[str, str]) -> tuple[float, float]:
        texts = {
            name: self._set(self.content.blocks[name], self.columns.boxes[at][1])
            for name, at in names.items()
        }
        bottom = y
        for name, at in names.items():
            x, width = self.columns.boxes[at]
            lines = sum(len(text) for _, text in texts[name])
            height = (
                lines * self.size * LEADING + 2 * PAD + sum(self._gaps(self.content.blocks[name]))
            )
            place = _Place(x, y, width, max(height, self._side_room() if name == "included" else 0))
            self._box(name, place, texts[name])
            bottom = max(bottom, place.bottom)
        return y, bottom

    def _side_room(self) -> float:
        """How tall the last row has to be for the word beside it."""
        label = self.content.labels["side_included"]
        length = (
            len(label) * self.size * LEADING if has_han(label) else width_of(label, self.size) * 1.1
        )
        return length + 2 * PAD

    def _below(self, row: tuple[float, float], name: str) -> tuple[float, float]:
        return self._row(row[1] + ROW_GAP, {name: "left"})

    def _gaps(self, block: Block) -> list[float]:
        """The room before each item: a little between two that are not indented."""
        return [self.size / 2 if i and item.level == 0 else 0.0 for i, item in enumerate(block)]

    def _set(self, block: Block, width: float) -> list[tuple[float, list[str]]]:
        """Each item's indent and wrapped lines."""
        result = []
        for item in block:
            indent = item.level * self.indent
            tail = (
                ""
                if item.number is None
                else self.content.labels.separator + self.content.labels.counted(item.number)
            )
            hang = HANG if item.level else 0.0
            result.append(
                (
                    indent,
                    wrap(item.label, tail, self.size, width - 2 * PAD - indent, hang, spare=indent),
                )
            )
        return result

    def _box(self, name: str, place: _Place, texts: list[tuple[float, list[str]]]) -> None:
        self.places[name] = place
        grey = name in {"previous", "total"} or name.endswith("_other")
        self.page.rects.append(Rect(place.x, place.y, place.w, place.h, "grey" if grey else "box"))
        number, gap = 0, 0.0
        block = self.content.blocks[name]
        for item, (indent, lines), before in zip(block, texts, self._gaps(block), strict=True):
            placed = []
            gap += before
            for i, line in enumerate(lines):
                inside = indent + (HANG if i and item.level else 0)
                # A number too wide for that stands further left rather than on two lines.
                inside = min(inside, place.w - 2 * PAD - width_of(line, self.size)) if i else inside
                placed.append(
                    (
                        place.x + PAD + inside,
                        place.y + PAD + gap + self._baseline(number) - 1.5,
                        line,
                    )
                )
                number += 1
            self.page.texts.append(
                Text(tuple(placed), self.size, "box", key=item.key, detail=item.detail)
            )

    def _sides(self, rows: list[tuple[float, float]]) -> None:
        for label, first, last in SIDES:
            top, bottom = rows[first][0], rows[last][1]
            self.page.rects.append(Rect(0.5, top, BAND, bottom - top, "side"))
            self.page.texts.append(
                self._side(self.content.labels[label], 0.5 + BAND / 2, (top + bottom) / 2)
            )

    def _side(self, words: str, x: float, y: float) -> Text:
        """Chinese stands upright, one character under the other; other scripts are turned."""
        if not has_han(words):
            return Text(
                ((x + self.size * 0.36, y, words),), self.size, "side", "middle", turned=True
            )
        top = y - len(words) * self.size * LEADING / 2
        placed = tuple((x, top + self._baseline(i), character) for i, character in enumerate(words))
        return Text(placed, self.size, "side", "middle")

    def _arrows(self) -> None:
        for left, right in ROWS:
            for suffix in ("", "_other"):
                self._across(left + suffix, right + suffix)
        for suffix, names in (
            ("", ("identified", "screened", "sought", "assessed", "included", "total")),
            ("_other", ("identified", "sought", "assessed")),
        ):
            present = [name + suffix for name in names if name + suffix in self.places]
            for upper, lower in pairwise(present):
                self._down(upper, lower)
        self._join()

    def _across(self, left: str, right: str) -> None:
        if left in self.places and right in self.places:
            a, b = self.places[left], self.places[right]
            y = a.y + min(a.h, b.h) / 2
            self.page.arrows.append(Arrow(((a.right, y), (b.x, y))))

    def _down(self, upper: str, lower: str) -> None:
        a, b = self.places[upper], self.places[lower]
        self.page.arrows.append(Arrow(((a.middle[0], a.bottom), (b.middle[0], b.y))))

    def _join(self) -> None:
        """The other column runs into the included box, the previous studies into the total."""
        if "assessed_other" in self.places:
            a, b = self.places["assessed_other"], self.places["included"]
            self.page.arrows.append(
                Arrow(((a.middle[0], a.bottom), (a.middle[0], b.middle[1]), (b.right, b.middle[1])))
            )
        if "previous" in self.places and "total" in self.places:
            a, b = self.places["previous"], self.places["total"]
            self.page.arrows.append(
                Arrow(((a.middle[0], a.bottom), (a.middle[0], b.middle[1]), (b.x, b.middle[1])))
            )

    def _notes(self, y: float) -> float:
        labels = self.content.labels
        texts = list(self.content.notes)
        if self.content.draft:
            waiting = labels.list_comma.join(
                labels.line(i.label, i.number or 0) for i in self.content.draft
            )
            texts.insert(0, labels["draft_note"] + labels.colon + waiting)
        left = BAND + 6.0
        for text in texts:
            lines = wrap(text, "", 8.0, WIDTH - left)
            placed = tuple(
                (left, y + (i + 0.9) * 8.0 * LEADING, line) for i, line in enumerate(lines)
            )
            self.page.texts.append(Text(placed, 8.0, "note"))
            y += len(lines) * 8.0 * LEADING + 3.0
        return y
