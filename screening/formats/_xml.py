"""XML without its dangers: a file is cut into its records by their tags,
and each record is parsed alone.

No document type definition, entity or address in a file is ever obeyed; a damaged record costs only
itself; the text of every record is at hand as it stands in the file.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from screening.formats._format import Problem, Source
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record
from screening.records.text import collapse

#: An lxml element; lxml comes without types.
Node = Any

_ENTITY = re.compile(r"<!ENTITY\s")
_SPACE_NAME = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,30});)?")
_KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})
_OPTIONS = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "dtd_validation": False,
    "remove_comments": True,
    "remove_pis": True,
}
_START_TAG = re.compile(r"\s*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_PROLOG_MARK = re.compile(r"\s*(?:(<\?|<!--)|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)", re.IGNORECASE)
_PROLOG = 1 << 16
_RAISED = {"sup": "sup", "superscript": "sup", "sub": "sub", "inf": "sub", "subscript": "sub"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One record element: parsed, as text, and its first line counted from 1.
    Tags carry no namespaces.
    """

    node: Node
    raw: str
    line: int


@dataclass(frozen=True, slots=True)
class _Piece:
    raw: str
    line: int
    closed: bool


def text_of(source: Source) -> str:
    """The text of an XML file, from its bytes when nobody has decoded them yet."""
    return source.text or source.data.decode("utf-8", "replace")


def root(head: str) -> str:
    """Local name of the first element of a file, "" if it does not begin like XML."""
    found = _START_TAG.match(head, content_start(head))
    return found.group(1) if found else ""


def content_start(head: str) -> int:
    """Where the first element or text begins, after declaration, comments and document type."""
    place = 0
    while found := _PROLOG_MARK.match(head, place):
        place = found.end()
        if found.group(1):
            end = head.find("?>" if found.group(1) == "<?" else "-->", place)
            if end < 0:
                return len(head)
            place = end + (2 if found.group(1) == "<?" else 3)
    return place


def declares_entities(text: str) -> bool:
    """Whether the file defines entities of its own: exports never do, attacks and mishaps do."""
    start = text.find("<!DOCTYPE", 0, _PROLOG)
    return start >= 0 and _ENTITY.search(text, start) is not None


def count(source: Source, *tags: str) -> int:
    """Start tags of these elements; 1 for a file that is refused as a whole."""
    text = text_of(source)
    if declares_entities(text):
        return 1
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    return len(re.findall(rf"<(?:[\w.-]+:)?(?:{'|'.join(tags)})(?=[\s/>])", text))


def entries(source: Source, *tags: str) -> Iterator[Entry | Problem]:
    """Every element of these tags in file order, or the problem that kept it out;
    a record cut off is told as one.
    """
    text = text_of(source)
    if declares_entities(text):
        sentence = gettext_noop(
            "The file defines XML entities, which no export needs and which can do harm. It was refused."
        )
        yield Problem(Message(sentence), 1, text[:500], rejected=True)
        return
    spaces = ""
    for piece in _pieces(text, tags):
        if not spaces:
            spaces = (
                _namespaces(
                    text[: text.find(piece.raw[:200])] if len(text) > len(piece.raw) else ""
                )
                or " "
            )
        yield from _parsed(piece, spaces.strip())


def _namespaces(before: str) -> str:
    declared = {found.partition("=")[0].strip(): found for found in _SPACE_NAME.findall(before)}
    return " ".join(declared.values())


def _pieces(text: str, tags: tuple[str, ...]) -> Iterator[_Piece]:
    """The text of each record element; one that another begins in, or that the file ends in,
    is not closed.
    """
    # Only comments and CDATA can hide a tag; everything else a search for the tags gets right.
    marks = re.compile(rf"<!--|<!\[CDATA\[|<(/?)(?:[\w.-]+:)?({'|'.join(tags)})(?=[\s/>])[^<>]*>")
    line, counted, place = 1, 0, 0
    start, opened = -1, ""
    unclosed: set[str] = set()
    while found := marks.search(text, place):
        place = found.end()
        if not found.group(2):
            closing = "-->" if found.group() == "<!--" else "]]>"
            # One that is never closed is looked for once: else many of them would take quadratic
            # time.
            if closing not in unclosed:
                end = text.find(closing, place)
                place = end + 3 if end >= 0 else place
                unclosed |= {closing} if end < 0 else set()
            continue
        if found.group(1):
            if opened == found.group(2):
                yield _Piece(text[start:place], line, True)
                opened = ""
            continue
        if opened:
            yield _Piece(text[start : found.start()], line, False)
        start, opened = found.start(), found.group(2)
        line, counted = line + text.count("\n", counted, start), start
        if found.group().endswith("/>"):
            yield _Piece(found.group(), line, True)
            opened = ""
    if opened:
        yield _Piece(text[start:], line, False)


def _parsed(piece: _Piece, spaces: str) -> Iterator[Entry | Problem]:
    if not piece.closed:
        sentence = gettext_noop(
            "The record is incomplete: its closing tag is missing. Export it again or correct it here."
        )
        yield Problem(Message(sentence), piece.line, piece.raw, rejected=True)
        return
    try:
        yield Entry(_parse(piece.raw, spaces), piece.raw, piece.line)
    except etree.XMLSyntaxError as error:
        yield from _mended(piece, spaces, error)


def _mended(piece: _Piece, spaces: str, error: Any) -> Iterator[Entry | Problem]:
    """A damaged record: without control characters and strange entities,
    else with what a lenient parser can save.
    """
    reason, line = str(error.msg or ""), piece.line + max((error.lineno or 1) - 1, 0)
    # First mended, then recovered: the lenient parser drops whole elements where a letter would
    # do.
    fixed = _REFERENCE.sub(_reference, _CONTROL.sub("", piece.raw))
    try:
        node = _parse(fixed, spaces)
        text = gettext_noop("Characters that XML does not allow were left out of this record.")
        yield Problem(Message(text), line)
        yield Entry(node, piece.raw, piece.line)
        return
    except etree.XMLSyntaxError:
        node = _parse(fixed, spaces, recover=True)
    if node is None or not len(node):
        text = gettext_noop(
            "The record is not well-formed XML (%(reason)s). Correct it here and read it again."
        )
        yield Problem(Message(text, {"reason": reason}), line, piece.raw, rejected=True)
        return
    text = gettext_noop(
        "The record is not well-formed XML (%(reason)s); what could be recognised was read. Please check it."
    )
    yield Problem(Message(text, {"reason": reason}), line, piece.raw)
    yield Entry(node, piece.raw, piece.line)


@cache
def _parser(recover: bool) -> Any:
    # Making a parser costs more than parsing a record; lxml locks one that several threads use.
    return etree.XMLParser(recover=recover, encoding="utf-8", **_OPTIONS)


def _parse(raw: str, spaces: str, *, recover: bool = False) -> Node:
    # Cut out of its file, a record has lost the prefixes that the root declared.
    wrapped = f"<x {spaces}>{raw}</x>" if spaces else raw
    node = etree.fromstring(wrapped.encode("utf-8", "replace"), _parser(recover))
    if node is not None and spaces:
        node = node[0] if len(node) else None
    if node is not None and ("xmlns" in raw or ":" in node.tag or spaces):
        for part in node.iter(etree.Element):
            bare = part.tag.rpartition("}")[2].rpartition(":")[2]
            # What a lenient parser saved of damaged text may be no name without its prefix: <a:90>.
            if bare[:1].isalpha() or bare[:1] == "_":
                part.tag = bare
    return node


def _reference(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name in _KEPT:
        return found.group()
    if name:
        value = html.unescape(found.group())
        return value if value != found.group() else f"&amp;{found.group()[1:]}"
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        allowed = (
            number in (9, 10, 13)
            or 31 < number < 0xD800
            or 0xDFFF < number < 0xFFFE
            or 0xFFFF < number < 0x110000
        )
        return found.group() if allowed else ""
    return "&amp;"


def inner(node: Node | None) -> str:
    """All text inside an element in reading order, "" for None;
    raised and lowered parts in `<sup>` and `<sub>`.
    """
    if node is None:
        return ""
    if not len(node):
        return node.text or ""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str):
            written = inner(child)
            mark = _RAISED.get(child.tag)
            parts.append(f"<{mark}>{written}</{mark}>" if mark else written)
        parts.append(child.tail or "")
    return "".join(parts)


def first(node: Node, *paths: str) -> str:
    """The text of the first of these paths that has any; "" if none has."""
    for path in paths:
        for found in node.iterfind(path):
            text = inner(found).strip()
            if text:
                return text
    return ""


def every(node: Node, path: str) -> list[str]:
    """The texts of all elements of a path, empty ones left out."""
    return [text for found in node.iterfind(path) if (text := inner(found).strip())]


#: Elements that only set parts of a text.
_INSIDE = frozenset(
    {
        "style",
        "i",
        "b",
        "u",
        "sup",
        "sub",
        "p",
        "br",
        "span",
        "superscript",
        "subscript",
        "inf",
        "italic",
        "bold",
    }
)


def left(
    node: Node, read: frozenset[str], record: Record | None = None
) -> Iterator[tuple[str, str]]:
    """(tag, text) of every element whose text was not taken over: its tag is not among those
    `read`, and the record, if one is given, holds no such text.
    """
    held = ""
    for part in node.iter(etree.Element):
        tag = part.tag
        text = part.text
        if tag in read or not text or text.isspace():
            continue
        if tag in _INSIDE:
            tag = part.getparent().tag if part.getparent() is not None else tag
            if tag in read:
                continue
        if record is not None:
            held = held or _held(record)
            if collapse(text).casefold() in held:
                continue
        yield tag, text


def _held(record: Record) -> str:
    values = record.to_json()
    del values["raw"]
    return collapse(
        json.dumps(values, ensure_ascii=False).replace('\\"', '"').replace("\\n", " ")
    ).casefold()
