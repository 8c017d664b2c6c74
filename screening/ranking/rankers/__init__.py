"""The rankers that take turns, one file each."""

from screening.ranking._ranker import Ranker
from screening.records.registry import load

RANKERS = load("screening.ranking.rankers", "RANKER", Ranker)

__all__ = ["RANKERS", "Ranker"]
