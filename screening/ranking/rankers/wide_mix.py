"""A linear SVM and naive Bayes on text, beginnings of words, titles and keywords; at first, likeness as well.

The weights of blocks and of naive Bayes were chosen on half of the labelled sets (docs/ranking.md); another ranker of
words beside it, taking turns, did not gain on them. That of likeness was set before it was tried.
"""

from typing import Any

from screening.ranking._ranker import Ranker
from screening.ranking.features import Features
from screening.ranking.learner import bayes_scores, likeness_scores, standard, svm_scores
from screening.records.messages import gettext_noop

TEXT_WEIGHT = 0.7
STEM_WEIGHT = 0.7
TITLE_WEIGHT = 0.5
KEYWORD_WEIGHT = 0.5
BAYES_WEIGHT = 1.0
FEW = 5
"""With so many relevant records known, likeness to their middle counts half as much as each of the two, with one nearly
as much. What tells relevant from irrelevant cannot be learned from one of each; what the one is about can."""


def score(features: Features, rows: Any, labels: Any) -> Any:
    """The two as standard scores, counting alike, and likeness, counting less the more relevant records are known."""
    blocks = [
        (features.text, TEXT_WEIGHT),
        (features.stem, STEM_WEIGHT),
        (features.title, TITLE_WEIGHT),
        (features.keyword, KEYWORD_WEIGHT),
    ]
    svm = standard(svm_scores(blocks, rows, labels))
    bayes = standard(bayes_scores(blocks, rows, labels))
    like = standard(likeness_scores(blocks, rows, labels))
    return svm + BAYES_WEIGHT * bayes + FEW / (FEW + labels.sum()) * like


RANKER = Ranker("wide-mix", gettext_noop("Words, title and keywords weighed together"), score)
