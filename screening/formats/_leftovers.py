"""What a file says that no field of a record holds: which tags or columns, in how many records,
and an example.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from screening.records.text import collapse

#: Letters of an example that a person sees.
SHOWN = 120
_EMPTY = frozenset(
    each
    for word in ("na", "n/a", "none", "null", "nan", "no abstract", "[no abstract available]", "-")
    for each in (word, word.upper(), word.title(), word.capitalize())
)


@dataclass(slots=True)
class Leftover:
    """One tag or column: in how many records it was not taken over,
    and the first such value with its line.
    """

    records: int = 0
    example: str = ""
    line: int = 0


@dataclass(slots=True)
class Leftovers:
    """Everything of one file that was not taken over, by the name it has in the file;
    its raw text keeps it.
    """

    found: dict[str, Leftover] = field(default_factory=dict)

    def judge(self, values: Iterable[tuple[str, str]], line: int) -> None:
        """Counts (name, value) pairs of a record that were not taken over, each name once;
        its values come in a row.
        """
        found = self.found
        last = ""
        for name, value in values:
            if name == last or not value or value in _EMPTY or value.isspace():
                continue
            last = name
            known = found.get(name)
            if known is None:
                found[name] = Leftover(1, collapse(value)[:SHOWN], line)
            else:
                known.records += 1

    def merge(self, other: "Leftovers") -> None:
        """Those of another file too."""
        for name, each in other.found.items():
            known = self.found.setdefault(name, Leftover(0, each.example, each.line))
            known.records += each.records


class Said:
    """The fields of one JSON object, which remember what a reader has taken out of them."""

    __slots__ = ("_taken", "value")

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value
        self._taken: set[str] = set()

    def one(self, *names: str) -> str:
        """The first of these fields that is a text or a number, as text; "" if none is."""
        for name in names:
            if name in self.value and (text := text_of(self.value[name])):
                self._taken.add(name)
                return text
        return ""

    def get(self, name: str) -> Any:
        """A whole field, whatever it is; it counts as taken over."""
        self._taken.add(name)
        return self.value.get(name)

    def left(self, envelope: frozenset[str]) -> Iterator[tuple[str, str]]:
        """(name, value) of every field that nobody has taken, that says something else than those
        taken, and that is no part of the `envelope`, the numbers by which a program finds its own
        items.
        """
        names = self.value.keys() - self._taken - envelope
        if not names:
            return
        held = {text_of(self.value[name]) for name in self._taken if name in self.value}
        for name in self.value:
            if (
                name in names
                and self.value[name] not in (None, "", [], {}, False)
                and (text := plain(self.value[name])) not in held
            ):
                yield name, text


def text_of(value: Any) -> str:
    """A string or number as text; "" for anything else."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()


def plain(value: Any, depth: int = 3) -> str:
    """A JSON value as a text to show: "a; b", "name: text"."""
    if not depth:
        return "…"
    if isinstance(value, dict):
        return "; ".join(
            f"{name}: {text}" for name, each in value.items() if (text := plain(each, depth - 1))
        )
    if isinstance(value, list):
        return "; ".join(text for each in value[:20] if (text := plain(each, depth - 1)))
    return "true" if value is True else text_of(value)
