"""How often each term occurs in each group, by sorting whole numbers: term and group in one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from screening.ranking.terms import narrowed

_BITS = 63
#: Of groups, and of a term in one of them: small numbers, as there are millions of them.
MOST = 2**16 - 1


@dataclass(frozen=True, slots=True)
class Counted:
    """Entry n says that group `group[n]` has `kinds[term[n]]` `count[n]` times;
    by group, and by term within each.
    """

    kinds: Any
    group: Any
    term: Any
    count: Any


def count(terms: Any, groups: Any, size: int) -> Counted:
    """Counts terms in groups with numbers below `size`, which is at most MOST;
    what is more often there counts as MOST.

    The number of a term and that of its group fit into one where terms are narrow; sorting such
    numbers costs a sixth of sorting terms and remembering where each came from. Wider terms are
    numbered first.
    """
    bits = max(size - 1, 1).bit_length()
    narrow, widen = narrowed(terms)
    if len(narrow) and int(narrow.max()) >> (_BITS - bits):
        narrow, widen = _numbered(terms)
    keys = np.sort((narrow << bits) | groups)
    places = np.flatnonzero(_first(keys))
    often = np.minimum(np.diff(places, append=len(keys)), MOST)
    keys = keys[places]
    narrow = keys >> bits
    first = _first(narrow)
    return _by_group(widen(narrow[first]), keys & ((1 << bits) - 1), np.cumsum(first) - 1, often)


def _by_group(kinds: Any, group: Any, term: Any, often: Any) -> Counted:
    """Sorts once more, again all in one number:
    16 bits of the group, 31 of the term, 16 of how often.
    """
    entries = np.sort((((group << 31) | term) << 16) | often)
    group, term, often = (entries >> 47).astype(np.uint16), entries >> 16, entries.astype(np.uint16)
    return Counted(kinds, group, (term & (2**31 - 1)).astype(np.int32), often)


def _numbered(terms: Any) -> tuple[Any, Callable[[Any], Any]]:
    kinds, numbers = np.unique(terms, return_inverse=True)
    return numbers, lambda some: kinds[some]


def _first(keys: Any) -> Any:
    """Which of the sorted numbers differ from the one before."""
    return np.concatenate([np.ones(min(len(keys), 1), dtype=bool), keys[1:] != keys[:-1]])
