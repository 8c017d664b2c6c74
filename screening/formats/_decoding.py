"""Bytes to text by a fixed chain of tests, not by a guesser,
so that the same file always reads the same way.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.formats import _mixed_encodings as mixed
from screening.formats import _wide_parts as wide_parts
from screening.formats._encoding_chain import Blocks, blocks_of, encoding_of
from screening.formats._encoding_guess import USUAL
from screening.formats._format import Problem
from screening.records.messages import Message, gettext_noop

#: Names a person may choose from when the chain is wrong.
ENCODINGS = (
    "utf-8",
    *USUAL,
    "cp866",
    "mac-cyrillic",
    "mac-roman",
    "euc_jp",
    "cp932",
    "iso2022_jp_2",
    "cp949",
    "iso2022_kr",
    "hz",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in b"\t\n\r")
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_BOM_AT_START = re.compile("^[ \t]*[\ufeff\u200b\u2060]+", re.MULTILINE)
_LINE_CONTROLS = "\x0b\x0c\x1c\x1d\x1e\x1f"


def _decoder(
    encoding: str,
) -> codecs.IncrementalDecoder | mixed.LineDecoder | wide_parts.PartDecoder:
    if encoding == wide_parts.NAME:
        return wide_parts.PartDecoder(lambda part: raw_text(part, encoding_of(blocks_of(part))))
    other = mixed.NAMES.get(encoding)
    return mixed.LineDecoder(other) if other else codecs.getincrementaldecoder(encoding)("replace")


def raw_text(data: bytes, encoding: str) -> str:
    """The bytes as text with nothing taken out, what cannot be read replaced."""
    return _decoder(encoding).decode(data, True)


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
            # The end of a block may cut a character (the decoder keeps that) or a line end (kept
            # here).
            text = kept + decoder.decode(block)
            # A return at the end may be half of a line end; a mark at the end may stand before a
            # line's text.
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
        # Counted after decoding, as the decoder itself does not tell how much it has replaced.
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
            yield Problem(
                Message(text, {"count": self.bad, "encoding": self.encoding}), self.bad_line
            )


def _has_controls(text: str) -> bool:
    """Whether `_CONTROL` matches anywhere; on bytes, ten times faster than the search itself."""
    data = text.encode("utf-8", "surrogatepass")
    return (
        len(data.translate(None, _CONTROL_BYTES)) < len(data) or _C1_BYTES.search(data) is not None
    )


def _replacement(found: re.Match[str]) -> str:
    """A blank for line-like controls; C1 is Windows punctuation that was decoded as Latin-1."""
    char = found.group()
    if char in _LINE_CONTROLS:
        return " "
    return char.encode("latin-1").decode("cp1252", "ignore") if char >= "\x80" else ""


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str, list[Problem]]:
    """The whole text, the name of its encoding, and what was mended;
    `encoding` overrides the chain.

    Raises LookupError when Python knows no such encoding.
    """
    blocks = blocks_of(data)
    decoder = Decoder(text_encoding(encoding) if encoding else encoding_of(blocks))
    text = "".join(decoder.pieces(blocks))
    return text, decoder.encoding, list(decoder.problems())


def text_encoding(name: str) -> str:
    """The name as Python knows it; refuses codecs that are no text encodings,
    such as "zip" or "hex".

    Raises LookupError.
    """
    if name.strip() in mixed.NAMES or name.strip() == wide_parts.NAME:
        return name.strip()
    found = codecs.lookup(name.strip())
    if (
        not getattr(found, "_is_text_encoding", True)
        or found.incrementaldecoder is None
        or found.name == "idna"
    ):
        raise LookupError(name)
    # "utf-8" chosen by hand shall not leave the mark in the text; "gbk" and "gb2312" files often
    # hold more.
    return {"gbk": "gb18030", "gb2312": "gb18030", "ascii": "cp1252"}.get(found.name, found.name)
