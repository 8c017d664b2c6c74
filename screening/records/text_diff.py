"""Two texts side by side: which pieces only one of them has."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from screening.records.text import HAN, fold, has_han

_PIECE = re.compile(f"[{HAN}]|[^\\W{HAN}]+|\\s+|[^\\w\\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `own` when the other text does not have it."""

    text: str
    own: bool


def compare_texts(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, by word and for Chinese by character;
    joined again they are what they were.

    A Chinese text beside one without Han characters has nothing in common to show,
    so neither is marked.
    """
    if has_han(left) != has_han(right):
        return _piece([left], False), _piece([right], False)
    a, b = _PIECE.findall(left), _PIECE.findall(right)
    matcher = SequenceMatcher(
        None, [p.casefold() for p in a], [p.casefold() for p in b], autojunk=False
    )
    ours: list[Piece] = []
    theirs: list[Piece] = []
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        own = kind != "equal"
        ours.extend(_piece(a[a0:a1], own))
        theirs.extend(_piece(b[b0:b1], own))
    return ours, theirs


def _piece(parts: list[str], own: bool) -> list[Piece]:
    return [Piece("".join(parts), own)] if parts else []


def alike(left: str, right: str) -> bool:
    """Whether two texts say the same but for width, case, punctuation and script variant."""
    return left == right or (fold(left) != "" and fold(left) == fold(right))
