"""The words and phrases that many texts share, Chinese by phrases too:
what a list can be narrowed by.

Latin script: words, and two or three neighbours that neither begin nor end with a common word.
Chinese, which writes no blanks: strings of two to eight characters that occur in several texts with
different neighbours on both sides, as a word does and a part of one does not (branching entropy,
Jin and Tanaka-Ishii 2006, here by counting neighbours). Of a phrase and its parts the part is told
only if it is clearly more frequent.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from screening.records.text import HAN, has_han, strip_tags

#: Characters of a Chinese phrase.
LONGEST = 8
#: Share of its texts in which a part stands inside one longer phrase, from which on it is not told
#: by itself.
ABSORBED = 0.8
_WORDS = re.compile(rf"[^\W_{HAN}]+(?:[-'’][^\W_{HAN}]+)*")
_RUNS = re.compile(f"[{HAN}]{{2,}}")
_BREAKS = re.compile(r"[^\w\s'’-]+|\s-+\s")
_BEGINS_NONE = frozenset("的了和与及或在是于之其将被由从并也均则就把向本该各而且但")
_ENDS_NONE = frozenset("的了和与及或在是于之其将被由从并也均则就把向对以为而且但有")


@cache
def common_words() -> frozenset[str]:
    """Words that are never told."""
    lines = (
        (Path(__file__).parent / "tables" / "common_words.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def frequent(texts: Iterable[Sequence[str]], most: int = 40) -> list[tuple[str, int]]:
    """(word or phrase, number of texts) of what is in at least two of the texts,
    the most frequent first.

    Each text comes in parts (title, abstract, keywords) that no phrase crosses.
    """
    told = [[_even(part) for part in parts if part] for parts in texts]
    counts = _latin(told) + _han(
        [[run for part in parts for run in _RUNS.findall(part)] for parts in told]
    )
    rising = sorted(counts.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))
    return _without_parts(rising[: most * 4], most)


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", strip_tags(text)).casefold()


def _latin(texts: list[list[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for parts in texts:
        found.update(set().union(*(_phrases(part) for part in parts)))
    return Counter({term: n for term, n in found.items() if n > 1})


def _phrases(part: str) -> set[str]:
    common, found = common_words(), set()
    for stretch in _BREAKS.split(part):
        words = _WORDS.findall(stretch)
        plain = [
            len(word) < 3 or word in common or not word.strip("0123456789'-") for word in words
        ]
        found |= {word for word, dull in zip(words, plain, strict=True) if not dull}
        for size in (2, 3):
            for at in range(len(words) - size + 1):
                if not (plain[at] or plain[at + size - 1]):
                    found.add(" ".join(words[at : at + size]))
    return found


def _han(texts: list[list[str]]) -> Counter[str]:
    """Longer strings are only looked at where both their ends are frequent:
    the cost stays linear in the texts.
    """
    counts: Counter[str] = Counter()
    known: set[str] | None = None
    least = max(2, len(texts) // 200)
    for size in range(2, LONGEST + 1):
        here: Counter[str] = Counter()
        for runs in texts:
            here.update({string for run in runs for string in _strings(run, size, known)})
        known = {string for string, n in here.items() if n >= least}
        if not known:
            break
        counts.update({string: here[string] for string in known})
    return _words_of(texts, counts)


def _strings(run: str, size: int, known: set[str] | None) -> Iterable[str]:
    strings = [run[at : at + size] for at in range(len(run) - size + 1)]
    return strings if known is None else [s for s in strings if s[:-1] in known and s[1:] in known]


def _words_of(texts: list[list[str]], counts: Counter[str]) -> Counter[str]:
    common = common_words()
    likely = {
        string
        for string in sorted(counts, key=lambda one: (-counts[one], one))[:1500]
        if string[0] not in _BEGINS_NONE and string[-1] not in _ENDS_NONE and string not in common
    }
    before, after = defaultdict(set), defaultdict(set)
    sizes = sorted({len(string) for string in likely})
    for number, runs in enumerate(texts):
        for run in runs:
            for size in sizes:
                for at in range(len(run) - size + 1):
                    if (string := run[at : at + size]) in likely:
                        # The edge of a stretch is another neighbour in each text.
                        before[string].add(run[at - 1] if at else number)
                        after[string].add(run[at + size] if at + size < len(run) else number)
    return Counter({s: counts[s] for s in likely if min(len(before[s]), len(after[s])) > 1})


def _without_parts(terms: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    kept = []
    for term, n in terms:
        longer = max(
            (m for other, m in terms if len(other) > len(term) and _inside(term, other)), default=0
        )
        if longer < ABSORBED * n:
            kept.append((term, n))
    return kept[:most]


def _inside(term: str, other: str) -> bool:
    return term in other if has_han(term) else f" {term} " in f" {other} "
