"""A: a linear SVM on title and abstract."""

from typing import Any

from screening.ranking._ranker import Ranker
from screening.ranking.features import Features
from screening.ranking.learner import svm_scores
from screening.records.messages import gettext_noop


def score(features: Features, rows: Any, labels: Any) -> Any:
    """How far each record lies on the relevant side."""
    return svm_scores([(features.text, 1.0)], rows, labels)


RANKER = Ranker("text-svm", gettext_noop("Words of title and abstract"), score)
