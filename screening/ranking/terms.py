"""Terms as numbers: the tokens of `documents.tokens`, without a string for each pair of words.

A term is one whole number: a word is its place in the vocabulary, two words are two places side by side, one to three
Han characters are their code points side by side. A review of 40,000 records has some five million different pairs of
words; as numbers they are counted by sorting, as strings they cost ten times the time and a gigabyte.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from screening.records.text import fold, has_han

_WORD_BITS = 31
_HAN_BITS = 18
_HAN_TERM = 1 << 62
BEGINNING = 6


class Vocabulary:
    """The words met so far, each with its number from 1 on."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: dict[str, int] = {word: number for number, word in enumerate(words, 1)}

    def units(self, texts: Sequence[str], learn: bool = True) -> list[int]:
        """The texts as a row of units: n > 0 is word n, n < 0 the Han character -n, 0 a border no term crosses.

        Words of one letter are left out. A word not met before gets a number, or becomes a border without `learn`.
        """
        row: list[int] = []
        for text in texts:
            folded = fold(text)
            han = has_han(folded)
            for run in folded.split():
                if han and has_han(run):
                    row.append(0)
                    row.extend(-ord(character) for character in run)
                elif len(run) > 1:
                    row.append(self._number(run, learn))
            row.append(0)
        return row

    def beginnings(self, texts: Sequence[str]) -> list[int]:
        """The first letters of each word, and each Han character, as units with borders between them.

        They stand for the stem: "exosomal" and "exosomes" begin alike. For learning only, nothing is shown of it.
        """
        row: list[int] = []
        for text in texts:
            for run in fold(text).split():
                if has_han(run):
                    for character in run:
                        row += (-ord(character), 0)
                elif len(run) > 1:
                    row += (self._number(run[:BEGINNING], True), 0)
        return row

    def phrases(self, wanted: Sequence[str]) -> list[int]:
        """Whole phrases as units with borders between them."""
        row: list[int] = []
        for phrase in wanted:
            row += (self._number(phrase, True), 0)
        return row

    def _number(self, word: str, learn: bool) -> int:
        number = self.words.get(word, 0)
        if not number and learn:
            number = self.words[word] = len(self.words) + 1
        return number

    def spell(self, terms: Any) -> list[str]:
        """The tokens that these terms stand for."""
        words = list(self.words)
        return [_spell(int(term), words) for term in terms]


def _spell(term: int, words: list[str]) -> str:
    if term >= _HAN_TERM:
        mask = (1 << _HAN_BITS) - 1
        return "".join(chr(c) for shift in (2, 1, 0) if (c := (term >> shift * _HAN_BITS) & mask))
    first, second = term >> _WORD_BITS, term & ((1 << _WORD_BITS) - 1)
    return f"{words[first - 1]} {words[second - 1]}" if first else words[second - 1]


def terms(units: Any) -> tuple[Any, Any]:
    """(places, terms): every term of a row of units, and where in the row it begins.

    Words and pairs of neighbouring words; of Han characters pairs and triples, and one alone if it stands alone.
    """
    units = np.concatenate([np.asarray(units, dtype=np.int64), np.zeros(2, dtype=np.int64)])
    here, after, third = units[:-2], units[1:-1], units[2:]
    han = here < 0
    before = np.concatenate([[False], han[:-1]])
    first, second = _HAN_TERM | (-here << 2 * _HAN_BITS), -after << _HAN_BITS
    kinds = (
        (here > 0, here),
        ((here > 0) & (after > 0), (here << _WORD_BITS) | after),
        (han & ~before & (after >= 0), first),
        (han & (after < 0), first | second),
        (han & (after < 0) & (third < 0), first | second | -third),
    )
    places = [np.flatnonzero(holds) for holds, _ in kinds]
    return np.concatenate(places), np.concatenate([term[at] for at, (_, term) in zip(places, kinds, strict=True)])
