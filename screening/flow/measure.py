"""How wide a text is and where its lines may break, in Chinese and in English."""

import re
import unicodedata
from collections.abc import Iterator

from screening.records.text import HAN

#: Advance widths of Noto Sans SC from U+0020 to U+007E, in thousandths of an em.
ASCII_WIDTHS = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392,
    555, 555, 555, 555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474,
    946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742,
    633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559,
    606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606,
    620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
)  # fmt: skip

_NO_START = "，。；：、）】》〉！？”’％…·,.;:!?)]}%"
_NO_END = "（【《〈“‘([{"
_PIECE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]| +|[^ {HAN}\u3000-\u303f\uff00-\uffef]+")


def width(text: str, size: float) -> float:
    """Width of the text in the unit of `size` (the font size), set in Noto Sans SC."""
    return sum(_advance(c) for c in text) * size / 1000


def _advance(character: str) -> int:
    code = ord(character)
    if 0x20 <= code <= 0x7E:
        return ASCII_WIDTHS[code - 0x20]
    if character in "\N{NO-BREAK SPACE}\N{THIN SPACE}":
        return ASCII_WIDTHS[0]
    # Latin letters with accents are as wide as their base; other signs are a full square in a
    # Chinese font.
    return (
        625 if character.isalpha() and unicodedata.east_asian_width(character) not in "WF" else 1000
    )


def wrap(
    text: str, tail: str, size: float, room: float, hang: float = 0.0, spare: float = 0.0
) -> list[str]:
    """The text as lines no wider than `room`;
    `tail` (the number) is never split and stays on one line.

    `spare` is how much wider than `room` a line may be that holds the tail alone.

    Latin text breaks at blanks, Chinese between characters but not before closing or after opening
    punctuation; a word longer than a line is broken anywhere. `hang` is how much less room the
    lines after the first have.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, tail):
        limit = room - (hang if lines else 0)
        if width((line + piece).rstrip(" "), size) <= limit:
            line = (line + piece) if line else piece.lstrip(" ")
            continue
        if line.strip():
            lines.append(line.rstrip(" "))
        alone = piece is tail and width(piece.strip(" "), size) <= room + spare
        *full, line = [piece.lstrip(" ")] if alone else _cut(piece.lstrip(" "), size, room - hang)
        lines.extend(full)
    return [*lines, line.rstrip(" ")] if line.strip() else lines or [""]


def _pieces(text: str, tail: str) -> Iterator[str]:
    """The smallest parts that a line end may separate."""
    held = ""
    for piece in _PIECE.findall(text):
        joins = held and (piece[0] in _NO_START or held[-1] in _NO_END)
        if held and not joins:
            yield held
            held = ""
        held += piece
    if held:
        yield held
    if tail:
        yield tail


def _cut(piece: str, size: float, room: float) -> list[str]:
    parts, part = [], ""
    for character in piece:
        if part and width(part + character, size) > room:
            kept = max((part.rfind(mark) for mark in "./-_"), default=-1) + 1 or len(part)
            parts.append(part[:kept])
            part = part[kept:]
        part += character
    return [*parts, part]
