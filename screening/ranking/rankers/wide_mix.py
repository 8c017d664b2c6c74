"""A linear SVM and naive Bayes on text, beginnings of words, titles and keywords.

The weights were chosen on half of the labelled sets (docs/ranking.md); another ranker beside it,
taking turns, did not gain on them.
"""

from typing import Any

from screening.ranking._ranker import Ranker
from screening.ranking.features import Features
from screening.ranking.learner import added, bayes, given, svm
from screening.records.messages import gettext_noop

TEXT_WEIGHT = 0.7
STEM_WEIGHT = 0.7
TITLE_WEIGHT = 0.5
KEYWORD_WEIGHT = 0.5
BAYES_WEIGHT = 1.0


def score(features: Features, rows: Any, labels: Any) -> Any:
    """The two as standard scores, counting alike."""
    blocks = [
        (features.text, TEXT_WEIGHT),
        (features.stem, STEM_WEIGHT),
        (features.title, TITLE_WEIGHT),
        (features.keyword, KEYWORD_WEIGHT),
    ]
    learned_from = given(blocks, rows, labels)
    return added(blocks, [(svm(learned_from), 1.0), (bayes(learned_from), BAYES_WEIGHT)])


RANKER = Ranker("wide-mix", gettext_noop("Words, title and keywords combined"), score)
