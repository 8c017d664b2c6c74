"""What a title says beside its subject: its numbers, whether it is a notice or a reply,
whether it says anything.
"""

import re
from functools import cache
from importlib import resources

from screening.dedupe.features import Prepared
from screening.dedupe.pagination import roman
from screening.records.text import HAN, fold, has_han

_NUMBER = re.compile(r"\d+")
_HAN_NUMBER = re.compile(
    "第([一二三四五六七八九十]+)|([一二三四五六七八九十两]+)(?:个月|周|天|年|期|部分|例|型|篇|报|次|批|线|代|联)"
)
_HAN_PART = re.compile(
    f"[(（〔]?([一二三四五六七八九十上中下]{{1,2}})[)）〕]|[{HAN}]之([一二三四五六七八九十])(?![{HAN}])"
)
_HAN_VOLUME = re.compile("([上中下])[篇集部]$")
_WORDS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "seventh": "7",
    "eighth": "8",
    "ninth": "9",
    "tenth": "10",
    "twentieth": "20",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
    "iia": "2",
    "iib": "2",
    "iiia": "3",
    "iiib": "3",
}
_AFTER_PART = re.compile(
    r"(?<![^ ])(?:part|phase|type|stage|class|study|paper|chapter|report|volume)s? ([ivx]+|[a-e])(?![^ ])"
)
_HAN_DIGITS = {c: str(n) for n, c in enumerate("一二三四五六七八九十", 1)} | {
    "两": "2",
    "上": "上",
    "中": "中",
    "下": "下",
}
_NOTICE_HEADS = {
    "erratum": "erratum",
    "errata": "erratum",
    "corrigendum": "erratum",
    "corrigenda": "erratum",
    "correction": "erratum",
    "corrections": "erratum",
    "corrected": "erratum",
    "addendum": "erratum",
    "retraction": "retraction",
    "notice": "retraction",
    "withdrawal": "retraction",
    "expression": "concern",
}
_REPLY_HEADS = frozenset(
    "reply replies response responses re comment comments commentary rebuttal author authors".split()  # noqa: SIM905
)
_HAN_NOTICES = (
    ("勘误", "erratum"),
    ("更正", "erratum"),
    ("撤稿声明", "retraction"),
    ("撤销", "retraction"),
    ("撤稿启事", "retraction"),
)
#: 解读 explains a guideline or consensus that it names; it is not that guideline.
_HAN_REPLIES = re.compile("答复|回复|评论|商榷|读者来信|(?:指南|共识) ?的?解读|解读$|^解读")
_REPLIES = ("in reply", "letter by", "in response", "the author")
_CITED_ERRATUM = re.compile(
    r"(?i)\(vol(?:ume)?\.? ?\d+,? (?:(?:pp?|pg)\.? )?[a-z]?[\d-]+,? \d{4}\)|\(\d{4}\) ?\d+[ :,(]+[\w-]+[^)]*\)"
)
_NOTICE_OF = re.compile(
    r"(?i)(erratum|corrigendum|correction|addendum|retraction)(?: to| of| for|:)+\s*(?=\S{3}.{20})"
)


@cache
def generic() -> frozenset[str]:
    """Title keys that say nothing about the work, from tables/generic_titles.txt."""
    source = resources.files("screening.dedupe") / "tables" / "generic_titles.txt"
    return frozenset(
        fold(line).replace(" ", "") for line in source.read_text(encoding="utf-8").splitlines()
    )


def read_numbers(chinese: str, folded: str) -> tuple[str, ...]:
    """The numbers in a title, sorted: digits, number words, roman numerals, 第二, (一), 三个月."""
    found = [n.lstrip("0") or "0" for n in _NUMBER.findall(folded)]
    for word in folded.split():
        if word in _WORDS:
            found.append(_WORDS[word])
    for word in _AFTER_PART.findall(folded):
        if word not in _WORDS:
            found.append(str(roman(word)) if roman(word) else word)
    last = folded.rsplit(" ", 1)[-1]
    if last in ("i", "v", "x"):
        found.append(str(roman(last)))
    if chinese:
        found.extend(_HAN_VOLUME.findall(chinese))
        for a, b in _HAN_NUMBER.findall(chinese) + _HAN_PART.findall(chinese):
            found.append("".join(_HAN_DIGITS[c] for c in a or b))
    return tuple(sorted(set(found)))


def read_marks(folded: str, chinese: bool) -> frozenset[str]:
    """What the title says of its kind: erratum, retraction, concern, reply, protocol, guideline."""
    head, tail = folded.split(" ", 1)[0], folded.rsplit(" ", 1)[-1]
    found = {_NOTICE_HEADS[word] for word in (head, tail) if word in _NOTICE_HEADS}
    if (
        head in _REPLY_HEADS
        or tail in ("reply", "replies", "rebuttal")
        or folded.startswith(_REPLIES)
    ):
        found.add("reply")
    if "protocol" in folded or "研究方案" in folded:
        found.add("protocol")
    if "guideline" in folded or "consensus" in folded or "指南" in folded or "共识" in folded:
        found.add("guideline")
    if chinese:
        found.update(
            mark for word, mark in _HAN_NOTICES if folded.startswith(word) or folded.endswith(word)
        )
        if _HAN_REPLIES.search(folded):
            found.add("reply")
    return frozenset(found)


def split_notice(text: str) -> tuple[str, frozenset[str]]:
    """(the title without "Erratum:" or "Correction to", the mark of what was cut off or cited)."""
    marks = {"erratum"} if _CITED_ERRATUM.search(text) else set()
    notice = _NOTICE_OF.match(text)
    if notice:
        marks.add(_NOTICE_HEADS[notice.group(1).lower()])
        text = text[notice.end() :]
    return text, frozenset(marks)


def is_generic(key: str) -> bool:
    """Whether a title key says nothing about the work, or is too short to."""
    if key in generic():
        return True
    return len(key) < (6 if has_han(key) else 12)


#: Letters (a third as many Han characters) from which on a title is no mere heading.
TELLING = 60


def is_telling(a: Prepared, b: Prepared) -> bool:
    """Whether both records have a title so long that two works hardly share it."""
    return all(
        any(len(k) >= (TELLING // 3 if has_han(k) else TELLING) for k in record.keys)
        for record in (a, b)
    )
