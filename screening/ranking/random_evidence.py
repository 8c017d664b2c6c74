"""What records drawn at random among those screened tell of the others:
evidence that costs nothing more.

Each of them was drawn from all that waited then. If R relevant records are still unread, the chance
that it was relevant is known from R and from what was decided since. The product of likelihood
ratios against smaller chances is a martingale, so the bound may be looked at after each record, as
often as one likes, without sharing alpha. Sources: Ville 1939; Waudby-Smith & Ramdas 2020,
"Confidence sequences for sampling without replacement" (NeurIPS 33).
"""

from collections.abc import Iterator, Sequence
from math import exp, inf, log

#: Chances against which it is judged, as a share of the supposed one, and their weights: mostly,
#: that none is left.
ALTERNATIVES = ((0.0, 0.8), (0.25, 0.1), (0.5, 0.1))


def random_bound(
    labels: Sequence[int], drawn: Sequence[bool], unread: int, confidence: float = 0.95
) -> int:
    """At most so many relevant records are among the unread ones, with that confidence.

    `labels` are those of the screened records in the order in which they were decided, `drawn` says
    which of them had come up at random. Raises ValueError for lists of different lengths.
    """
    if len(labels) != len(drawn):
        raise ValueError("each label needs to be told whether its record was drawn")
    draws, found = list(_draws(labels, drawn, unread)), sum(labels)
    low, high = 0, unread
    while low < high:
        middle = (low + high + 1) // 2
        if _evidence(draws, found + middle) < 1 / (1 - confidence):
            low = middle
        else:
            high = middle - 1
    return low


def _draws(
    labels: Sequence[int], drawn: Sequence[bool], unread: int
) -> Iterator[tuple[int, int, int]]:
    """For each record that came at random: how many waited then, how many relevant ones were known,
    and its label.
    """
    waiting, known = len(labels) + unread, 0
    for label, random in zip(labels, drawn, strict=True):
        if random:
            yield waiting, known, label
        waiting -= 1
        known += label


def _evidence(draws: Sequence[tuple[int, int, int]], relevant: int) -> float:
    """How much the draws speak against so many relevant records in all; 1 is nothing,
    20 speaks at 5 %.
    """
    logs = [0.0] * len(ALTERNATIVES)
    for waiting, known, label in draws:
        chance = min((relevant - known) / waiting, 1.0)
        ratios = (_ratio(share, chance, label) for share, _weight in ALTERNATIVES)
        logs = [so_far + ratio for so_far, ratio in zip(logs, ratios, strict=True)]
    return sum(
        weight * (exp(min(total, 700.0)))
        for total, (_share, weight) in zip(logs, ALTERNATIVES, strict=True)
    )


def _ratio(share: float, chance: float, label: int) -> float:
    """The logarithm of how much likelier the label is with that share of the chance."""
    if label:
        return log(share) if share else -inf
    return inf if chance >= 1 else log((1 - share * chance) / (1 - chance))
