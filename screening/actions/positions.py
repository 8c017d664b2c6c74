"""The order that a team gives its reasons, labels and the like."""

from collections.abc import Sequence
from typing import Any


def move_one(row: list[Any], item: Any, *, up: bool) -> bool:
    """Moves it one place in its row and writes all positions; False at either end."""
    here = row.index(item)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(row):
        return False
    row[here], row[there] = row[there], row[here]
    _number(row)
    return True


def _number(row: Sequence[Any]) -> None:
    # All of them: rows of before may share a position, or leave gaps.
    for position, item in enumerate(row):
        item.position = position
    type(row[0])._default_manager.bulk_update(row, ["position"])
