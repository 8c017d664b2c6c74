"""Bytes to text by a fixed chain of tests, not by a guesser, so that the same file always reads the same way."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from screening.formats import _encoding_guess as guessing
from screening.formats import _mixed_encodings as mixed
from screening.formats import _wide_parts as wide_parts
from screening.formats._format import Problem
from screening.records.messages import Message, gettext_noop
from screening.records.text import simplified_table

Blocks = Callable[[], Iterator[bytes]]
"""Gives the file's bytes anew, in order, in pieces of at most a megabyte or so."""

BLOCK = 1 << 20
ENCODINGS = (
    "utf-8", "gb18030", "big5", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "koi8-r", "koi8-u", "iso8859-2", "iso8859-5", "iso8859-7", "cp866", "mac-cyrillic", "mac-roman", "euc_jp", "cp932",
    "iso2022_jp_2", "cp949", "iso2022_kr", "hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1",
)  # fmt: skip
"""Names a person may choose from when the chain is wrong."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in b"\t\n\r")
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_BOM_AT_START = re.compile("^[ \t]*[\ufeff\u200b\u2060]+", re.MULTILINE)
_NON_ASCII = re.compile("[^\x00-\x7f]+")
_LINE_CONTROLS = "\x0b\x0c\x1c\x1d\x1e\x1f"
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PAIRS = re.compile(rb"(?:[\x81-\xfe][\x40-\xfe])+")
_HIGH = re.compile(rb"[\x80-\xff]")


def encoding_of(blocks: Blocks) -> str:
    """The encoding of a text: "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5", "cp1252", ...

    Byte order mark, then the pattern of zero bytes, then strict UTF-8, strict GB18030 or Big5 where the result is
    plausible Chinese, then UTF-8 or GB18030 with a few damaged places, then what the letters tell (`_encoding_guess`).
    """
    return found_in(blocks).encoding


def found_in(blocks: Blocks) -> guessing.Guess:
    """The same, and whether it may be trusted; where it may not, a person should look at it in several encodings."""
    name = _told_by_bytes(blocks)
    sample = guessing.telling(b"".join(islice(blocks(), 4))) if name in ("", *guessing.CHINESE) else b""
    if name:
        return guessing.Guess(name, not sample or guessing.is_long(sample))
    return guessing.guess(sample)


def _told_by_bytes(blocks: Blocks) -> str:
    """The encoding that the form of the bytes gives away; "" where only the letters can tell."""
    head = next(blocks(), b"")
    marked = next((name for mark, name in _BOMS if head.startswith(mark)), "")
    wide = _wide(head)
    if marked in ("", "utf-8-sig", "utf-16") and wide_parts.is_mixed(blocks, marked if marked == "utf-16" else wide):
        return wide_parts.NAME
    if marked:
        return marked
    if wide and _decodes(blocks, wide):
        return wide
    if escaped := guessing.escaped(head):
        return escaped
    if _decodes(blocks, "utf-8"):
        return "utf-8"
    if (two := mixed.name_of(blocks, _frequent("gb18030"))) and (two != "utf-8+cp1252" or not _others(blocks)):
        return two
    if other := _others(blocks):
        return other
    if _damaged_utf8(blocks):
        return "utf-8"
    scores = {name: _plausible(blocks, name, _frequent(name)) for name in ("gb18030", "big5")}
    best = max(scores, key=lambda name: scores[name])
    sample = guessing.telling(b"".join(islice(blocks(), 4)))
    if scores[best] >= 0.7 and not guessing.is_inside_words(sample, best):
        return guessing.rival(sample, best) or best
    if _in_runs(head) and _plausible(blocks, "gb18030", _frequent("gb18030") | _traditional()) >= 0.8:
        return guessing.rival(sample, "gb18030") or "gb18030"
    return ""


def _others(blocks: Blocks) -> str:
    """The name for lines in UTF-8 beside lines in an encoding that is neither Western nor Chinese of the mainland."""
    sample = mixed.not_utf8(blocks)
    if not sample:
        return ""
    found = guessing.guess(guessing.telling(sample), without=("gb18030",))
    name = f"utf-8+{found.encoding}"
    return name if found.sure and name in mixed.NAMES and found.encoding not in ("cp1252", "gb18030") else ""


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes stand; "" if they do not form a pattern."""
    sample = head[:8192]
    if len(sample) < 4 or sample.count(0) * 400 < len(sample) or (len(sample) > 8 and sample.count(0) < 3):
        return ""
    zeros = [sample[offset::4].count(0) for offset in range(4)]
    quarter = len(sample) // 4
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
    """Whether nearly every high byte belongs to a well-formed UTF-8 sequence: a cut or slightly damaged UTF-8 file."""
    good = high = 0
    for block in blocks():
        high += len(_HIGH.findall(block))
        good += sum(len(found) for found in _MULTIBYTE.findall(block))
    return good >= 6 and high - good <= max(3, high // 50) and good >= 3 * (high - good)


def _decoder(encoding: str) -> codecs.IncrementalDecoder | mixed.LineDecoder | wide_parts.PartDecoder:
    if encoding == wide_parts.NAME:
        return wide_parts.PartDecoder(lambda part: raw_text(part, encoding_of(blocks_of(part))))
    other = mixed.NAMES.get(encoding)
    return mixed.LineDecoder(other) if other else codecs.getincrementaldecoder(encoding)("replace")


def raw_text(data: bytes, encoding: str) -> str:
    """The bytes as text with nothing taken out, what cannot be read replaced."""
    return _decoder(encoding).decode(data, True)


@cache
def _frequent(encoding: str) -> frozenset[str]:
    """The everyday characters of GB 2312 (level 1) or Big5 (level 1), and the marks both use."""
    marks = set("，。、；：？！（）《》【】〔〕“”‘’—…·～％－／＋＜＞　￥㎏℃αβγδμ①②③ⅠⅡ「」『』．﹑×±≤≥→")
    if encoding == "gb18030":
        pairs = [bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
    else:
        trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
        pairs = [bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails]
    return frozenset("".join(pair.decode(encoding, "ignore") for pair in pairs)) | marks


@cache
def _traditional() -> frozenset[str]:
    """Traditional characters that have a simplified form; GB 18030 files from Hong Kong and Taiwan hold them."""
    return frozenset(map(chr, simplified_table()))


def _in_runs(head: bytes) -> bool:
    """Whether the high bytes come in long runs, as in Chinese; in Western text they stand alone."""
    pairs = _PAIRS.findall(head)
    return sum(len(run) for run in pairs if len(run) >= 6) * 2 > sum(len(run) for run in pairs)


def _plausible(blocks: Blocks, encoding: str, frequent: frozenset[str]) -> float:
    """Share of everyday characters among those that are not ASCII; 0 where the bytes are too damaged.

    Characters of four bytes in GB 18030 (rare names, ⁻ and ³, Tibetan, Uyghur, Korean) say neither yes nor no.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    good = seen = bad = 0
    for block in blocks():
        text = "".join(_NON_ASCII.findall(decoder.decode(block)))
        bad += text.count("\ufffd")
        sample = text[:50_000]
        if seen < 200_000:
            rare = {char for char in set(sample) - frequent if encoding == "gb18030" and _has_four_bytes(char)}
            seen += sum(1 for char in sample if char not in rare)
            good += sum(1 for char in sample if char in frequent)
    # A cut file ends inside a character; a few bad bytes do not make a Chinese file a Western one.
    return good / seen if seen and bad <= max(1, seen // 200) else 0.0


def _has_four_bytes(char: str) -> bool:
    return char != "\ufffd" and len(char.encode("gb18030")) == 4


@dataclass(slots=True)
class Decoder:
    """Turns the blocks of a file into clean text piece by piece, and remembers what it had to mend.

    Lines end in "\\n", byte order marks at line starts are gone, control characters too (`controls` counts them,
    `control_line` is the line of the first). `bad` counts bytes that the encoding could not read.
    """

    encoding: str
    controls: int = 0
    control_line: int = 0
    bad: int = 0
    bad_line: int = 0
    lines: int = 0

    def pieces(self, blocks: Blocks) -> Iterator[str]:
        """The text in pieces; joined they are the whole text."""
        decoder = _decoder(self.encoding)
        kept = ""
        for block in blocks():
            text = kept + decoder.decode(block)
            # A return at the end may be half of a line end; a mark at the end may stand before a line's text.
            kept = text[-1] if text.endswith(("\r", "\ufeff")) else ""
            yield self._clean(text[: len(text) - len(kept)])
        yield self._clean(kept + decoder.decode(b"", final=True))

    def _clean(self, text: str) -> str:
        if "\r" in text:
            text = text.replace("\r\n", "\n")
            if "\r" in text:
                text = text.replace("\r", "\n")
        if "\ufeff" in text or "\u200b" in text or "\u2060" in text:
            text = _BOM_AT_START.sub("", text)
        bad = text.count("\ufffd")
        if bad and not self.bad_line:
            self.bad_line = self.lines + text.count("\n", 0, text.index("\ufffd")) + 1
        self.bad += bad
        found = _CONTROL.search(text) if _has_controls(text) else None
        if found:
            if not self.control_line:
                self.control_line = self.lines + text.count("\n", 0, found.start()) + 1
            text, changed = _CONTROL.subn(_replacement, text)
            self.controls += changed
        self.lines += text.count("\n")
        return text

    def problems(self) -> Iterator[Problem]:
        """What was mended while decoding; to be asked after the last piece."""
        if self.encoding == wide_parts.NAME:
            text = gettext_noop(
                "Parts of this file are in UTF-16 and others are not, as when two exports are put one behind the "
                "other; each part was read in its own encoding. Please check that all records are there."
            )
            yield Problem(Message(text))
        if self.encoding in mixed.NAMES:
            text = gettext_noop(
                "The file mixes two encodings, %(encoding)s; each line was read in the one that fits. Please check "
                "titles and names."
            )
            yield Problem(Message(text, {"encoding": self.encoding}))
        if self.controls:
            text = gettext_noop("%(count)s control characters were removed.")
            yield Problem(Message(text, {"count": self.controls}), self.control_line)
        if self.bad:
            text = gettext_noop(
                "%(count)s characters are not valid %(encoding)s. Choose another encoding, or export the file again."
            )
            yield Problem(Message(text, {"count": self.bad, "encoding": self.encoding}), self.bad_line)


def _has_controls(text: str) -> bool:
    """Whether `_CONTROL` matches anywhere; on bytes this is ten times faster than the search itself."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _CONTROL_BYTES)) < len(data) or _C1_BYTES.search(data) is not None


def _replacement(found: re.Match[str]) -> str:
    """Line-like controls become a blank; the C1 range is Windows punctuation that was decoded as Latin-1."""
    char = found.group()
    if char in _LINE_CONTROLS:
        return " "
    return char.encode("latin-1").decode("cp1252", "ignore") if char >= "\x80" else ""


def blocks_of(data: bytes) -> Blocks:
    """Blocks over bytes that are already in memory."""

    def blocks() -> Iterator[bytes]:
        for start in range(0, len(data), BLOCK):
            yield data[start : start + BLOCK]

    return blocks


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str, list[Problem]]:
    """The whole text, the name of its encoding, and what was mended; `encoding` overrides the chain.

    Raises LookupError when Python knows no such encoding.
    """
    blocks = blocks_of(data)
    decoder = Decoder(text_encoding(encoding) if encoding else encoding_of(blocks))
    text = "".join(decoder.pieces(blocks))
    return text, decoder.encoding, list(decoder.problems())


def text_encoding(name: str) -> str:
    """The name as Python knows it; refuses codecs that are no text encodings, such as "zip" or "hex".

    Raises LookupError.
    """
    if name.strip() in mixed.NAMES or name.strip() == wide_parts.NAME:
        return name.strip()
    found = codecs.lookup(name.strip())
    if not getattr(found, "_is_text_encoding", True) or found.incrementaldecoder is None or found.name == "idna":
        raise LookupError(name)
    # "utf-8" chosen by hand shall not leave the mark in the text; "gbk" and "gb2312" files often hold more.
    return {"gbk": "gb18030", "gb2312": "gb18030", "ascii": "cp1252"}.get(found.name, found.name)
