"""Finding the terms of highlight lists in a text: whole words in Latin script,
any place inside Chinese.

Linear in the text: every place is looked at once,
and only terms that begin with the letter found there are tried.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from screening.records.text import HAN, simplified_table

#: A letter or digit of a script that writes blanks between words.
LETTER = r"[0-9A-Za-z\u00b5\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]"
LONGEST_TERM = 120
_IS_LETTER = re.compile(LETTER)
_IS_HAN = re.compile(f"[{HAN}]")
_REST_OF_WORD = LETTER + "{0,40}"
_REST_OF_PHRASE = r"[^\s，。；：、,.;:!?！？]{0,10}"
#: So many stars of a term try every length; each before them takes the first place where what
#: follows it fits.
_FREE_STARS = 3
_BLANKS = re.compile(r"[\s-]*\s[\s-]*")
_ANY = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A found term: the text from `start` up to `end`, and the index of its list."""

    start: int
    end: int
    list: int


def even(text: str) -> str:
    """A copy of the same length to compare by: case, width and Chinese script variant evened out,
    letter by letter.
    """
    table = simplified_table()
    return "".join(_even_letter(char, table) for char in text)


def _even_letter(char: str, table: dict[int, str]) -> str:
    code = ord(char)
    if 0xFF01 <= code <= 0xFF5E:
        char = chr(code - 0xFEE0)
    elif code in table:
        char = table[code]
    lower = char.lower()
    return lower if len(lower) == 1 else char


def pattern(term: str) -> str:
    """The regular expression of one term, evened out; "" for one without any letter.

    Everything is taken literally but `*`, the rest of a word (a few characters inside Chinese),
    `?`, one letter, and blanks, which stand for any white space or a hyphen. Blanks and hyphens in
    a row are one blank, and many stars cost no more than a few: a term must not keep everybody
    waiting.
    """
    term = even(_BLANKS.sub(" ", term.strip()))[:LONGEST_TERM]
    if not any(char.isalnum() for char in term):
        return ""
    parts, stars, closing = [], term.count("*"), ""
    for place, char in enumerate(term):
        if char == "*":
            beside = term[place - 1 : place] + term[place + 1 : place + 2]
            rest, stars = _REST_OF_PHRASE if _IS_HAN.search(beside) else _REST_OF_WORD, stars - 1
            parts.append(closing + (f"(?>{rest}?" if stars >= _FREE_STARS else rest))
            closing = ")" if stars >= _FREE_STARS else ""
        elif char == "?":
            parts.append(f"(?:{LETTER}|[{HAN}])")
        else:
            parts.append(r"[\s-]+" if char == " " else re.escape(char))
    before = (
        f"(?<!{LETTER})"
        if _IS_LETTER.match(term[0]) or (term[0] in "*?" and not _IS_HAN.search(term[:2]))
        else ""
    )
    after = f"(?!{LETTER})" if _IS_LETTER.match(term[-1]) else ""
    return before + "".join(parts) + after


@dataclass(frozen=True)
class Terms:
    """The terms of several lists, ready to be found in many texts.
    Earlier lists and longer finds come first.
    """

    lists: tuple[tuple[str, ...], ...]

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[re.Pattern[str], int]]]:
        found: dict[str, list[tuple[re.Pattern[str], int]]] = defaultdict(list)
        for number, terms in enumerate(self.lists):
            for term in sorted(set(terms), key=lambda t: (-len(t), t)):
                if compiled := pattern(term):
                    first = even(term.strip())[:1]
                    found[_ANY if first in "*?" else first].append((re.compile(compiled), number))
        return found

    def find(self, text: str) -> list[Mark]:
        """Marks in the text, in order, none overlapping another."""
        by_letter, marks, place = self._by_letter, [], 0
        if not by_letter:
            return []
        copy = even(text)
        wild = by_letter.get(_ANY, [])
        while place < len(copy):
            candidates = [*by_letter.get(copy[place], []), *wild]
            best = self._longest(copy, place, candidates) if candidates else None
            if best is None:
                place += 1
            else:
                marks.append(best)
                place = best.end
        return marks

    @staticmethod
    def _longest(
        copy: str, place: int, candidates: Sequence[tuple[re.Pattern[str], int]]
    ) -> Mark | None:
        best: Mark | None = None
        for compiled, number in candidates:
            found = compiled.match(copy, place)
            if found and found.end() > place and (best is None or found.end() > best.end):
                best = Mark(place, found.end(), number)
        return best
