"""Cuts a BibTeX file into entries with bibtexparser, and wins back what it has to give up."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)
from bibtexparser.splitter import Splitter

# Every failed block becomes a problem of ours, with its line; bibtexparser's own log would say it a
# second time.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)

_AT = re.compile(r"@[ \t]*(\w+)[ \t]*[{(]")
COMMANDS = frozenset({"comment", "string", "preamble"})
_FIELD_LINE = re.compile(
    r"^[ \t]*([^\W\d][\w .:+-]{0,60}?)[ \t]*=[ \t]*(?=[{\"\d\w])", re.MULTILINE
)
_BRACE = re.compile(r"(?<!\\)[{}]")
_SECOND_FIELD = re.compile(r"\s*,?\s*([^\W\d][\w .:+-]{0,60}?)\s*=\s*(?=[{\"\d])")
_PART = re.compile(
    r'\s*(?:"((?:[^"{}]|\{[^{}]*\}|\{(?:[^{}]|\{[^{}]*\})*\})*)"|([^\s#"{}]+))\s*(#|$)'
)


@dataclass(slots=True)
class RawEntry:
    """One entry as it stands: fields by lower-case name with outer braces or quotes off,
    LaTeX still in them.

    `line` counts from 1. `broken` says that the entry was damaged and read as far as its lines
    allow; an entry that is `broken` and has no fields could not be read.
    """

    type: str
    key: str
    fields: dict[str, str]
    raw: str
    line: int
    broken: bool = False


def starts(text: str) -> Iterator[re.Match[str]]:
    """Where an entry or a command such as @string begins: at the start of a line,
    or right after the one before.
    """
    for found in _AT.finditer(text):
        before = found.start() - 1
        while before >= 0 and text[before] in " \t":
            before -= 1
        if before < 0 or text[before] in "\n})":
            yield found


def split(text: str) -> Iterator[RawEntry]:
    """Every entry of the file in order; comments, preambles and string definitions are used,
    not given.
    """
    strings: dict[str, str] = {}
    waiting: dict[int, list[tuple[int, str]]] | None = None
    for block in _blocks(text):
        while (
            # Two entries of one key, or two fields of one name, are errors to LaTeX; in exports
            # they are usual.
            isinstance(block, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock)
            and block.ignore_error_block
        ):
            block = block.ignore_error_block
        if isinstance(block, Entry):
            if block.entry_type:
                yield _entry(block, strings)
        elif isinstance(block, String):
            # In file order: a definition counts for what follows it.
            strings[block.key.lower()] = value(block.value, strings)
        elif not isinstance(block, ExplicitComment | ImplicitComment | Preamble):
            waiting = _starts(text) if waiting is None else waiting
            yield from _recover(block, waiting)


def _blocks(text: str) -> list[Block]:
    try:
        return list(Splitter(text).split().blocks)
    except ParserStateException as error:
        entries = [found for found in starts(text) if found.group(1).lower() not in COMMANDS]
        return [
            ParsingFailedBlock(
                error=error, start_line=text.count("\n", 0, found.start()), raw=found.group()
            )
            for found in entries
        ]


def _starts(text: str) -> dict[int, list[tuple[int, str]]]:
    """The entries that begin on a line (from 0),
    each with its type and its text up to the next one.
    """
    found = list(starts(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    lines: dict[int, list[tuple[int, str]]] = {}
    line = place = 0
    for match, end in zip(found, ends, strict=True):
        line += text.count("\n", place, match.start())
        place = match.start()
        if match.group(1).lower() not in COMMANDS:
            lines.setdefault(line, []).append((match.start(), text[match.start() : end].strip()))
    return lines


def _recover(block: Block, entries: dict[int, list[tuple[int, str]]]) -> Iterator[RawEntry]:
    """The entry of a block that bibtexparser gave up,
    from the fields that stand on lines of their own.
    """
    waiting = entries.get(block.start_line or 0)
    if not waiting:
        return
    raw = waiting.pop(0)[1]
    head = re.match(r"@[ \t]*(\w+)[ \t]*[{(]\s*([^,={}\n]*)", raw)
    kind, key = (head.group(1).lower(), head.group(2).strip()) if head else ("misc", "")
    fields = _lines(raw)
    # Without a title what was won back cannot be judged by anybody; then the whole entry is
    # rejected.
    complete = fields if "title" in fields else {}
    yield RawEntry(kind, key, complete, raw, (block.start_line or 0) + 1, broken=True)


def _lines(raw: str) -> dict[str, str]:
    """Fields that begin on a line of their own and are closed before the next one does."""
    fields: dict[str, str] = {}
    found = list(_FIELD_LINE.finditer(raw))
    ends = [*(match.start() for match in found[1:]), len(raw)]
    for match, end in zip(found, ends, strict=False):
        piece = raw[match.end() : end].strip()
        if piece[0] in '{"':
            last = piece.rfind("}" if piece[0] == "{" else '"')
            if last > 0:
                _keep(fields, match.group(1), piece[1:last].rstrip("}, \n"))
        else:
            _keep(fields, match.group(1), piece.rstrip("}), \n"))
    return fields


def _entry(block: Entry, strings: dict[str, str]) -> RawEntry:
    fields: dict[str, str] = {}
    for field in block.fields:
        text = str(field.value)
        if (
            text[:1] == "{"
            and text[-1:] == "}"
            and text.find("{", 1) < 0
            and text.find("}", 1) == len(text) - 1
        ):
            _keep(fields, field.key, text[1:-1])
        else:
            _unwrap(fields, field.key, text, strings)
    return RawEntry(
        block.entry_type.lower(), block.key, fields, block.raw or "", (block.start_line or 0) + 1
    )


def _keep(fields: dict[str, str], name: str, text: str) -> None:
    """Stores a field; of two with one name the first that says anything stays,
    keywords and notes are joined.
    """
    name = name.lower()
    known = fields.get(name)
    if not known:
        fields[name] = text
    elif text and text != known and name in ("keywords", "keyword", "author_keywords", "note"):
        separator = "; " if name == "note" or ";" in known + text else ", "
        fields[name] = f"{known}{separator}{text}"


def _unwrap(fields: dict[str, str], name: str, text: str, strings: dict[str, str]) -> None:
    """Stores a value that may hold groups; a comma forgotten before the next field is put right."""
    while text[:1] == "{":
        end = _closing(text)
        following = _SECOND_FIELD.match(text, end + 1) if 0 < end < len(text) - 1 else None
        if not following:
            break
        _keep(fields, name, text[1:end])
        name, text = following.group(1), text[following.end() :]
    _keep(fields, name, value(text, strings))


def _closing(text: str) -> int:
    """Index of the brace that closes the one at the start; -1 when it stays open."""
    depth = place = 0
    if "\\{" not in text and "\\}" not in text:
        while (close := text.find("}", place)) >= 0:
            depth += text.count("{", place, close) - 1
            if depth == 0:
                return close
            place = close + 1
        return -1
    for found in _BRACE.finditer(text):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.start()
    return -1


def value(text: str, strings: dict[str, str]) -> str:
    """What a field or string definition says: braces or quotes off, "#" joined,
    macros filled in or kept by name.
    """
    text = text.strip()
    parts: list[str] = []
    while text:
        if text[0] == "{":
            end = _closing(text)
            if end < 0:
                return "".join(parts) + text
            parts.append(text[1:end])
            text = text[end + 1 :].lstrip()
            if not text.startswith("#"):
                return "".join(parts) + (text if text else "")
            text = text[1:].lstrip()
            continue
        found = _PART.match(text)
        if not found:
            plain = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
            return "".join(parts) + strings.get(plain.lower(), plain)
        quoted, macro = found.group(1), found.group(2)
        parts.append(quoted if quoted is not None else strings.get(macro.lower(), macro))
        text = text[found.end() :].lstrip()
    return "".join(parts)
