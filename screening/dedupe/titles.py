"""Titles: the forms to compare, the numbers in them,
and words that say what kind of thing the record is.
"""

import html
import re
import unicodedata
from typing import NamedTuple

from screening.dedupe.scripts import (
    GREEK,
    LATIN,
    SPELT_OUT,
    evened_out,
    in_latin_letters,
    script_of,
)
from screening.dedupe.title_kinds import read_marks, read_numbers, split_notice
from screening.records.text import HAN, fold, han_share, has_han

_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau "
    "upsilon phi chi psi omega"
)
_GREEK = str.maketrans(
    {
        chr(first + at): f" {name} "
        for at, name in enumerate(_LETTERS.split())
        for first in (0x391, 0x3B1)
    }
    | {"µ": " mu ", "ß": " beta "}
)
_NON_ASCII_GREEK = re.compile("[\u0370-\u03ffµß]")
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]")
#: Six letters beyond ASCII in a row: no language writes so, but Chinese in GBK looks so when read
#: as Latin-1.
_GBK_READ_AS_LATIN = re.compile("(?:[\u00a1-\u00fe]{2}){3}")
_BRACKETED_END = re.compile(r"[\[［][^\[\]［］]*[\]］]?[\s.。;,]*$")
_WHOLE_BRACKET = re.compile(r"^\s*[\"'“]?[\[［](.+?)[\]］][\"'”]?\s*\.?\s*")
_PAREN_END = re.compile(
    r"(?i)\s*[(（](?:article )?(?:in [a-z]+|[a-z]+ (?:language|article)|[a-z]+ with english abstract|"
    r"author'?s transl\w*|translated? .{0,30}|中文|英文)[)）]\s*\.?$"
)
_PREFIX = re.compile(
    r"(?i)^\W*(?:retracted(?: article)?|withdrawn|short report|original article|research article|brief report|"
    r"case report|review article|full[- ]length article|撤稿|已撤稿|论著|综述)\s*(?:[:：】\]]|\s[-–—])\s*"
)
_NOTE_END = re.compile(
    r"(?i)\s*[\[(（](?:\w+ )?(?:erratum|corrected|republished|see comment|comment in|"
    r"summary for patients|retract|update of).*$"
)
_ORIGINAL = re.compile(
    r"(?i)\s*<original>\s*|\.\s+(?:Chinese|German|French|Russian|Spanish|Japanese|Italian|Portuguese|"
    r"Polish|Czech|Dutch|Danish|Swedish|Norwegian|Hungarian|Korean|Turkish|Ukrainian|Hebrew|Finnish|Croatian|Serbian|Romanian|Bulgarian|Slovak)"
    r"(?:\s+(?=[A-Z])(?!.* (?:of|and|the|with|from|for|on) )|\W*$)"
)
_CITED = re.compile(
    r"(?i)\s*[\[(（](?:vol(?:ume)?\.? ?\d+|[^()（）]{0,120}\(\d{4}\) ?\d+|reprinted from|"
    r"dtsch|ann|proc|j\b)[^\])]{0,200}[\])）]*\s*\.?$"
)
_CITATION_END = re.compile(r"\.{2,}\s*[A-Z][\w .]{3,40}\. ?\d{4} .*$")


class Titles(NamedTuple):
    """What is compared: folded titles by script, numbers, and marks (erratum, reply, protocol, …).

    `other` are those neither in Latin letters nor Chinese or Japanese, `spelt_out` the same in
    Latin letters where catalogues write them so; `script` is that of the first title that is not in
    Latin letters.
    """

    latin: tuple[str, ...]
    han: tuple[str, ...]
    other: tuple[str, ...]
    spelt_out: tuple[str, ...]
    script: str
    numbers: tuple[str, ...]
    marks: frozenset[str]


def read_titles(*given: str) -> Titles:
    """Every title of a record in comparable form; empty ones and bare brackets vanish."""
    latin: list[str] = []
    han: list[str] = []
    other: list[str] = []
    spelt_out: list[str] = []
    script = LATIN
    numbers: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    for text in given:
        if not text or text.startswith("#"):
            continue
        text, said = split_notice(text)
        marks |= said
        for part in (*_parts(clean(text)), *_original(text)):
            if part.isascii():
                written, chinese, side, folded = LATIN, False, latin, fold(part)
            else:
                written, chinese = script_of(part), has_han(part)
                side = (
                    han
                    if chinese and han_share(part) >= 0.2
                    else latin
                    if written == LATIN
                    else other
                )
                folded = fold(evened_out(part, written))
            if not folded:
                continue
            script = written if script == LATIN else script
            if written in SPELT_OUT:
                spelt_out.append(fold(in_latin_letters(part, written)))
            if folded not in side:
                side.append(folded)
            numbers = numbers or read_numbers(part if chinese else "", folded)
            marks |= read_marks(folded, chinese)
    return Titles(tuple(latin), tuple(han), tuple(other), tuple(spelt_out), script, numbers, marks)


def clean(text: str) -> str:
    """The title without markup, brackets of translation, language notes, "[J]" and "RETRACTED:"."""
    if "&" in text or "<" in text:
        text = html.unescape(text)
    text = _ORIGINAL.split(text, maxsplit=1)[0] if "<" in text or ". " in text else text
    if not text.isascii():
        text = unicodedata.normalize("NFKC", repair(text))
        if _NON_ASCII_GREEK.search(text) and script_of(text) != GREEK:
            text = text.translate(_GREEK)
    if "[" in text or "［" in text:
        text = _unbracket(text)
    if text.rstrip(" .").endswith((")", "）")):
        text = _CITED.sub("", _PAREN_END.sub("", text))
    if ".." in text:
        text = _CITATION_END.sub("", text)
    return _PREFIX.sub("", text)


def _original(text: str) -> tuple[str, ...]:
    """The title in another language of Latin script that stands in brackets behind its translation;
    a note is none.
    """
    found = _ORIGINAL_IN_BRACKETS.match(text) if "[" in text else None
    if not found or has_han(text):
        return ()
    words = set(fold(found.group(1)).split())
    foreign = not words.isdisjoint(_NOT_ENGLISH) and words.isdisjoint(_ENGLISH)
    return (clean(found.group(1)),) if foreign else ()


_ORIGINAL_IN_BRACKETS = re.compile(r"^\s*[^\[\]\s][^\[\]]{11,}\[([^\[\]]{20,})\]\s*\.?\s*$")
_ENGLISH = frozenset("the of and with for this appears see comment published by".split())  # noqa: SIM905
_NOT_ENGLISH = frozenset(
    "de la el los las del y en le les des du au aux der das und von bei mit im zur zum "  # noqa: SIM905
    "il gli di della dos na em och av hos og til ved het een bij".split()
)


def _unbracket(text: str) -> str:
    text = _NOTE_END.sub("", text) or text
    inner = _WHOLE_BRACKET.match(text)
    if inner and len(inner.group(1)) > 12:
        rest = text[inner.end() :]
        return inner.group(1) + (
            " [" + rest if has_han(rest) != has_han(inner.group(1)) and len(rest) > 8 else ""
        )
    while True:
        tail = _BRACKETED_END.search(text)
        if not tail or tail.start() < 8 or (has_han(tail.group()) and len(tail.group()) > 8):
            return text
        if not has_han(tail.group()) and has_han(text[: tail.start()]) and len(tail.group()) > 16:
            return text
        text = text[: tail.start()].rstrip(" .")


def repair(text: str) -> str:
    """The text with UTF-8 read as Latin-1 or GBK, or GBK read as Latin-1,
    put right where that is valid.
    """
    if _GBK_READ_AS_LATIN.search(text):
        try:
            restored = text.encode("latin-1").decode("gbk")
        except UnicodeError:
            restored = ""
        if has_han(restored):
            return restored
    if _MOJIBAKE.search(text):
        for codec in ("latin-1", "cp1252"):
            try:
                return text.encode(codec).decode("utf-8")
            except UnicodeError:
                continue
    elif has_han(text) and not any(c in text for c in "的与和及对中性研"):
        try:
            restored = text.encode("gbk").decode("utf-8")
        except UnicodeError:
            return text
        return restored if has_han(restored) else text
    return text


_BILINGUAL = re.compile(
    f"^(.*?[{HAN}].*?)[\\s\\[(（=/|.。]+([A-Za-z][^{HAN}]{{20,}})$|^([^{HAN}]{{20,}}?)[\\s\\[(（=/|]+([{HAN}].{{5,}})$"
)


def _parts(text: str) -> tuple[str, ...]:
    """The two titles in a field that holds a Chinese and a Latin one; else the text alone."""
    if text.isascii() or not has_han(text):
        return (text,)
    found = _BILINGUAL.match(text)
    if not found:
        return (text,)
    parts = [p.strip(" []=/|.") for p in found.groups() if p]
    return tuple(parts) if all(len(p) >= 4 for p in parts) else (text,)
