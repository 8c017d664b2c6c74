"""What differs between two titles that are almost the same: slips of the pen, or another word."""

from collections import Counter
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Postfix, Prefix

from screening.dedupe.pinyin import syllables
from screening.records.text import has_han

_SMALL = frozenset(
    "a an the of in on and or for with to by from at as is are its their s t study trial de la le et".split()  # noqa: SIM905
)


_NEGATIONS = frozenset({"without", "not", "non", "no"})
#: 糖尿病前期 is no 糖尿病 and 亚临床 not 临床, just as 非 says no.
_HAN_NEGATIONS = ("不", "非", "无", "未", "亚", "前期")

#: Beginnings that turn a word into its opposite or into another one a slip away: hypokalaemia,
#: premenopausal, maternal, symptomatic, male, agonist, prediabetes, unilateral, neuropathy.
_OPPOSED = (
    ("hypo", "hyper"),
    ("pre", "post"),
    ("in", "de"),
    ("intra", "inter"),
    ("intra", "extra"),
    ("micro", "macro"),
    ("endo", "exo"),
    ("over", "under"),
    ("up", "down"),
    ("ab", "ad"),
    ("p", "m"),
    ("", "un"),
    ("", "non"),
    ("", "n"),
    ("", "a"),
    ("", "fe"),
    ("", "wo"),
    ("", "ant"),
    ("", "anti"),
    ("", "pre"),
    ("", "sub"),
    ("uni", "bi"),
    ("nephro", "neuro"),
)

#: Least letters two words must end in alike for what stands before to be the root: "sartan", "ics";
#: else it is an ending ("diabetic", "diabetes").
_ENDING = 3

#: Words that another title may write as one ("il 1 beta", "il1beta").
_LONGEST_RUN = 4


class Wording(NamedTuple):
    """Words (Han: characters) that only one title has, beyond slips and small words."""

    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()

    @property
    def swapped(self) -> bool:
        """Each title has a word the other lacks, or one says no to what the other says."""
        return bool(self.only_a and self.only_b) or self.denied

    @property
    def denied(self) -> bool:
        """One title says no to what the other says ("without", 未)."""
        return any(_denies(word) for word in self.only_a + self.only_b)


def _denies(word: str) -> bool:
    return word in _NEGATIONS or word.startswith(_HAN_NEGATIONS)


def compare_wording(a: str, b: str) -> Wording:
    """The words of each folded title that the other one has no counterpart for."""
    if has_han(a) and has_han(b):
        return _compare_characters(a.replace(" ", ""), b.replace(" ", ""))
    words_a, words_b = (Counter(w for w in title.split() if w not in _SMALL) for title in (a, b))
    only_a, only_b = set(words_a - words_b), set(words_b - words_a)
    joined = _joined(a, only_b) | _joined(b, only_a)
    left_a = [w for w in only_a if w not in joined and not _alike(w, only_b)]
    left_b = [w for w in only_b if w not in joined and not _alike(w, only_a)]
    return Wording(tuple(sorted(left_a)), tuple(sorted(left_b)))


def _joined(title: str, others: set[str]) -> set[str]:
    """Words of the title that together are one of `others`, and that one: "post menopausal",
    "postmenopausal".
    """
    words, found = title.split(), set[str]()
    for start in range(len(words)):
        for end in range(start + 2, min(start + _LONGEST_RUN, len(words)) + 1):
            if "".join(words[start:end]) in others:
                found.update(words[start:end], ["".join(words[start:end])])
    return found


def _alike(word: str, others: set[str]) -> bool:
    """Whether it is one of the others but for a slip of the pen or a lost Greek letter,
    and the opposite of none.
    """
    if any(_opposed(word, o) for o in others):
        return False
    if any(o.startswith(word) or o.endswith(word) for o in others):
        return True
    return len(word) > 3 and any(
        fuzz.ratio(word, o) >= 75 and not _other_root(word, o) for o in others
    )


def _other_root(a: str, b: str) -> bool:
    """Whether several letters before a common ending differ: valsartan and losartan are no slip."""
    start = Prefix.similarity(a, b)
    a, b = a[start:], b[start:]
    end = Postfix.similarity(a, b)
    one, two = a[: len(a) - end], b[: len(b) - end]
    return end >= _ENDING and min(len(one), len(two)) > 1 and fuzz.ratio(one, two) < 50


def _opposed(a: str, b: str) -> bool:
    return any(
        x.startswith(p) and y.startswith(q) and x[len(p) :] == y[len(q) :]
        for p, q in _OPPOSED
        for x, y in ((a, b), (b, a))
    )


def _compare_characters(a: str, b: str) -> Wording:
    only_a, only_b = [], []
    for step in Indel.opcodes(a, b):
        if step.tag in ("delete", "replace"):
            only_a.append(a[step.src_start : step.src_end])
        if step.tag in ("insert", "replace"):
            only_b.append(b[step.dest_start : step.dest_end])
    if syllables("".join(only_a)) == syllables("".join(only_b)):
        return Wording()  # 症 for 征: a slip of the input method
    return Wording(
        tuple(t for t in only_a if t not in _SMALL_HAN),
        tuple(t for t in only_b if t not in _SMALL_HAN),
    )


_SMALL_HAN = frozenset(
    {"的", "之", "与", "和", "及", "对", "地", "得", "研究", "分析", "探讨", "观察"}
)
