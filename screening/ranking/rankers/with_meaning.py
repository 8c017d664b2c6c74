"""The mix of words with a linear SVM on the meaning of titles; has a turn only where an encoder is installed."""

from typing import Any

from screening.ranking._ranker import Ranker
from screening.ranking.features import Features
from screening.ranking.learner import dense_svm_scores, standard
from screening.ranking.rankers.wide_mix import score as words
from screening.records.messages import gettext_noop

MEANING_WEIGHT = 0.5


def score(features: Features, rows: Any, labels: Any) -> Any:
    """The score of the words, and what the meaning of the title adds to it."""
    meaning = standard(dense_svm_scores(features.meaning, rows, labels))
    return words(features, rows, labels) + MEANING_WEIGHT * meaning


def can(features: Features) -> bool:
    """Whether the features hold meanings."""
    return bool(features.meaning.shape[1])


RANKER = Ranker("with-meaning", gettext_noop("Words and the meaning of titles combined"), score, can)
