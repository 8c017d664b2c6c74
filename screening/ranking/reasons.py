"""Why a record stood near the top: the terms it shares with what was found relevant, and not with the rest."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from screening.ranking.features import Features

MOST = 5


def learned_weights(features: Features, known: Sequence[int], labels: Sequence[int]) -> Any:
    """A weight for each term of the block `text`: its mean in relevant rows less its mean in irrelevant ones.

    The rankers weigh in many more ways; this is the part of it that can be told in words.
    """
    rows, given = features.text.rows[np.asarray(known, dtype=np.int64)], np.asarray(labels)
    relevant, other = rows[given == 1], rows[given == 0]
    return _mean(relevant) - _mean(other)


def top_terms(features: Features, weights: Any, record: int, most: int = MOST) -> list[str]:
    """The terms of a record that weigh most, the heaviest first; of terms that hold each other only the longer one."""
    row = features.text.rows[record]
    worth = row.data * np.asarray(weights)[row.indices]
    found: list[str] = []
    for at in np.argsort(-worth, kind="stable")[: most * 4]:
        if worth[at] <= 0 or len(found) == most:
            break
        [term] = features.text.vocabulary.spell(features.text.terms[row.indices[at : at + 1]])
        held = [n for n, other in enumerate(found) if term in other or other in term]
        if not held:
            found.append(term)
        elif len(term) > len(found[held[0]]):
            found[held[0]] = term
    return found


def _mean(rows: Any) -> Any:
    return np.asarray(rows.sum(axis=0)).ravel() / max(rows.shape[0], 1)
