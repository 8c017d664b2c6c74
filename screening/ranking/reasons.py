"""Why a record stood near the top: the terms it shares with what was found relevant,
and not with the rest.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from screening.ranking.features import Features

MOST = 5
#: So many times as many terms are looked at, as most of the heaviest hold each other or say
#: nothing.
_LOOKED_AT = 12
#: Function words, and the headings of abstracts.
_SAYS_NOTHING = ENGLISH_STOP_WORDS | {
    "aim",
    "aims",
    "background",
    "conclusion",
    "conclusions",
    "method",
    "methods",
    "objective",
    "objectives",
    "purpose",
    "result",
    "results",
    "目的",
    "方法",
    "结果",
    "结论",
    "背景",
}


def learned_weights(features: Features, known: Sequence[int], labels: Sequence[int]) -> Any:
    """A weight for each term of the block `text`:
    its mean in relevant rows less its mean in irrelevant ones.

    The rankers weigh in many more ways; this is the part of it that can be told in words.
    """
    rows, given = features.text.rows[np.asarray(known, dtype=np.int64)], np.asarray(labels)
    relevant, other = rows[given == 1], rows[given == 0]
    return _mean(relevant) - _mean(other)


def top_terms(features: Features, weights: Any, record: int, most: int = MOST) -> list[str]:
    """The terms of a record that weigh most, the heaviest first;
    of terms that hold each other only the longer one.

    Terms with a function word or a heading of abstracts are passed over:
    they weigh something and say nothing.
    """
    row = features.text.rows[record]
    worth = row.data * np.asarray(weights)[row.indices]
    found: list[str] = []
    for at in np.argsort(-worth, kind="stable")[: most * _LOOKED_AT]:
        if worth[at] <= 0 or len(found) == most:
            break
        [term] = features.text.vocabulary.spell(features.text.terms[row.indices[at : at + 1]])
        if not _SAYS_NOTHING.isdisjoint(term.split()):
            continue
        if any(term in other for other in found):
            continue
        shorter = [other for other in found if other in term]
        place = found.index(shorter[0]) if shorter else len(found)
        found = [*found[:place], term, *(other for other in found[place:] if other not in shorter)]
    return found


def _mean(rows: Any) -> Any:
    return np.asarray(rows.sum(axis=0)).ravel() / max(rows.shape[0], 1)
