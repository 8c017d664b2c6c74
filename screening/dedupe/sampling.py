"""How often the program is wrong, from a sample that people judged;
and the pairs that such a sample is drawn from.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from random import Random

from screening.dedupe.features import Prepared

#: What the program had said of a sampled pair.
MERGED, APART = "merged", "apart"

#: Pairs of a language pair that are remembered of those a run kept apart.
KEPT = 200


def languages_of(a: Prepared, b: Prepared) -> str:
    """The English names of the languages of two records, "Chinese|English", in order."""
    return "|".join(sorted((a.tongue, b.tongue)))


@dataclass(slots=True)
class ApartPairs:
    """Of the pairs that share a key and were kept apart, an equal chance for each to be remembered.

    `seen` counts them by language pair, `pairs` holds at most KEPT of each. Reservoir sampling
    (Vitter 1985, ACM Trans Math Softw 11:37-57, algorithm R).
    """

    chance: Random
    seen: dict[str, int] = field(default_factory=dict)
    pairs: dict[str, list[tuple[Hashable, Hashable]]] = field(default_factory=dict)

    def add(self, a: Prepared, b: Prepared) -> None:
        """One more pair that was kept apart."""
        languages = languages_of(a, b)
        count = self.seen[languages] = self.seen.get(languages, 0) + 1
        kept = self.pairs.setdefault(languages, [])
        if len(kept) < KEPT:
            kept.append((a.id, b.id))
        elif (at := self.chance.randrange(count)) < KEPT:
            kept[at] = (a.id, b.id)


def exact_interval(wrong: int, drawn: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of a share of which `wrong` of `drawn` were seen (Clopper and Pearson
    1934, Biometrika 26:404-413), two-sided. Raises ValueError for impossible numbers.
    """
    if not 0 <= wrong <= drawn or not drawn:
        raise ValueError("the wrong ones must be some of those drawn")
    from scipy.special import betaincinv  # slow to import, and seldom asked

    tail = (1 - confidence) / 2
    low = float(betaincinv(wrong, drawn - wrong + 1, tail)) if wrong else 0.0
    high = float(betaincinv(wrong + 1, drawn - wrong, 1 - tail)) if wrong < drawn else 1.0
    return low, high
