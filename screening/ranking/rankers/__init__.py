"""The rankers that take turns, one file each."""

from screening.ranking._ranker import Ranker
from screening.ranking.features import Features
from screening.records.registry import load

RANKERS = load("screening.ranking.rankers", "RANKER", Ranker)


def able(features: Features) -> list[Ranker]:
    """The rankers that have what they need in these features, in the order of their turns."""
    return [ranker for ranker in RANKERS.values() if ranker.can(features)]


__all__ = ["RANKERS", "Ranker", "able"]
