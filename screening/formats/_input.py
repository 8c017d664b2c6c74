"""The bytes of a file, in memory or on the disk,
and its text in portions that end between two entries.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from screening.formats._encoding_chain import BLOCK, Blocks, blocks_of

#: How many characters of a large file are read at once.
PORTION = 4 << 20


class TooLong(Exception):
    """A portion of the file grew past what may be held at once."""


def open_blocks(data: bytes | Path) -> tuple[Blocks, int]:
    """Something that gives the blocks anew each time, and the size in bytes."""
    if isinstance(data, bytes):
        return blocks_of(data), len(data)
    path = data

    def blocks() -> Iterator[bytes]:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block

    return blocks, path.stat().st_size


def head_of(blocks: Blocks, size: int) -> bytes:
    """The first bytes of the file, at most `size`."""
    head = b""
    for block in blocks():
        head += block
        if len(head) >= size:
            break
    return head[:size]


def portions(pieces: Iterator[str], seam: re.Pattern[str], most: int) -> Iterator[tuple[str, int]]:
    """The text in portions cut behind the last match of the seam,
    each with the number of lines before it.

    Raises TooLong when no seam comes within `most` characters.
    """
    held: list[str] = []
    size = lines = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size < PORTION:
            continue
        text = "".join(held)
        cut = _last(seam, text)
        if not cut:
            if size > most:
                raise TooLong
            held = [text]
            continue
        yield text[:cut], lines
        lines += text.count("\n", 0, cut)
        held = [text[cut:]]
        size = len(held[0])
    rest = "".join(held)
    if rest:
        yield rest, lines


def _last(seam: re.Pattern[str], text: str) -> int:
    """The end of the last match in the text's last two blocks; 0 if there is none."""
    cut = 0
    for found in seam.finditer(text, max(0, len(text) - 2 * BLOCK)):
        cut = found.end()
    return cut if cut < len(text) else 0
