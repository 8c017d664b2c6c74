"""When to stop, told honestly: an audit sample with an exact bound, signals without one,
and the price before.

Sources: the hypergeometric distribution for the bound; Callaghan & Müller-Hansen 2020, Syst Rev
9:273 (10.1186/s13643-020-01521-4) for the p of a recall target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma

import numpy as np


@dataclass(frozen=True, slots=True)
class Signals:
    """What has been seen, in the order it was shown; signs of the end, never a recall."""

    screened: int
    left: int
    found: int
    #: How many irrelevant ones came since the last relevant one.
    run: int


def signals(labels: Sequence[int], total: int) -> Signals:
    """The signals of a screening with these labels in order, out of `total` records."""
    run = 0
    for label in reversed(labels):
        if label:
            break
        run += 1
    return Signals(len(labels), total - len(labels), sum(labels), run)


def upper_bound(unscreened: int, drawn: int, found: int, confidence: float = 0.95) -> int:
    """At most so many relevant records are among the unscreened ones, with that confidence (exact,
    one-sided).

    `drawn` of the `unscreened` records were drawn at random and judged, `found` of them were
    relevant. The bound counts all relevant ones among the unscreened, those found in the draw too.
    Raises ValueError for impossible numbers.
    """
    if not 0 <= found <= drawn <= unscreened:
        raise ValueError("the sample must lie within the unscreened records")
    low, high = found, unscreened - (drawn - found)
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(found, unscreened, middle, drawn) > 1 - confidence:
            low = middle
        else:
            high = middle - 1
    return low


def recall_at_least(found: int, bound: int, audited: int = 0) -> float:
    """The share of all relevant records that is surely found: before the audit `found`,
    in it `audited` of `bound`.
    """
    known = found + audited
    return known / (found + bound) if found + bound else 1.0


def price(found: int, unscreened: int, recall: float, confidence: float = 0.95) -> int | None:
    """How many unscreened records must be audited, none of them relevant, to claim that recall;
    None if impossible.
    """
    low, high = 0, unscreened
    if recall_at_least(found, upper_bound(unscreened, unscreened, 0, confidence)) < recall:
        return None
    while low < high:
        middle = (low + high) // 2
        if recall_at_least(found, upper_bound(unscreened, middle, 0, confidence)) >= recall:
            high = middle
        else:
            low = middle + 1
    return low


def split_confidence(look: int, confidence: float = 0.95) -> float:
    """The confidence of the n-th look at an audit (from 1): alpha is halved each time,
    so that all together keep it.
    """
    return float(1 - (1 - confidence) * 0.5**look)


def callaghan_p(labels: Sequence[int], total: int, target: float) -> float:
    """The p of the hypothesis that the recall target is not reached yet,
    the least over all later stretches.

    As a least over many looks it is no exact guarantee. Only the whole and the stretches that begin
    right after a relevant record are looked at: beginning further on, before the next relevant one,
    asks the same of fewer irrelevant records, so its p is never smaller.
    """
    found = sum(labels)
    if not found:
        return 1.0
    least = 1.0
    starts = [0, *(place for place, label in enumerate(labels, 1) if label)]
    for before, start in enumerate(starts):
        rest, drawn = total - start, len(labels) - start
        missing = int(found / target - before + 1)
        if missing <= rest:
            least = min(least, _at_most(found - before, rest, missing, drawn))
    return least


def _at_most(hits: int, population: int, relevant: int, drawn: int) -> float:
    """P(at most `hits` relevant in the draw), hypergeometric."""
    low = max(0, drawn - (population - relevant))
    if hits < low:
        return 0.0
    terms = np.arange(low, min(hits, relevant, drawn) + 1)
    logs = [
        _choose(relevant, int(k))
        + _choose(population - relevant, drawn - int(k))
        - _choose(population, drawn)
        for k in terms
    ]
    return float(min(1.0, np.exp(logs).sum()))


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
