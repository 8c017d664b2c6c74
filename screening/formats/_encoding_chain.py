"""The encoding of a file by a fixed chain of tests: the form of its bytes,
then what its letters tell.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from screening.formats import _encoding_guess as guessing
from screening.formats import _mixed_encodings as mixed
from screening.formats import _wide_parts as wide_parts
from screening.records.text import simplified_table

#: Gives the file's bytes anew, in order, in pieces of at most a megabyte or so.
Blocks = Callable[[], Iterator[bytes]]
BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NON_ASCII = re.compile("[^\x00-\x7f]+")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_PAIRS = re.compile(rb"(?:[\x81-\xfe][\x40-\xfe])+")
_HIGH = re.compile(rb"[\x80-\xff]")


def encoding_of(blocks: Blocks) -> str:
    """The encoding of a text: "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5",
    "cp1252", ...

    Byte order mark, then the pattern of zero bytes, then strict UTF-8, strict GB18030 or Big5 where
    the result is plausible Chinese, then UTF-8 or GB18030 with a few damaged places, then what the
    letters tell (`_encoding_guess`).
    """
    return found_in(blocks).encoding


def found_in(blocks: Blocks) -> guessing.Guess:
    """The same, and whether it may be trusted; where it may not,
    a person should look at it in several encodings.
    """
    name = _told_by_bytes(blocks)
    sample = (
        guessing.telling(b"".join(islice(blocks(), 4))) if name in ("", *guessing.CHINESE) else b""
    )
    if name:
        return guessing.Guess(name, not sample or guessing.is_long(sample))
    return guessing.guess(sample)


def _told_by_bytes(blocks: Blocks) -> str:
    """The encoding that the form of the bytes gives away; "" where only the letters can tell."""
    # Cheap tests first, and those that cannot be wrong before those that guess.
    head = next(blocks(), b"")
    marked = next((name for mark, name in _BOMS if head.startswith(mark)), "")
    wide = _wide(head)
    # Files joined by hand: asked before the mark is believed, which speaks of the first part
    # only.
    if marked in ("", "utf-8-sig", "utf-16") and wide_parts.is_mixed(
        blocks, marked if marked == "utf-16" else wide
    ):
        return wide_parts.NAME
    if marked:
        return marked
    # Zero bytes alone are no proof: binary files are full of them.
    if wide and _decodes(blocks, wide):
        return wide
    # ISO-2022 and HZ are pure ASCII as bytes, so UTF-8 would take them, and show rubbish.
    if escaped := guessing.escaped(head):
        return escaped
    # Hardly any text in another encoding happens to be valid UTF-8.
    if _decodes(blocks, "utf-8"):
        return "utf-8"
    if (two := mixed.name_of(blocks, _frequent("gb18030"))) and (
        two != "utf-8+cp1252" or not _others(blocks)
    ):
        return two
    if other := _others(blocks):
        return other
    # One byte cut from a UTF-8 file would otherwise make a Western file of it, with every name
    # spoilt.
    if _damaged_utf8(blocks):
        return "utf-8"
    # Nearly every pair of high bytes is a character of GB 18030, so decoding proves nothing:
    # everyday characters do.
    scores = {name: _plausible(blocks, name, _frequent(name)) for name in ("gb18030", "big5")}
    best = max(scores, key=lambda name: scores[name])
    sample = guessing.telling(b"".join(islice(blocks(), 4)))
    if scores[best] >= 0.7 and not guessing.is_inside_words(sample, best):
        return guessing.rival(sample, best) or best
    if (
        _in_runs(head)
        and _plausible(blocks, "gb18030", _frequent("gb18030") | _traditional()) >= 0.8
    ):
        return guessing.rival(sample, "gb18030") or "gb18030"
    return ""


def _others(blocks: Blocks) -> str:
    """The name for lines in UTF-8 beside lines in an encoding that is neither Western nor Chinese
    of the mainland.
    """
    sample = mixed.not_utf8(blocks)
    if not sample:
        return ""
    found = guessing.guess(guessing.telling(sample), without=("gb18030",))
    name = f"utf-8+{found.encoding}"
    return (
        name
        if found.sure and name in mixed.NAMES and found.encoding not in ("cp1252", "gb18030")
        else ""
    )


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes stand;
    "" if they do not form a pattern.
    """
    sample = head[:8192]
    if (
        len(sample) < 4
        or sample.count(0) * 400 < len(sample)
        or (len(sample) > 8 and sample.count(0) < 3)
    ):
        return ""
    # In UTF-32 two of four bytes are always zero, in UTF-16 every second one is for Latin
    # letters.
    zeros = [sample[offset::4].count(0) for offset in range(4)]
    quarter = len(sample) // 4
    # With some room, as a few characters outside the first plane have no zero there.
    if quarter and zeros[2] + zeros[3] > 1.8 * quarter and zeros[0] < 0.2 * quarter:
        return "utf-32-le"
    if quarter and zeros[0] + zeros[1] > 1.8 * quarter and zeros[3] < 0.2 * quarter:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if odd > 5 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 5 * odd else ""


def _decodes(blocks: Blocks, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for block in blocks():
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _damaged_utf8(blocks: Blocks) -> bool:
    """Whether nearly every high byte belongs to a well-formed UTF-8 sequence:
    a cut or slightly damaged UTF-8 file.
    """
    good = high = 0
    for block in blocks():
        high += len(_HIGH.findall(block))
        good += sum(len(found) for found in _MULTIBYTE.findall(block))
    return good >= 6 and high - good <= max(3, high // 50) and good >= 3 * (high - good)


@cache
def _frequent(encoding: str) -> frozenset[str]:
    """The everyday characters of GB 2312 (level 1) or Big5 (level 1), and the marks both use."""
    marks = set(
        "，。、；：？！（）《》【】〔〕“”‘’—…·～％－／＋＜＞　￥㎏℃αβγδμ①②③ⅠⅡ「」『』．﹑×±≤≥→"
    )
    if encoding == "gb18030":
        pairs = [bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
    else:
        trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
        pairs = [bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails]
    return frozenset("".join(pair.decode(encoding, "ignore") for pair in pairs)) | marks


@cache
def _traditional() -> frozenset[str]:
    """Traditional characters that have a simplified form;
    GB 18030 files from Hong Kong and Taiwan hold them.
    """
    return frozenset(map(chr, simplified_table()))


def _in_runs(head: bytes) -> bool:
    """Whether the high bytes come in long runs, as in Chinese; in Western text they stand alone."""
    pairs = _PAIRS.findall(head)
    return sum(len(run) for run in pairs if len(run) >= 6) * 2 > sum(len(run) for run in pairs)


def _plausible(blocks: Blocks, encoding: str, frequent: frozenset[str]) -> float:
    """Share of everyday characters among those that are not ASCII;
    0 where the bytes are too damaged.

    Characters of four bytes in GB 18030 (rare names, ⁻ and ³, Tibetan, Uyghur,
    Korean) say neither yes nor no.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    good = seen = bad = 0
    for block in blocks():
        text = "".join(_NON_ASCII.findall(decoder.decode(block)))
        bad += text.count("\ufffd")
        sample = text[:50_000]
        if seen < 200_000:
            rare = {
                char
                for char in set(sample) - frequent
                if encoding == "gb18030" and _has_four_bytes(char)
            }
            seen += sum(1 for char in sample if char not in rare)
            good += sum(1 for char in sample if char in frequent)
    # A cut file ends inside a character; a few bad bytes do not make a Chinese file a Western one.
    return good / seen if seen and bad <= max(1, seen // 200) else 0.0


def _has_four_bytes(char: str) -> bool:
    return char != "\ufffd" and len(char.encode("gb18030")) == 4


def blocks_of(data: bytes) -> Blocks:
    """Blocks over bytes that are already in memory."""

    def blocks() -> Iterator[bytes]:
        for start in range(0, len(data), BLOCK):
            yield data[start : start + BLOCK]

    return blocks
