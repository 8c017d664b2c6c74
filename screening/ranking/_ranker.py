"""What a ranker is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from screening.ranking.features import Features


@dataclass(frozen=True, slots=True)
class Ranker:
    """One way to score records: `score(features, rows, labels)` gives a number a record,
    the likely relevant ones high.

    `rows` are the numbers of the labelled records to learn from, `labels` 1 or 0 for each.
    """

    key: str
    label: str
    score: Callable[[Features, Any, Any], Any]
