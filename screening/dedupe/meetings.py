"""Meetings: which one a field names, whether two names may be one meeting,
and whether they are surely two.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from screening.records.text import fold, has_han

_NAMED = re.compile(
    r"(?i)conference|congress|symposi|workshop|meeting|scientific session|convention|colloqui|"
    r"会议|年会|大会|研讨会|论坛|论文集|论文汇编"
)
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINALS = (
    *_UNITS,
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_TENS = {
    "twent": 20,
    "thirt": 30,
    "fort": 40,
    "fift": 50,
    "sixt": 60,
    "sevent": 70,
    "eight": 80,
    "ninet": 90,
}
_COMPOUND = re.compile(rf"({'|'.join(_TENS)})(?:ieth|y ?({'|'.join(_UNITS)}))")
_NUMBER = re.compile(r"(?<![^\W_])(\d{1,3}) ?(?:st|nd|rd|th)(?![^\W\d_])")
_HAN_NUMBER = re.compile(r"第 ?([一二三四五六七八九十\d]{1,3}) ?[届次]")
_HAN_DIGITS = {c: at for at, c in enumerate("一二三四五六七八九", 1)}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HAN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?: ?年度?)?")
_PLAIN = frozenset(
    "the of on in and for to a an annual international conference congress symposium symposia workshop "  # noqa: SIM905
    "meeting meetings scientific session sessions proceedings proc abstracts abstract book vol vols volume "
    "ieee acm ifip".split()
)


class Meeting(NamedTuple):
    """How often it took place before, in which year, and the words that name it,
    as far as the text says.
    """

    number: int
    year: str
    words: tuple[str, ...]


NONE = Meeting(0, "", ())


@lru_cache(maxsize=16384)
def read_meeting(name: str) -> Meeting:
    """The meeting that the name of a journal or of proceedings names; NONE where it names none."""
    if not _NAMED.search(name):
        return NONE
    _, _, after = name.partition("onference:")
    folded = fold(after or name)
    year = _YEAR.search(folded)
    number = _number(folded)
    return Meeting(number, year.group() if year else "", core(folded))


@lru_cache(maxsize=16384)
def core(folded: str) -> tuple[str, ...]:
    """The words of a folded name of proceedings without year,
    number and what every meeting is called.
    """
    if has_han(folded):
        return tuple(_HAN_YEAR.sub("", _HAN_NUMBER.sub("", folded.replace(" ", ""))).split())
    text = _YEAR.sub(" ", _COMPOUND.sub(" ", _NUMBER.sub(" ", folded)))
    return tuple(
        w for w in text.split() if w not in _PLAIN and w not in _ORDINALS and not w.isdigit()
    )


def _number(folded: str) -> int:
    found = _NUMBER.search(folded)
    if found:
        return int(found.group(1))
    compound = _COMPOUND.search(folded)
    if compound:
        return _TENS[compound.group(1)] + (
            _ORDINALS.index(compound.group(2)) + 1 if compound.group(2) else 0
        )
    word = next((w for w in folded.split() if w in _ORDINALS), "")
    if word:
        return _ORDINALS.index(word) + 1
    han = _HAN_NUMBER.search(folded)
    return _han_number(han.group(1)) if han else 0


def _han_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    before, ten, after = text.rpartition("十")
    return (_HAN_DIGITS.get(before, 1) * 10 if ten else 0) + _HAN_DIGITS.get(after, 0)


def are_two(a: Meeting, b: Meeting) -> bool:
    """Whether both are known and another one: by their number, else their year,
    else not one word in common.
    """
    if NONE in (a, b):
        return False
    if a.number and b.number:
        return a.number != b.number
    if a.year and b.year and a.year != b.year:
        return True
    return min(len(a.words), len(b.words)) > 1 and not _related(a.words, b.words)


def is_one_meeting(a: Meeting, b: Meeting) -> bool:
    """Whether both are one: by number and at least two words,
    as the name of the journal may stand before only one.
    """
    return bool(a.number) and len(a.words) > 1 and a.number == b.number and a.words == b.words


def _related(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether a word is shared, begins one of the other, or is an acronym of the other name."""
    if any(len(v) > 3 and len(w) > 3 and (v.startswith(w[:4])) for v in a for w in b) or not set(
        a
    ).isdisjoint(b):
        return True
    one, two = ("".join(w[0] for w in words) for words in (a, b))
    return any(len(w) > 2 and (w in two or two in w) for w in a) or any(
        len(w) > 2 and (w in one or one in w) for w in b
    )


@lru_cache(maxsize=16384)
def may_be_one(a: str, b: str) -> bool:
    """Whether two folded names of proceedings name one series: the words of one are in the other,
    or its acronym is.

    Number and year are left out here; `are_two` compares them.
    """
    if not (_NAMED.search(a) or _NAMED.search(b)):
        return False
    short, long = sorted((core(a), core(b)), key=len)
    if short and short == long and has_han(a):
        return True
    if len(short) > 1 and set(short) <= set(long) and _NAMED.search(a) and _NAMED.search(b):
        return True
    return any(_stands_for(x, y) for x, y in ((a, b), (b, a)))


def _stands_for(a: str, b: str) -> bool:
    """Whether the first word of a is the initials of b:
    "icis transforming society" and the conference of that name.
    """
    initials = "".join(w[0] for w in b.split() if w not in _SMALL and not w[0].isdigit())
    head = a.split()[0] if a else ""
    return len(head) > 3 and initials.endswith(head) and bool(_NAMED.search(b))


_SMALL = frozenset({"the", "of", "on", "in", "and", "for", "to", "a", "an", "proceedings"})
