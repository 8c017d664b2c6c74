"""Files in two encodings, as happens when exports are put together by hand:
told and decoded line by line.
"""

import re
from collections.abc import Callable, Iterator

#: Names for lines in UTF-8 beside lines in another encoding, and which that is.
NAMES = {
    f"utf-8+{name}": name
    for name in (
        "gb18030",
        "cp1252",
        "big5",
        "cp1250",
        "cp1251",
        "cp1253",
        "cp1254",
        "koi8-r",
        "euc_jp",
        "cp932",
        "cp949",
    )
}

#: How many bytes beyond ASCII a line of Chinese needs to tell its encoding by.
_TELLING = 6
#: How many such bytes the Western lines of a file need, so that a damaged place is not taken for
#: another encoding.
_FEW = 3
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NON_ASCII = re.compile("[^\x00-\x7f]+")


def name_of(blocks: Callable[[], Iterator[bytes]], everyday: frozenset[str]) -> str:
    """The name in NAMES where some lines are UTF-8 and others whole in another encoding;
    "" for any other file.

    For GB 18030 the lines must be everyday Chinese on both sides; for cp1252 no two bytes of the
    others may form a character of UTF-8, so that a damaged line is not taken for one. A short line
    of GB 18030, such as the name of an author, says nothing: its bytes may well form such a
    character.
    """
    utf8 = chinese = western = 0
    damaged = False
    for line in _lines(blocks):
        high = len(_HIGH.findall(line))
        if not high:
            continue
        valid = _valid(line)
        if high >= _TELLING and _is_made_of(
            everyday, line.decode("utf-8" if valid else "gb18030", "replace")
        ):
            utf8, chinese = utf8 + valid, chinese + (not valid)
        elif valid:
            utf8 += 1
        elif high < _TELLING and _is_made_of(everyday, line.decode("gb18030", "replace")):
            damaged = damaged or _MULTIBYTE.search(line) is not None
        elif _MULTIBYTE.search(line):
            return ""
        else:
            western += high
    if utf8 and chinese and western < _TELLING * chinese:
        return "utf-8+gb18030"
    return "utf-8+cp1252" if utf8 and western >= _FEW and not chinese and not damaged else ""


def not_utf8(blocks: Callable[[], Iterator[bytes]], most: int = 1 << 17) -> bytes:
    """The lines that are no UTF-8, where other lines beyond ASCII are;
    empty for a file that is all of one kind.

    Empty, too, where half of them are characters of UTF-8:
    those lines are damaged and not in another encoding.
    """
    other: list[bytes] = []
    utf8 = size = whole = high = 0
    for line in _lines(blocks):
        if not _HIGH.search(line):
            continue
        if _valid(line):
            utf8 += 1
        elif size < most:
            whole += sum(map(len, _MULTIBYTE.findall(line)))
            high += len(_HIGH.findall(line))
            other.append(line)
            size += len(line)
    return b"\n".join(other) if utf8 and whole * 2 < high else b""


class LineDecoder:
    """Decodes piece by piece, each line in UTF-8 or, where it is none, in another encoding."""

    def __init__(self, other: str) -> None:
        self._other = other
        self._rest = b""

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of the whole lines so far, and of the rest when it is the end."""
        whole = self._rest + data
        cut = len(whole) if final else whole.rfind(b"\n") + 1
        self._rest = whole[cut:]
        lines = whole[:cut].split(b"\n")
        return "\n".join(
            line.decode("utf-8" if _valid(line) else self._other, "replace") for line in lines
        )


def _lines(blocks: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    rest = b""
    for block in blocks():
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        yield from lines
    yield rest


def _valid(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_made_of(everyday: frozenset[str], text: str) -> bool:
    signs = "".join(_NON_ASCII.findall(text))
    return sum(char in everyday for char in signs) * 10 >= 7 * len(signs)
