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
_HEADS = (*_TITLES, "DB", "AU")
_HEADER = re.compile(r"(?:Database|DB)\s*:\s*(\S.*)")


@dataclass(slots=True)
class RisEntry:
    """One entry: its values by tag, its own text, its first line; whether ER closed it, whether the file ends in it."""

    fields: Fields
    raw: str
    line: int
    closed: bool
    database: str = ""
    last: bool = False


@dataclass(slots=True)
class _Open:
    """The entry being read: where it began, its values so far, and the lines that go on with the last of them."""

    begin: int
    started: bool
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
        """Whether tags before a TY are the head of that entry, and not what Ovid writes behind the one before."""
        return any(tag in self.fields for tag in _HEADS)

    def has_title(self) -> bool:
        """Whether a title was seen."""
        return any(self.fields[tag] for tag in _TITLES)


def split(text: str) -> Iterator[RisEntry]:
    """The entries of a RIS text in file order.

    A TY line ends the entry before it, ER or not. Tags before a TY belong to it when they hold title, author or
    database; a block of tags that an ER ends without any TY is an entry too. Other text outside entries is passed over,
    except a "Database:" header, which tells the source of what follows.
    """
    lines = text.split("\n")
    if not _FLUSH.search(text) and _INDENTED.search(text):
        lines = [line.lstrip(" \t") for line in lines]
    current: _Open | None = None
    database = ""
    for number, line in enumerate(lines):
        tag = line[:2]
        if line[2:6] == "  - " and tag in KNOWN:
            value = line[6:]
        else:
            tag, value = _parse(line, current)
        if not tag:
            if current:
                current.more.append(line)
            elif line and (header := _HEADER.match(line)):
                database = header.group(1).strip()
            continue
        if tag == "ER":
            if not (value.strip() and _goes_on(lines, number)):
                if current:
                    yield current.close(lines, number + 1, database, closed=True)
                current = None
            continue
        if tag == "TY":
            if current and current.started:
                yield current.close(lines, number, database, closed=False)
                current = None
            if not (current and current.belongs()):
                current = _Open(number, True)
            current.started = True
        elif current is None:
            current = _Open(number, False)
        if current.more:
            current.flush()
        if tag in current.fields:
            current.last = current.fields[tag]
            current.last.append(value)
        else:
            current.last = current.fields[tag] = [value]
    if current and (current.started or current.has_title()):
        current.drop_cut_tag()
        entry = current.close(lines, len(lines), database, closed=False)
        entry.last = True
        yield entry


def _parse(line: str, current: _Open | None) -> tuple[str, str]:
    """Tag and value of a line; ("", "") when it continues the line before or stands outside."""
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
        return (tag, value) if len(gap) == 2 and tag in KNOWN else ("", "")
    if len(gap) == 2 or tag in ("TY", "ER") or (tag in KNOWN and (gap or current is None)):
        return tag, value
    return "", ""


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether tags follow an "ER  - some text" line at once, so that it is a value and not the end."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    found = TAG.match(following)
    return bool(found and found.group(1) != "TY")
