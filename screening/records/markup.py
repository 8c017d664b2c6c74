"""Titles and abstracts as plain text: formatting tags off, entities decoded once,
broken lines joined.
"""

import html
import re
from collections.abc import Iterable

from screening.records.text import HAN, collapse, has_han

_FORMATTING = (
    "i|b|u|s|em|strong|sub|sup|inf|br|p|span|div|font|small|big|sc|scp|tt|code|cite|a|h[1-6]|li|ul|ol|center|italic|bold"
    "|title|sec|abstract|underline|monospace|strike"
)
_PREFIXED = r"(?:jats|mml|ce|sb|tex|xref|ext-link|inline-formula)[-:\w]*"
_ATTRIBUTES = r"(?:\s+[-:\w]+\s*=[^<>]{0,200}|\s*/?)>"
_TAG = re.compile(rf"</?(?:{_FORMATTING}|{_PREFIXED}){_ATTRIBUTES}", re.IGNORECASE)
_BLOCK = re.compile(
    rf"</?(?:p|div|br|li|ul|ol|sec|h[1-6]|jats:(?:p|title|sec)){_ATTRIBUTES}", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_RAISED = re.compile(r"<(sup|sub|inf)>([0-9+−-]{1,6})</\1>", re.IGNORECASE)
_SUP = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SUB = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’—…"
_BETWEEN_WIDE = re.compile(f"[{_WIDE}]")
#: The lowest of the wide characters: a cheap look before the pattern.
_FIRST_WIDE = "—"
_CLOSING = frozenset(",.;:!?)]}%")
_LEAD = re.compile(
    r"(?:[<〈＜《]正[>〉＞》]|Abstract\s*(?=\(#br\))|(?:摘\s*要|Abstract)\s*[:：]\s*"
    r"|[【［\[]\s*(?:摘\s*要|Abstract)\s*[】］\]]\s*[:：]?\s*|[:：]\s*)",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    {
        "[no abstract available]",
        "no abstract available",
        "no abstract",
        "无摘要",
        "n/a",
        "na",
        "暂无摘要",
        "abstract available from the publisher",
        "abstract available from the publisher.",
    }
)
_PAGE_WORDS = re.compile(
    r"(?<=[。！？；;.…\s>）)])(?:[…\.]{0,6}\s*[\[【(（]?"
    r"(?:更多|展开|展开更多|展开全部|查看更多|查看全部|显示更多|显示全部|阅读全文|收起|还原|详细|"
    r"(?i:(?:show|read|see|view) more))"
    r"[\]】)）]?(?:\s*[>》»∨﹀▼↓︾]{0,2})?[\s…]*)+$"
)
_TAIL = 40
_LAST_WORDS = frozenset("多开起原细部文>》»∨﹀▼↓︾]】)） …")
_SHORT_OF = re.compile("(?i)更多|展开|全部|全文|more")
_KEYWORDS = re.compile(
    r"(?:[。.；;\s]\s*[\[【(（]?(?:关\s*键\s*词|主题词)|[。.；;]\s*[\[【(（]?(?i:key ?words?))"
    r"[\]】)）]?\s*[:：]\s*(?=\S)"
)
#: How many letters of keywords may stand behind an abstract.
_KEYWORD_LETTERS = 160
_CUT = ("…", "...", "。。。")
_EMPTY_LENGTH = 40
_PARTS = re.compile(r"[;；\n|]+|//")
_WIDE_COMMAS = re.compile("[，、]")
#: Between Chinese words; the comma of 1,25-二羟维生素D stands between digits.
_COMMAS = re.compile(r"[，、]|(?<!\d),|,(?!\d)")


def plain(text: str) -> str:
    """The text with formatting tags taken off, entities decoded once and white space collapsed.

    Raised and lowered digits become Unicode ones ("CO<sub>2</sub>" -> "CO₂"); anything else in
    angle brackets, such as "p < 0.05" or "<script>", is text and stays.
    """
    if not text or text.isalnum():
        return text
    if "&" in text:
        text = decoded(text)
    if "<" in text:
        text = _RAISED.sub(_raise, text)
        text = _TAG.sub("", _BLOCK.sub(" ", text))
    return collapse(text)


def decoded(text: str) -> str:
    """The text with its entities ("&amp;", "&#38;") decoded once; a bare & stays."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)


def _raise(found: re.Match[str]) -> str:
    table = _SUP if found.group(1).lower() == "sup" else _SUB
    return found.group(2).translate(table)


def abstract(text: str) -> str:
    """An abstract as plain text, without CNKI's "<正>" and "(#br)";
    "" for "[No abstract available]".

    Labels of sections such as 目的 or METHODS stay.
    """
    if "(#br)" in text:
        text = _led(text.strip()).replace("(#br)", " ")
    value = _led(plain(text))
    return "" if len(value) < _EMPTY_LENGTH and value.casefold() in _EMPTY else value


def polluted(given: str, title: str) -> tuple[str, str, bool]:
    """An abstract without the words of the page it was copied from, what was taken off,
    and whether it was cut short.

    Chinese databases put 更多, 展开 or 还原 behind an abstract that they show in part, <正> or the
    title before it, and the keywords may follow it.
    """
    taken: list[str] = []
    text, tail = given, given[-_TAIL:]
    if (tail[-1:] in _LAST_WORDS or tail.endswith("more")) and (
        bare := _PAGE_WORDS.sub("", tail)
    ) != tail:
        taken.append(tail[len(bare) :].strip())
        text = (given[:-_TAIL] + bare).rstrip()
    if title and len(title) >= 6 and text.startswith(title) and len(text) > len(title):
        rest = text[len(title) :].lstrip(" .。:：　")
        if has_han(title) and rest and rest[0] not in "的与和及在中是对为，,、":
            taken.append(title)
            text = rest
    cut = text.rstrip().endswith(_CUT) or any(map(_SHORT_OF.search, taken))
    tail = text[-_KEYWORD_LETTERS:]
    if (":" in tail or "：" in tail) and (
        found := _KEYWORDS.search(text, max(len(text) - _KEYWORD_LETTERS, 1))
    ):
        taken.append(text[found.end() :])
        text = text[: found.start() + 1].rstrip()
    return text, " ".join(taken), cut


def _led(text: str) -> str:
    """The text without what CNKI puts before it; matched once at the start,
    where a search would try every place.
    """
    found = _LEAD.match(text)
    return text[found.end() :] if found else text


def join_lines(lines: Iterable[str]) -> str:
    """Broken lines as one text: a blank between them,
    but none beside a Chinese character or before closing marks.
    """
    joined = ""
    parts: list[str] = []
    for line in lines:
        line = line.strip()
        if not line:
            continue
        if joined and line[0] not in _CLOSING and not (_wide(line[0]) or _wide(joined[-1])):
            parts.append(" ")
        parts.append(line)
        joined = line
    return "".join(parts)


def _wide(char: str) -> bool:
    return char >= _FIRST_WIDE and _BETWEEN_WIDE.match(char) is not None


def one_line(text: str) -> str:
    """The text with its broken lines joined as `join_lines` does."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    if text.isascii():
        lines = [line for line in map(str.strip, lines) if line]
        if not any(line[0] in _CLOSING for line in lines):
            return " ".join(lines)
    return join_lines(lines)


def keywords(text: str) -> tuple[str, ...]:
    """Single keywords of a field: split at ; ； and line ends,
    or at commas when there is nothing else; each once.
    """
    if text.isalnum():
        return (text,)
    parts = [plain(part) for part in _PARTS.split(text)]
    parts = [part.strip(" ,，.。") for part in parts if part.strip(" ,，.。")]
    if len(parts) == 1 and any(comma in parts[0] for comma in ",，、"):
        commas = _COMMAS if has_han(parts[0]) else _WIDE_COMMAS
        parts = [part.strip() for part in commas.split(parts[0]) if part.strip()]
    return tuple(dict.fromkeys(parts))
