"""No rule asks for a level that does not exist:
a slip of the pen would be a rule that never applies.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.dedupe import levels
from screening.dedupe.levels import LEVELS
from screening.dedupe.weights import CARD

SOURCES = sorted(Path(levels.__file__).parent.rglob("*.py"))


def compared(source: str) -> Iterator[tuple[str, str]]:
    """(feature, word) of each comparison of a feature of `c` with a text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            parts = [part for side in (node.left, *node.comparators) for part in ast.walk(side)]
            names = [
                part.attr
                for part in parts
                if isinstance(part, ast.Attribute)
                and isinstance(part.value, ast.Name)
                and part.value.id in ("c", "comparison")
                and part.attr in LEVELS
            ]
            words = [
                part.value
                for part in parts
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            yield from ((name, word) for name in names for word in words)


def test_card_weighs_exactly_these_levels():
    assert {feature: tuple(weights) for feature, weights in CARD.items()} == LEVELS


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_level_asked_for_exists(path: Path):
    unknown = [
        (name, word) for name, word in compared(path.read_text("utf-8")) if word not in LEVELS[name]
    ]
    assert not unknown


def test_a_slip_is_seen():
    assert ("title", "smae") in set(
        compared('def applies(a, b, c, _):\n    return c.title in ("same", "smae")')
    )
