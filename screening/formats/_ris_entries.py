"""The grammar of RIS as real exports write it: entries out of lines, in every dialect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from screening.formats._tagged import Fields

TAG = re.compile(r"([A-Z][A-Z0-9]|PMID|PMCID)( {0,2}|\t)-([ \t]|$|)(.*)", re.DOTALL)
START = re.compile(r"[ \t]*TY(?: {0,2}|\t)-[ \t]*\S")
_COMMON = "TY A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP ED EP ER ET ID IS"
_RARE = (
    "J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NL NV OP PB PP PT PY RI RN RP SE SN SP SO ST T1 T2 T3 "
    "TA TI TT U1 U2 U3 U4 U5 UR UT VL VO Y1 Y2 PMID PMCID"
)
_INDENTED = re.compile(r"^[ \t]+TY {0,2}-", re.MULTILINE)
_FLUSH = re.compile(r"^TY {0,2}-", re.MULTILINE)
KNOWN = frozenset(f"{_COMMON} {_RARE}".split())
_TITLES = ("TI", "T1", "CT", "BT")
_TITLE_TAGS = frozenset(_TITLES)
_HEADS = (*_TITLES, "DB", "AU")
#: What databases put between their entries: numbers, rules, addresses of their own.
_FURNITURE = re.compile(
    r"[\s\d.]*$|Record #\d+ of \d+|Provider\s*:|Content\s*:|Link to the (?:Ovid|External)|[-=_*#]{3,}\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?:Database|DB)\s*:\s*(\S.*)")


@dataclass(slots=True)
class RisEntry:
    """One entry: its values by tag, its own text, its first line; whether ER closed it,
    whether the file ends in it.
    """

    fields: Fields
    raw: str
    line: int
    closed: bool
    database: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True)
class Stray:
    """Text between two entries, or tags that belong to neither: its first line, counted from 1,
    and how many lines.
    """

    text: str
    line: int
    lines: int = 1
    tags: bool = False


@dataclass(slots=True)
class _Open:
    """The entry being read: where it began, its values so far,
    and the lines that go on with the last of them.

    `near`: its tags stand right behind the end of the entry before, without a blank line.
    """

    begin: int
    started: bool
    near: bool = False
    fields: Fields = field(default_factory=Fields)
    last: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)

    def flush(self) -> None:
        """Puts the lines that go on with the last value behind it."""
        if self.more:
            self.last[-1] = "\n".join((self.last[-1], *self.more))
            self.more = []

    def drop_cut_tag(self) -> None:
        """Where the file was cut off inside a tag, its letters are no part of the value before."""
        if self.more and self.more[-1].rstrip(" -") in KNOWN:
            self.more.pop()

    def close(self, lines: list[str], end: int, database: str, *, closed: bool) -> RisEntry:
        """The finished entry."""
        self.flush()
        raw = "\n".join(lines[self.begin : end]).rstrip()
        return RisEntry(self.fields, raw, self.begin + 1, closed, database)

    def belongs(self) -> bool:
        """Whether tags before a TY are the head of that entry,
        and not what Ovid writes behind the one before.
        """
        return any(tag in self.fields for tag in _HEADS)

    def has_title(self) -> bool:
        """Whether a title was seen."""
        return any(self.fields.peek(tag) for tag in _TITLES)

    def only_typed(self) -> bool:
        """Whether nothing but its type has been read yet."""
        return self.started and len(self.fields) == 1 and not self.more

    def goes_on_behind(self, lines: list[str], number: int) -> bool:
        """Whether a line TY in the midst of it is no beginning: no blank line stands before it, and
        what follows has no second title and none of the tags that were read.
        """
        if not lines[number - 1].strip():
            return False
        behind = _tags_behind(lines, number)
        return not (behind & self.fields.keys()) and not (self.has_title() and behind & _TITLE_TAGS)


def split(text: str) -> Iterator[RisEntry | Stray]:
    """The entries of a RIS text in file order, and the text between them.

    A TY line ends the entry before it, ER or not; two in a row are one entry. Tags before a TY
    belong to it when they hold title, author or database; a block of tags that an ER ends without
    any TY is an entry too. Tags right behind an ER, without a blank line, belong to the entry that
    it ended. A "Database:" header tells the source of what follows.
    """
    held: RisEntry | None = None
    for found in _split(text):
        # Ovid and others write a few tags behind the ER of their entry.
        if isinstance(found, _Open):
            # Tags that no entry has taken: they stood behind an ER.
            if held is not None and found.near:
                yield from _added(held, found)
            else:
                yield _lost(found)
            continue
        if isinstance(found, RisEntry):
            if held is not None:
                yield held
            held = found
        else:
            yield found
    if held is not None:
        yield held


def _added(entry: RisEntry, behind: _Open) -> Iterator[Stray]:
    """Gives the entry the tags that it lacks; what it has already is told."""
    behind.flush()
    left = Fields()
    for tag, values in behind.fields.items():
        if any(value.strip() for value in entry.fields.peek(tag)):
            left[tag] = values
        else:
            entry.fields[tag] = [value for given in values if (value := given)]
    entry.raw = "\n".join(
        (entry.raw, *(f"{tag}  - {value}" for tag, of in behind.fields.items() for value in of))
    )
    if left:
        yield _lost(_Open(behind.begin, False, False, left))


def _lost(block: _Open) -> Stray:
    block.flush()
    lines = [f"{tag}  - {value}" for tag, values in block.fields.items() for value in values]
    return Stray(
        "\n".join(lines), block.begin + 1, sum(line.count("\n") + 1 for line in lines), tags=True
    )


def _split(text: str) -> Iterator[RisEntry | Stray | _Open]:
    """The same in the order of the lines; a block of tags that belongs to no TY as it is."""
    lines = _flush_lines(text)
    current: _Open | None = None
    stray: list[str] = []
    database, began, ended = "", 0, -2
    for number, line in enumerate(lines):
        tag = line[:2]
        if line[2:6] == "  - " and tag in KNOWN:
            value = line[6:]
        else:
            tag, value = _parse(line, current)
        if not tag:
            if current and not current.started and not line.strip() and not current.belongs():
                yield current
                current = None
            elif current:
                current.more.append(line)
            elif line and (header := _HEADER.match(line)):
                database = header.group(1).strip()
            elif line and not _FURNITURE.match(line):
                stray.append(line.strip())
                began = began if len(stray) > 1 else number + 1
            continue
        if stray:
            yield Stray("\n".join(stray), began, len(stray))
            stray = []
        if tag == "ER":
            if not (value.strip() and _goes_on(lines, number)):
                if current:
                    yield current.close(lines, number + 1, database, closed=True)
                    ended = number
                current = None
            continue
        if tag == "TY":
            if current and (ended_by := _ended_by_type(current, lines, number, database)):
                yield ended_by
                current = None
            current = current or _Open(number, True)
            current.started = True
        elif current is None:
            current = _Open(number, False, number == ended + 1)
        if current.more:
            current.flush()
        current.last = current.fields.setdefault(tag, [])
        current.last.append(value)
    if current:
        yield _last(current, lines, database)
    if stray:
        yield Stray("\n".join(stray), began, len(stray))


def _last(current: _Open, lines: list[str], database: str) -> RisEntry | _Open:
    """What the end of the file leaves open: an entry, or tags that belong to none."""
    # Remains of something: no entry, but told, as it may be the end of one that was cut.
    if not current.started and not current.has_title():
        return current
    current.drop_cut_tag()
    entry = current.close(lines, len(lines), database, closed=False)
    entry.last = True
    return entry


def _flush_lines(text: str) -> list[str]:
    """The lines; without what stands before them where all of them are indented."""
    lines = text.split("\n")
    return (
        [line.lstrip(" \t") for line in lines]
        if not _FLUSH.search(text) and _INDENTED.search(text)
        else lines
    )


def _ended_by_type(
    current: _Open, lines: list[str], number: int, database: str
) -> RisEntry | _Open | None:
    """What a line TY puts an end to: an entry without its ER or its TY,
    or tags that belong to none.
    """
    if current.started:
        goes_on = current.only_typed() or current.goes_on_behind(lines, number)
        return None if goes_on else current.close(lines, number, database, closed=False)
    if (
        current.has_title()
        and not lines[number - 1].strip()
        and _tags_behind(lines, number) & _TITLE_TAGS
    ):
        return current.close(lines, number, database, closed=False)
    return None if current.belongs() else current


def _tags_behind(lines: list[str], number: int) -> set[str]:
    """The tags between a line TY and the end of its entry."""
    found: set[str] = set()
    for place in range(number + 1, len(lines)):
        tag = lines[place][:2]
        if tag in KNOWN and lines[place][2:5].lstrip().startswith("-"):
            # Looked for by form alone; to parse each line here would read the file twice.
            if tag in ("ER", "TY"):
                break
            found.add(tag)
    return found


def _parse(line: str, current: _Open | None) -> tuple[str, str]:
    """Tag and value of a line; ("", "") when it continues the line before or stands outside."""
    # Most lines of an abstract end here.
    if not line or "-" not in line[:8]:
        return ("ER", "") if line == "ER" else ("", "")
    if line[0] in " \t":
        if not START.match(line):
            return "", ""
        line = line.lstrip()
    found = TAG.match(line)
    if not found:
        return "", ""
    tag, gap, blank, value = found.groups()
    if value and not blank:
        # "CD-ROM" and "AU-rich" begin lines of abstracts: without a blank only the strict form is
        # a tag.
        return (tag, value) if len(gap) == 2 and tag in KNOWN else ("", "")
    if len(gap) == 2 or tag in ("TY", "ER") or (tag in KNOWN and (gap or current is None)):
        return tag, value
    return "", ""


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether tags follow an "ER  - some text" line at once, so that it is a value and not the end."""
    # "ER  - " is also the abbreviation of estrogen receptor: abstracts broken into lines
    # hold it.
    following = lines[number + 1] if number + 1 < len(lines) else ""
    found = TAG.match(following)
    return bool(found and found.group(1) != "TY")
