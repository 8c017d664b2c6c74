"""The chain that makes a history tamper-evident: each hash covers the one before,
h_n = SHA-256(h_(n-1) || entry_n).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.records.messages import Message, gettext_noop

#: What stands for the hash before the first entry.
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One sealed entry: its number in the history (from 1, without gaps),
    its content and its hash in hexadecimal.
    """

    sequence: int
    entry: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a history is no longer what was sealed: the first sequence number that is wrong."""

    sequence: int
    message: Message


_GAP = gettext_noop(
    "Entry %(expected)s of the history is missing; entry %(found)s follows instead."
)
_CHANGED = gettext_noop("Entry %(sequence)s of the history is not what was sealed.")
_SHORT = gettext_noop("The history ends at entry %(found)s; %(expected)s were sealed.")
_HEAD = gettext_noop(
    "Entry %(sequence)s, the last of the history, is not the one that was noted as last."
)


def canonical(entry: Mapping[str, Any]) -> bytes:
    """The one way to write an entry: UTF-8 JSON with sorted keys and no blanks.

    Raises TypeError or ValueError for what JSON cannot hold (dates, NaN):
    turn those into text first.
    """
    text = json.dumps(
        entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8", errors="surrogatepass")


def seal(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry after the one with the hash `previous` (START for the first),
    64 hexadecimal digits.
    """
    return hashlib.sha256(bytes.fromhex(previous) + canonical(entry)).hexdigest()


def seal_all(entries: Iterable[Mapping[str, Any]], previous: str = START) -> Iterator[str]:
    """The hashes of the entries in order, so that a batch can be sealed at once."""
    for entry in entries:
        previous = seal(previous, entry)
        yield previous


def verify(
    links: Iterable[Link], start: str = START, first: int = 1, last: tuple[int, str] | None = None
) -> Break | None:
    """The first place where the chain is broken; None when it is whole.

    `links` come in order of sequence; `first` is the number expected first and `start` the hash
    before it. `last` is the number and hash noted elsewhere as the end of the chain: only with it
    does a history cut off at its end show.
    """
    previous, expected = start, first
    for link in links:
        if link.sequence != expected:
            return Break(expected, Message(_GAP, {"expected": expected, "found": link.sequence}))
        if _hash(previous, link.entry) != link.hash:
            return Break(expected, Message(_CHANGED, {"sequence": expected}))
        if last and link.sequence == last[0] and link.hash != last[1]:
            return Break(expected, Message(_HEAD, {"sequence": expected}))
        previous, expected = link.hash, expected + 1
    if last and expected <= last[0]:
        return Break(expected, Message(_SHORT, {"found": expected - 1, "expected": last[0]}))
    return None


def _hash(previous: str, entry: Mapping[str, Any]) -> str:
    """As `seal`, but "" for what could never have been sealed."""
    try:
        return seal(previous, entry)
    except (TypeError, ValueError):
        return ""
