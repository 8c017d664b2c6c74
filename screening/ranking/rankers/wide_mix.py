"""B: a linear SVM on text, title and keywords, with naive Bayes added."""

from typing import Any

from screening.ranking._ranker import Ranker
from screening.ranking.features import Features
from screening.ranking.learner import bayes_scores, standard, svm_scores
from screening.records.messages import gettext_noop

TEXT_WEIGHT = 0.7
STEM_WEIGHT = 0.7
TITLE_WEIGHT = 0.3
KEYWORD_WEIGHT = 0.5
BAYES_WEIGHT = 0.5


def score(features: Features, rows: Any, labels: Any) -> Any:
    """The two as standard scores, the SVM counting twice."""
    blocks = [
        (features.text, TEXT_WEIGHT),
        (features.stem, STEM_WEIGHT),
        (features.title, TITLE_WEIGHT),
        (features.keyword, KEYWORD_WEIGHT),
    ]
    svm = standard(svm_scores(blocks, rows, labels))
    return svm + BAYES_WEIGHT * standard(bayes_scores(blocks, rows, labels))


RANKER = Ranker("wide-mix", gettext_noop("Words, title and keywords weighed together"), score)
