"""Files whose parts are in UTF-16 and in something else,
as when two exports are put one behind the other.
"""

import re
from collections.abc import Callable, Iterator

NAME = "utf-16+other"
_LE = re.compile(rb"\xff\xfe(?=(?:..){0,3}[\t\n\r -~]\x00)|(?:[\t\n\r -~]\x00){6,}", re.DOTALL)
_BE = re.compile(rb"\xfe\xff(?=(?:..){0,3}\x00[\t\n\r -~])|(?:\x00[\t\n\r -~]){6,}", re.DOTALL)
#: A mark, ASCII at the start of a line, or so much of it that no Chinese text has it by chance.
_NARROW = {
    "utf-16-le": re.compile(rb"\xef\xbb\xbf|(?<=\n\x00)[\t\n\r -~]{8,}|[\t\n\r -~]{24,}"),
    "utf-16-be": re.compile(rb"\xef\xbb\xbf|(?<=\x00\n)[\t\n\r -~]{8,}|[\t\n\r -~]{24,}"),
}
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_TAIL = re.compile(rb"\n[^\n]*\Z")


def is_mixed(blocks: Callable[[], Iterator[bytes]], wide: str) -> bool:
    """Whether the file has such parts; `wide` is its beginning's encoding if UTF-16, else ""."""
    if not wide and not any(b"\x00" in block for block in blocks()):
        return False
    data = b"".join(blocks())
    return len({name.startswith("utf-16") for name, _part in parts(data)}) > 1


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """("utf-16-le", "utf-16-be" or "", its bytes) of each part, in order."""
    place = 0
    name = _MARKS.get(data[:2], "")
    if not name and (start := _first_wide(data, 0)) and start[0] == 0:
        name = start[1]
    while place < len(data):
        if name:
            end = _narrow(data, place, name)
            yield name, data[place:end]
            place, name = end, ""
        else:
            found = _first_wide(data, place)
            end = found[0] if found else len(data)
            if end > place:
                yield "", data[place:end]
            place, name = end, found[1] if found else ""


def _first_wide(data: bytes, place: int) -> tuple[int, str] | None:
    found = [
        (match.start(), name)
        for pattern, name in ((_LE, "utf-16-le"), (_BE, "utf-16-be"))
        if (match := pattern.search(data, place))
    ]
    return min(found) if found else None


def _narrow(data: bytes, place: int, name: str) -> int:
    """Where the bytes behind a place stop to be pairs: a run of ASCII with a line end in it,
    which no UTF-16 has.
    """
    newline = "\n".encode(name)
    for match in _NARROW[name].finditer(data, place + 2):
        start, run = match.start(), match.group()
        if (start - place) % 2 == 0 and (
            run == b"\xef\xbb\xbf" or data[start - 2 : start] == newline
        ):
            return start
        if b"\n" in run and len(run) >= 24:
            return start + (start - place) % 2
    return len(data)


class PartDecoder:
    """Decodes the whole file at its end, each part as `narrow` finds it,
    UTF-16 parts by their own kind.
    """

    def __init__(self, narrow: Callable[[bytes], str]) -> None:
        self._narrow = narrow
        self._held: list[bytes] = []

    def decode(self, data: bytes, final: bool = False) -> str:
        """Nothing until the end, then the text."""
        self._held.append(data)
        if not final:
            return ""
        whole = b"".join(self._held)
        texts = []
        for name, part in parts(whole):
            if name:
                texts.append(part.decode(name, "replace").replace("\ufeff", ""))
            else:
                texts.append(self._narrow(part))
        return "\n".join(texts)
