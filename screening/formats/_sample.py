"""A file with its texts replaced: the same structure, lengths and kinds of letters,
and nothing of what it says.
"""

import hashlib
import re
from collections.abc import Iterator

from screening.formats._decoding import Decoder, text_encoding
from screening.records.text import HAN

#: Characters of a sample; the first entries show how a file is built.
MOST = 200_000
_KEPT = re.compile(
    r"<[^<>]*>|&[#\w]{1,12};"  # marks and entities of XML and HTML
    r'|"[^"\n]{1,60}"(?=\s*:)'  # names in JSON
    r"|^[ \t]*(?:[A-Z][A-Z0-9]{1,4} {0,4}-(?= |$)|%.(?= )|\{[^{}\n]{1,40}\}\s*[:：]|【[^】\n]{1,20}】\s*[:：]?"
    r"|[A-Za-z]{2,15}[-－][^:：\n]{1,12}[:：]|[A-Z][A-Z0-9] (?=\S)|@\w+\{|\w[\w -]{0,30} ?= ?(?=[{\"])|[A-Z]{2,3}:)",
    re.MULTILINE,
)
_LETTER = re.compile(
    rf"[A-Z]|[a-z]|[0-9]|[{HAN}]|[\u3040-\u30ff]|[\uac00-\ud7a3]|[À-ÖØ-Þ]|[à-öø-ÿ]|[Α-Ωα-ωА-Яа-я]"
)
_HAN = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多"
_KANA, _HANGUL = "あいうえおかきくけこさしすせそ", "가나다라마바사아자차카타파하"


def sample(text: str, *, header: bool) -> str:
    """The first part of the text with every letter and digit of its values replaced by another of
    its kind.

    Names of fields, marks of XML and JSON, line ends and punctuation stay; so does the first line
    of a table (`header`). What comes out depends only on what goes in, and cannot be turned back.
    """
    shown = text[:MOST]
    shown = shown[: shown.rfind("\n") + 1] or shown
    start = shown.find("\n") + 1 if header else 0
    return shown[:start] + "".join(_replaced(shown[start:]))


def _replaced(text: str) -> Iterator[str]:
    chance = _chance(text)
    place = 0
    for kept in _KEPT.finditer(text):
        yield _LETTER.sub(
            lambda found: _other(found.group(), next(chance)), text[place : kept.start()]
        )
        yield kept.group()
        place = kept.end()
    yield _LETTER.sub(lambda found: _other(found.group(), next(chance)), text[place:])


def _chance(text: str) -> Iterator[int]:
    """Bytes without an end that nobody can foretell who does not know the text."""
    state = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    while True:
        yield from state
        state = hashlib.sha256(state).digest()


def _other(char: str, by: int) -> str:
    if char.isascii():
        first, size = ("0", 10) if char.isdigit() else ("A", 26) if char.isupper() else ("a", 26)
        return chr(ord(first) + by % size)
    if "\u3040" <= char <= "\u30ff":
        return _KANA[by % len(_KANA)]
    if "\uac00" <= char <= "\ud7a3":
        return _HANGUL[by % len(_HANGUL)]
    if char < "\u0100":
        letters = "ÀÉÎÖÜ" if char.isupper() else "àéîöü"
        return letters[by % 5]
    if char < "\u0500":
        first, size = ("Α", 17) if char <= "ω" and char < "\u0400" else ("А", 32)
        return chr(ord(first) + by % size + (32 if char.islower() else 0))
    return _HAN[by % len(_HAN)]


def of_bytes(data: bytes, encoding: str, *, header: bool) -> bytes:
    """The sample of the beginning of a file, in UTF-8.
    Raises LookupError for an encoding that Python does not know.
    """
    text = "".join(Decoder(text_encoding(encoding)).pieces(lambda: iter((data,))))
    return sample(text, header=header).encode("utf-8", "replace")
