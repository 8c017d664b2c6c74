"""Long things in short pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in order as lists of `size`, the last one shorter; nothing for no items.
    Raises ValueError below 1.
    """
    if size < 1:
        raise ValueError("a batch holds at least one item")
    source = iter(items)
    while some := list(islice(source, size)):
        yield some
