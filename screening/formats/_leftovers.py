"""What a file says that no field of a record holds: which tags or columns, in how many records, and an example."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from screening.records.text import collapse

SHOWN = 120
"""Letters of an example that a person sees."""
_EMPTY = frozenset(
    each
    for word in ("na", "n/a", "none", "null", "nan", "no abstract", "[no abstract available]", "-")
    for each in (word, word.upper(), word.title(), word.capitalize())
)


@dataclass(slots=True)
class Leftover:
    """One tag or column: in how many records it was not taken over, and the first such value with its line."""

    records: int = 0
    example: str = ""
    line: int = 0


@dataclass(slots=True)
class Leftovers:
    """Everything of one file that was not taken over, by the name it has in the file; its raw text keeps it."""

    found: dict[str, Leftover] = field(default_factory=dict)

    def judge(self, values: Iterable[tuple[str, str]], line: int) -> None:
        """Counts (name, value) pairs of a record that were not taken over, each name once; its values come in a row."""
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
