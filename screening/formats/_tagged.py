"""The common part of the tagged text formats: a file is cut into entries,
an entry into tags and values.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from screening.formats._format import Format, Problem, Source
from screening.formats._leftovers import Leftovers
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record


class Warnings(list[Message]):
    """What a person should know about an entry; and its values,
    so that the rest of them can be told.
    """

    fields: "Fields | None" = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file: its own text and the line it begins at, counted from 1."""

    raw: str
    line: int


@dataclass(frozen=True, slots=True)
class Tagged(Format):
    """A format whose files can be cut at any match of `seam`,
    so that large ones are read piece by piece.
    """

    seam: re.Pattern[str] = re.compile(r"\n(?=\n)")


class Fields(dict[str, list[str]]):
    """The values of one entry by tag, in file order; a missing tag has none.

    It remembers what a reader has taken out of it: `fields[tag]` and `every` all values of a tag,
    `first` one.
    """

    __slots__ = ("_all", "_one")

    def __init__(self) -> None:
        super().__init__()
        self._all: set[str] = set()
        self._one: list[tuple[str, str]] = []

    def __getitem__(self, tag: str) -> list[str]:
        values = self.get(tag)
        if values is None:
            return []
        self._all.add(tag)
        return values

    def peek(self, tag: str) -> list[str]:
        """The values of a tag, only to be looked at: they do not count as taken over."""
        return self.get(tag) or []

    def take(self, tag: str, value: str) -> None:
        """Marks one value as taken over."""
        self._one.append((tag, value))

    def left(self) -> list[tuple[str, str]]:
        """(tag, value) of every value that nobody has taken out,
        and that says something else than those taken.
        """
        names = self.keys() - self._all
        if not names:
            return []
        # Many exporters write one value under two tags: taken once, it is not lost.
        held = {value for _tag, value in self._one}
        left = [
            (tag, value)
            for tag in self
            if tag in names
            for value in self.get(tag) or ()
            if value not in held
        ]
        if left:
            held = {value for name in self._all for value in self.get(name) or ()}
        return [each for each in left if each[1] not in held]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Fields":
        """The values of these tags, in the order given."""
        found = cls()
        for tag, value in pairs:
            found.add(tag, value)
        return found

    def first(self, *tags: str) -> str:
        """The first value that is not empty, by the order of the tags."""
        for tag in tags:
            if tag in self:
                for value in self.get(tag) or ():
                    if value and not value.isspace():
                        self._one.append((tag, value))
                        return value
        return ""

    def every(self, *tags: str) -> list[str]:
        """All values that are not empty, tag by tag."""
        return [
            value
            for tag in tags
            if tag in self
            for value in self[tag]
            if value and not value.isspace()
        ]

    def add(self, tag: str, value: str) -> None:
        """One more value of a tag."""
        values = self.get(tag)
        if values is None:
            self[tag] = [value]
        else:
            values.append(value)


def entries(text: str, start: re.Pattern[str]) -> Iterator[Entry]:
    """The entries of a text, each from one match of `start` to the next;
    what stands before the first is left out.
    """
    position = line = 0
    begin = -1
    for found in start.finditer(text):
        here = found.start()
        if begin >= 0:
            yield Entry(text[begin:here].rstrip(), line)
        # Counted on from the last entry: from the beginning each time would be quadratic.
        line = (line or 1) + text.count("\n", position, here)
        position = begin = here
    if begin >= 0:
        yield Entry(text[begin:].rstrip(), line)


def read_entries(
    found: Iterator[Entry],
    build: Callable[[Entry, Warnings], Record | None],
    leftovers: Leftovers | None = None,
) -> Iterator[Record | Problem]:
    """Builds a record of each entry; an entry that cannot become one is a rejected problem with its
    text.

    `build` returns None for an entry without any content, adds to the warnings what a person should
    know, and leaves the entry's values in `warnings.fields`: those that it has not taken go to the
    leftovers.
    """
    for entry in found:
        warnings = Warnings()
        try:
            record = build(entry, warnings)
        # Whatever an odd entry makes a reader raise costs that entry alone; memory and interrupts go on.
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
            RecursionError,
        ) as error:
            yield broken(entry.raw, entry.line, error)
            continue
        if record is None:
            yield nothing_in(entry.raw, entry.line)
            continue
        if leftovers is not None and warnings.fields is not None:
            leftovers.judge(warnings.fields.left(), entry.line)
        yield record
        for warning in warnings:
            yield Problem(warning, entry.line, entry.raw)


def noted(warnings: list[Message], fields: Fields) -> Fields:
    """The fields, which an entry's warnings now know too."""
    if isinstance(warnings, Warnings):
        warnings.fields = fields
    return fields


def nothing_in(raw: str, line: int) -> Problem:
    """The message for an entry from which nothing could be taken."""
    text = gettext_noop("This entry has no title, author, abstract or identifier.")
    return Problem(Message(text), line, raw, rejected=True)


def broken(raw: str, line: int, error: Exception) -> Problem:
    """The rejected entry for an error of ours, so that it stays one entry's trouble."""
    text = gettext_noop(
        "This entry could not be read (%(reason)s). Correct its text and read it again."
    )
    return Problem(
        Message(text, {"reason": f"{type(error).__name__}: {error}"}), line, raw, rejected=True
    )


def counter(pattern: re.Pattern[str]) -> Callable[[Source], int]:
    """A count of the matches of a pattern in the text."""

    def count(source: Source) -> int:
        return sum(1 for _ in pattern.finditer(source.text))

    return count


def values(raw: str, tag: re.Pattern[str], known: frozenset[str] | None = None) -> Fields:
    """The values of an entry: a line that matches `tag` (group 1 the tag, group 2 the value) begins one.

    Other lines continue the value before, joined with "\\n"; so does a tag that is not among the known ones.
    """
    found = Fields()
    name = ""
    parts: list[str] = []
    for line in raw.split("\n"):
        match = None if line.startswith("   ") else tag.match(line)
        if match and (known is None or match.group(1) in known):
            if parts:
                found.add(name, "\n".join(parts))
            name = match.group(1)
            parts = [match.group(2) or ""]
        elif parts:
            parts.append(line)
    if parts:
        found.add(name, "\n".join(parts))
    return found
