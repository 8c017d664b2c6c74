"""The encoding of a text that is neither UTF-8 nor UTF-16, told from its own letters."""

import codecs
import re
from dataclasses import dataclass

import chardet

from screening.records.text import HAN

#: Bytes beyond which more text tells no more.
SAMPLE = 1 << 17
CHINESE = ("gb18030", "big5")
#: Chinese encodings, and those of one byte that most programs know.
USUAL = (
    "gb18030",
    "big5",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8-r",
    "koi8-u",
    "iso8859-2",
    "iso8859-5",
    "iso8859-7",
)
#: What is told apart here.
KNOWN = (
    *USUAL,
    "iso8859-9",
    "cp866",
    "mac-cyrillic",
    "mac-roman",
    "euc_jp",
    "cp932",
    "cp949",
)

_ASKED = {
    "gb18030",
    "big5",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "koi8-r",
    "koi8-u",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-9",
    "iso-8859-1",
    "iso-8859-15",
    "cp866",
    "maccyrillic",
    "macroman",
    "euc-jp",
    "cp932",
    "shift_jis",
    "cp949",
    "euc-kr",
}
_AS = {
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-15": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "iso8859-9": "cp1254",
    "mac_cyrillic": "mac-cyrillic",
    "mac_roman": "mac-roman",
}
_HIGH = re.compile(rb"[\x80-\xff]")
_LEAD = re.compile(rb"^(?:[A-Z][A-Z0-9]{1,3} *-|%.|[A-Z][A-Z0-9] |\{[^}]*\}:) *")
_RUN = re.compile(r"([A-Za-z]?)([^\x00-\x7f]+)([A-Za-z]?)")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LETTERS = re.compile(rf"[{HAN}\u3040-\u30ff\uac00-\ud7a3]")
_CHINESE_MARKS = re.compile("[\uff0c\uff1a\uff1b\uff08\uff09\u3002\u201c\u201d\u300a\u300b]")
#: The syllables of particles, endings and the most frequent words.
_EVERYDAY = frozenset(
    "이다의에는을를가고로하지한사기도인대어서시자리정성제과관부수해적전구계보결연나라으았었습니"
    "여와만일그주장유상무비안원조동용방중분"
)
_ISO_2022 = (
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"\x1b\$(?:[@B]|\([@-D])"), "iso2022_jp_2"),
)
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){2,}~\}")
#: Below this the detector says no more than that nothing else fits better.
_DOUBT = 0.1


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding as Python names it, and whether it may be trusted without a person's look."""

    encoding: str
    sure: bool


def escaped(head: bytes) -> str:
    """ISO-2022 and HZ, which are ASCII with marks that switch to another alphabet;
    "" for any other text.
    """
    if b"\x1b$" in head:
        return next((name for pattern, name in _ISO_2022 if pattern.search(head)), "")
    return "hz" if b"~{" in head and _HZ.search(head) and not _HIGH.search(head) else ""


def telling(data: bytes) -> bytes:
    """The lines with anything beyond ASCII, without their tags:
    English around a few foreign words says nothing.
    """
    lines = (_LEAD.sub(b"", line) for line in data.split(b"\n") if _HIGH.search(line))
    return b"\n".join(lines)[:SAMPLE]


def rival(sample: bytes, chinese: str) -> str:
    """The Japanese or Korean encoding of a text that could be Chinese by its bytes alone;
    "" when it is Chinese.

    Nearly all of a Korean text are syllables, and a Japanese one has kana; Chinese has neither,
    however read.
    """
    letters = len(_LETTERS.findall(sample.decode(chinese, "replace")))
    for name, pattern, share in (
        ("cp949", _HANGUL, 0.9),
        ("euc_jp", _KANA, 0.1),
        ("cp932", _KANA, 0.1),
    ):
        text = _decoded(sample, name)
        found = _LETTERS.findall(text)
        if len(found) >= 4 and sum(map(bool, map(pattern.match, found))) >= share * len(found):
            if name == "cp949" and not _is_korean(set(found), text, sample):
                continue
            if name == "cp932" and len(found) < letters / 2:
                continue
            return name
    return ""


def _is_korean(syllables: set[str], text: str, sample: bytes) -> bool:
    """Whether syllables that Chinese bytes may form too are Korean: particles and endings,
    as every text has them.
    """
    if len(syllables) < 6 or _CHINESE_MARKS.search(text):
        return False
    everyday = len(syllables & _EVERYDAY)
    return everyday * 4 >= len(syllables) or (
        everyday * 6 >= len(syllables) and _agrees(sample, "cp949")
    )


def is_long(sample: bytes) -> bool:
    """Whether there is enough of a Chinese text, twenty characters,
    for it to be no other language by chance.
    """
    return len(_HIGH.findall(sample)) >= 40


def is_inside_words(sample: bytes, chinese: str) -> bool:
    """Whether most of what would be Chinese are one or two characters inside Latin words
    ("jako軼i"): accents, then.
    """
    runs = _RUN.findall(sample.decode(chinese, "replace"))
    inside = sum(bool(before or after) and len(run) <= 2 for before, run, after in runs)
    return inside * 2 > len(runs)


def _agrees(sample: bytes, name: str) -> bool:
    return guess(sample, without=()).encoding == name


def guess(sample: bytes, without: tuple[str, ...] = CHINESE) -> Guess:
    """The encoding of a sample as `telling` gives it; cp1252 where the letters say nothing."""
    if not _HIGH.search(sample):
        return Guess("cp1252", True)
    found = chardet.detect(sample, include_encodings=_ASKED - set(without))
    name = found["encoding"]
    if not name:
        return Guess("cp1252", False)
    name = codecs.lookup(name).name
    name = _AS.get(name, name)
    if not _decoded(sample, name):
        return Guess("cp1252", False)
    confidence = float(found["confidence"])
    if name == "cp932" or name == "euc_jp" or name == "cp949":
        return Guess(name, len(_LETTERS.findall(_decoded(sample, name))) >= 6)
    if name == "cp1252":
        return Guess(name, True)
    if confidence < _DOUBT and not _foreign(sample, name):
        return Guess("cp1252", False)
    return Guess(name, confidence >= 2 * _DOUBT or _foreign(sample, name))


def _foreign(sample: bytes, name: str) -> bool:
    """Whether the text consists of letters that are not Latin, in whole words: Cyrillic or Greek."""
    text = _decoded(sample, name)
    words = re.findall(r"[^\W\d_]{3,}", text)
    other = [word for word in words if all("\u0370" <= char <= "\u06ff" for char in word)]
    plain = [word for word in other if word[1:].islower()]
    return len(plain) >= 3 and len(plain) * 2 > len([word for word in words if not word.isascii()])


def _decoded(sample: bytes, name: str) -> str:
    """The text, or "" where the bytes are none in this encoding; the end may be cut off."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(sample)
    except UnicodeDecodeError:
        return ""


def candidates(sample: bytes) -> list[tuple[str, str]]:
    """Encodings in which the sample can be read, the likeliest first,
    each with what its beginning says in it.
    """
    first = guess(sample, without=()).encoding
    names = dict.fromkeys((first, guess(sample).encoding, *KNOWN))
    shown: dict[str, str] = {}
    for name in names:
        text = _decoded(sample, name)[:200]
        if text and text not in shown.values() and not re.search("[\x80-\x9f\ue000-\uf8ff]", text):
            shown[name] = text
    return list(shown.items())
