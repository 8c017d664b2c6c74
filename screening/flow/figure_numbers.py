"""The numbers that a figure gives, box by box; an empty box is none of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from screening.flow.figure_columns import Link
from screening.flow.identities import Numbers


class Given:
    """The numbers of a figure; reasons count as their sum."""

    def __init__(self, numbers: Numbers) -> None:
        said = {k: v for k, v in numbers.items() if v is not None and v != {}}
        self.given: dict[str, int] = {k: _number(v) for k, v in said.items()}

    def _has(self, *keys: str) -> bool:
        return any(key in self.given for key in keys)

    def _sum(self, keys: Sequence[str]) -> int:
        """The sum of these boxes; a key with a minus before it is taken off."""
        return sum(
            -self.given.get(key[1:], 0) if key.startswith("-") else self.given.get(key, 0)
            for key in keys
        )

    def _amount(self, link: Link) -> int:
        return self._sum(link.left) - self._sum(link.right)

    def _shown(self, keys: Sequence[str], *, signed: bool = False) -> tuple[str, ...]:
        """Of these boxes those that have a number."""
        held = [key for key in keys if key.removeprefix("-") in self.given]
        return tuple(key if signed else key.removeprefix("-") for key in held)


def _number(value: Any) -> int:
    return sum(value.values()) if isinstance(value, Mapping) else int(value)
