"""JSON lists of references, item by item: a damaged item costs only itself,
and each keeps its own text and line.
"""

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

from screening.formats._format import Problem
from screening.formats._leftovers import text_of as text_of
from screening.records.messages import Message, gettext_noop

_LIST = re.compile(
    r'\s*(?:\{.*?"(?:items|data|studies|references|References|results|result)"\s*:\s*)?\[',
    re.DOTALL,
)
_NEXT = re.compile(r'\}[\s,]*(?=\{\s*")')
_ANOTHER = re.compile(r'\[\s*\{|\{\s*"')
_CLOSED = re.compile(r"\s*\}")
_GAP = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Item:
    """One object of the list, its text and its first line counted from 1."""

    value: dict[str, Any]
    raw: str
    line: int


def items(text: str) -> Iterator[Item | Problem]:
    """Every object of the list at the top of the text, or under "items";
    a single object is a list of one.

    What stands behind it, the next line of JSON lines or another list put into the same file,
    is read in the same way.
    """
    line = 1
    while text:
        text, line = yield from _document(text, line)
        following = _ANOTHER.search(text)
        if not following:
            return
        line, text = line + text.count("\n", 0, following.start()), text[following.start() :]


def _document(text: str, line: int) -> Generator[Item | Problem, None, tuple[str, int]]:
    """The objects of the first list, or of the first lines, of the text;
    returns the text behind it and its line.
    """
    start = _LIST.match(text)
    single = text.lstrip().startswith("{") and (not start or _is_one(text))
    place = len(text) - len(text.lstrip()) if single else start.end() if start else len(text)
    decoder = json.JSONDecoder(strict=False)
    counted = 0
    while place < len(text):
        place = _after(text, place)
        if place >= len(text):
            break
        if text[place] == "]":
            end = place + 1
            if start and "{" in start.group():
                closing = _CLOSED.match(
                    text, end
                )  # or more about the list follows, which is no reference
                end = closing.end() if closing else len(text)
            return text[end:], line + text.count("\n", counted, end)
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            following = _NEXT.search(text, place)
            end = following.start() + 1 if following else len(text)
            sentence = gettext_noop(
                "This item is not valid JSON (%(reason)s). Correct it here and read it again."
            )
            reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
            yield Problem(
                Message(sentence, {"reason": reason}), line, text[place:end], rejected=True
            )
            # An error of the decoder counts lines from the start of its text: keep that start near.
            line, text, counted, end = line + text.count("\n", place, end), text[end:], 0, 0
        else:
            if isinstance(value, dict):
                yield Item(value, text[place:end], line)
            else:
                yield _no_reference(text[place:end], line)
        place = end
        if single and not text.startswith("{", _after(text, place)):
            return text[place:], line + text.count("\n", counted, place)
    return "", line


def not_a_reference(item: Item) -> Problem:
    """The problem for an item that is something else, such as a note."""
    return _no_reference(item.raw, item.line)


def _no_reference(raw: str, line: int) -> Problem:
    return Problem(
        Message(gettext_noop("This part of the list is not a reference.")), line, raw, rejected=True
    )


def _is_one(text: str) -> bool:
    """Whether the object at the top is a reference itself and not a wrapper around a list of them."""
    return (
        re.match(r'\s*\{\s*"(?:id|type|itemType|key|title|protocolSection)"', text) is not None
        and '"items"' not in text[:4096]
    )


def _after(text: str, place: int) -> int:
    gap = _GAP.match(text, place)
    return gap.end() if gap else place


def count(text: str) -> int:
    """Objects of the list, by loading the whole text; 0 where that fails."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return sum(1 for _ in items(text))
    if isinstance(value, dict):
        lists = [
            part
            for key in ("items", "data", "studies", "references", "References", "results")
            if isinstance(part := value.get(key), list)
        ]
        return len(lists[0]) if lists and not _is_one(text) else 1
    return len(value) if isinstance(value, list) else 0
