"""What differs between two titles that are almost the same: slips of the pen, or another word."""

from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from screening.dedupe.pinyin import syllables
from screening.records.text import has_han

_SMALL = frozenset(
    "a an the of in on and or for with to by from at as is are its their s t study trial de la le et".split()  # noqa: SIM905
)


class Wording(NamedTuple):
    """Words (Han: characters) that only one title has, beyond slips and small words."""

    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()

    @property
    def swapped(self) -> bool:
        """Each title has a word the other lacks."""
        return bool(self.only_a and self.only_b)


def compare_wording(a: str, b: str) -> Wording:
    """The words of each folded title that the other one has no counterpart for."""
    if has_han(a) and has_han(b):
        return _compare_characters(a.replace(" ", ""), b.replace(" ", ""))
    words_a, words_b = set(a.split()) - _SMALL, set(b.split()) - _SMALL
    only_a, only_b = words_a - words_b, words_b - words_a
    joined_a, joined_b = a.replace(" ", ""), b.replace(" ", "")
    left_a = [w for w in only_a if w not in joined_b and not _near(w, only_b)]
    left_b = [w for w in only_b if w not in joined_a and not _near(w, only_a)]
    return Wording(tuple(sorted(left_a)), tuple(sorted(left_b)))


def _near(word: str, others: set[str]) -> bool:
    return len(word) > 3 and any(fuzz.ratio(word, o) >= 75 for o in others)


def _compare_characters(a: str, b: str) -> Wording:
    only_a, only_b = [], []
    for step in Indel.opcodes(a, b):
        if step.tag in ("delete", "replace"):
            only_a.append(a[step.src_start : step.src_end])
        if step.tag in ("insert", "replace"):
            only_b.append(b[step.dest_start : step.dest_end])
    if syllables("".join(only_a)) == syllables("".join(only_b)):
        return Wording()  # 症 for 征: a slip of the input method
    return Wording(tuple(t for t in only_a if t not in _SMALL_HAN), tuple(t for t in only_b if t not in _SMALL_HAN))


_SMALL_HAN = frozenset({"的", "之", "与", "和", "及", "对", "地", "得", "研究", "分析", "探讨", "观察"})
