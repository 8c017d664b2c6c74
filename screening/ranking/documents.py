"""What the learned order reads of a record, and how its text becomes tokens in both languages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screening.records.text import HAN, fold

_RUN = re.compile(f"[{HAN}]+|[^\\W{HAN}]+")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Document:
    """The texts of one record: titles and abstracts in each language it has,
    and its keywords as phrases.
    """

    titles: tuple[str, ...]
    abstracts: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def tokens(text: str) -> Iterator[str]:
    """Words of two letters or more, pairs of neighbouring words,
    and for Chinese pairs and triples of characters.

    Chinese and English share no token, which is why a record's second title and abstract count as
    well.
    """
    before = ""
    for word in _RUN.findall(fold(text)):
        if _HAN.match(word):
            before = ""
            yield from _han(word)
        elif len(word) > 1:
            yield word
            if before:
                yield f"{before} {word}"
            before = word


def _han(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for size in (2, 3):
        for at in range(len(run) - size + 1):
            yield run[at : at + size]


def all_tokens(texts: Sequence[str]) -> list[str]:
    """The tokens of several texts, none across the border of two."""
    return [token for text in texts for token in tokens(text)]


def phrases(keywords: Sequence[str]) -> list[str]:
    """Keywords as whole phrases, folded; marks of major headings and qualifiers make phrases of
    their own.
    """
    found = []
    for keyword in keywords:
        for part in re.split(r"[;；|/*]", keyword):
            if folded := fold(part):
                found.append(folded)
    return found
