"""Terms as numbers: the tokens of `documents.tokens`, without a string for each pair of words.

A term is one whole number: a word is its place in the vocabulary, two words are two places side by
side, one to three Han characters are their code points side by side. A review of 40,000 records has
some five million different pairs of words; as numbers they are counted by sorting, as strings they
cost ten times the time and a gigabyte.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from screening.records.text import fold_words, has_han

_WORD_BITS = 31
_HAN_BITS = 18
_HAN_TERM = 1 << 62
BEGINNING = 6


class _Numbers(dict[str, int]):
    """A word that is asked for gets the next number; `get` asks without giving one."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


class Vocabulary:
    """The words met so far, each with its number from 1 on."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: dict[str, int] = _Numbers(
            (word, number) for number, word in enumerate(words, 1)
        )

    def units(self, texts: Sequence[str], learn: bool = True) -> list[int]:
        """The texts as a row of units: n > 0 is word n, n < 0 the Han character -n,
        0 a border no term crosses.

        Words of one letter are left out. A word not met before gets a number,
        or becomes a border without `learn`.
        """
        row: list[int] = []
        number = self.words.__getitem__ if learn else lambda word: self.words.get(word, 0)
        for text in texts:
            words = fold_words(text)
            if has_han("".join(words)):
                self._with_han(words, number, row)
            else:
                row += [number(word) for word in words if len(word) > 1]
            row.append(0)
        return row

    def _with_han(self, words: Iterable[str], number: Callable[[str], int], row: list[int]) -> None:
        for run in words:
            if has_han(run):
                row.append(0)
                row.extend(-ord(character) for character in run)
            elif len(run) > 1:
                row.append(number(run))

    def beginnings(self, words: Iterable[str]) -> Any:
        """The numbers that the first letters of these words have here.

        They stand for the stem: "exosomal" and "exosomes" begin alike. For learning only,
        nothing is shown of it.
        """
        return np.asarray([self.words[word[:BEGINNING]] for word in words], dtype=np.int64)

    def starts(self, texts: Sequence[str]) -> list[int]:
        """A text as units of how its words begin, as far as they are known here; 0 for the others."""
        row: list[int] = []
        for run in (run for text in texts for run in fold_words(text)):
            if has_han(run):
                row.extend(-ord(character) for character in run)
            elif len(run) > 1:
                row.append(self.words.get(run[:BEGINNING], 0))
        return row

    def phrases(self, wanted: Sequence[str]) -> list[int]:
        """Whole phrases as units with borders between them."""
        row: list[int] = []
        for phrase in wanted:
            row += (self.words[phrase], 0)
        return row

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

    Words and pairs of neighbouring words; of Han characters pairs and triples,
    and one alone if it stands alone.
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
    return np.concatenate(places), np.concatenate(
        [term[at] for at, (_, term) in zip(places, kinds, strict=True)]
    )


def alone(units: Any) -> tuple[Any, Any]:
    """(places, terms) of a row of units, each of them for itself: no pairs."""
    units = np.asarray(units, dtype=np.int64)
    places = np.flatnonzero(units)
    found = units[places]
    return places, np.where(found > 0, found, _HAN_TERM | (-found << 2 * _HAN_BITS))


def narrowed(terms: Any) -> tuple[Any, Callable[[Any], Any]]:
    """The terms as smaller numbers in the same order, and how to make terms of these again.

    Pairs of words have a place for two billion words each; no wider than the words there are, they
    leave bits free. Terms of Han characters stay as wide as they are.
    """
    if not len(terms) or int(terms.max()) >= _HAN_TERM:
        return terms, lambda some: some
    mask = (1 << _WORD_BITS) - 1
    bits = int((terms & mask).max()).bit_length()
    return (
        (terms >> _WORD_BITS << bits) | (terms & mask),
        lambda some: (some >> bits << _WORD_BITS) | (some & ((1 << bits) - 1)),
    )
