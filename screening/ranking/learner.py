"""Two simple learners on feature blocks, fitted from scratch each time:
a linear SVM and multinomial naive Bayes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from screening.ranking.features import Block

C = 0.11
#: Weight of all positives together against all negatives together, for the SVM; for naive Bayes the
#: next one.
POSITIVE_WEIGHT = 9.8
BAYES_POSITIVE_WEIGHT = 1.2
ALPHA = 3.822
MOST_NEGATIVES = 1500
#: So many rows are all asked for the deviation of their scores; of more, some tell it well enough.
ALL = 8000
SOME = 2500
TOLERANCE = 1e-2
MOST_ROUNDS = 1000


def chosen(labels: Any, known: Any, seed: int = 0) -> tuple[Any, Any]:
    """Rows to learn from and their labels: all positives, and at most MOST_NEGATIVES negatives,
    drawn at random.

    `known` are row numbers in the order they were labelled, `labels` 0 or 1 for each of them.
    """
    positives = known[labels == 1]
    negatives = known[labels == 0]
    if len(negatives) > MOST_NEGATIVES:
        drawn = np.random.default_rng(seed + len(known)).choice(
            len(negatives), MOST_NEGATIVES, replace=False
        )
        negatives = negatives[np.sort(drawn)]
    rows = np.concatenate([positives, negatives])
    return rows, np.concatenate([np.ones(len(positives)), np.zeros(len(negatives))])


@dataclass(frozen=True, slots=True)
class Given:
    """What is learned from: labelled rows of weighted blocks side by side,
    the lengths of their own parts, labels.
    """

    rows: Any
    own: Any
    labels: Any


def given(blocks: Sequence[tuple[Block, float]], known: Any, labels: Any) -> Given:
    """The labelled rows, taken out of the blocks once for all learners."""
    from scipy.sparse import hstack

    own = sum((weight * block.own[known]) ** 2 for block, weight in blocks) ** 0.5
    return Given(
        hstack([block.rows[known] * weight for block, weight in blocks], format="csr"), own, labels
    )


def svm(learned_from: Given) -> Any:
    """The weight of each column in a squared-hinge linear SVM.

    The weights of the labelled rows have mean 1, as in ASReview,
    so that C means the same at 20 labels and at 2,000.
    """
    from scipy.sparse import csr_matrix, hstack

    rows, size = learned_from.rows, len(learned_from.labels)
    # Built as compressed rows: beside any other kind of matrix scipy would copy all of them twice.
    own = csr_matrix((learned_from.own, np.arange(size), np.arange(size + 1)), shape=(size, size))
    return _svm(hstack([rows, own], format="csr"), learned_from.labels)[: rows.shape[1]]


def _svm(rows: Any, labels: Any) -> Any:
    from sklearn.svm import LinearSVC

    model = LinearSVC(
        loss="squared_hinge", C=C, tol=TOLERANCE, max_iter=MOST_ROUNDS, dual=True, random_state=0
    )
    model.fit(rows, labels, sample_weight=balanced(labels, POSITIVE_WEIGHT))
    return model.coef_.ravel()


def bayes(learned_from: Given) -> Any:
    """The log odds of each column under multinomial naive Bayes with equal priors."""
    labels = learned_from.labels
    weights = balanced(labels, BAYES_POSITIVE_WEIGHT).astype(np.float32)
    relevant, other = (
        learned_from.rows.T @ (weights * (labels == kind)) + np.float32(ALPHA) for kind in (1, 0)
    )
    return np.log(relevant / other) + float(np.log(other.sum() / relevant.sum()))


def balanced(labels: Any, ratio: float) -> Any:
    """A weight for each label: those of all positives together are `ratio` times those of all
    negatives, mean 1.
    """
    positive = labels == 1
    share = ratio / (1 + ratio)
    return np.where(positive, share / positive.sum(), (1 - share) / (~positive).sum()) * len(labels)


def scores(blocks: Sequence[tuple[Block, float]], columns: Any) -> Any:
    """What every row gets by these weights of the columns."""
    total: Any = 0.0
    start = 0
    for block, weight in blocks:
        end = start + block.rows.shape[1]
        total = total + block.rows @ (weight * columns[start:end]).astype(np.float32)
        start = end
    return total


def added(blocks: Sequence[tuple[Block, float]], learned: Sequence[tuple[Any, float]]) -> Any:
    """The scores by several weights of the columns, added as standard scores, each with a weight.

    In a large review their deviations are those of SOME rows, evenly spread; so all rows are gone
    through once and not once for each learner, which is most of what an update costs there.
    """
    size = blocks[0][0].rows.shape[0]
    if size <= ALL:
        return sum(weight * standard(scores(blocks, columns)) for columns, weight in learned)
    some = [(replace(block, rows=block.rows[:: size // SOME]), weight) for block, weight in blocks]
    mixed = sum(
        columns * (weight / (float(scores(some, columns).std()) or 1.0))
        for columns, weight in learned
    )
    return scores(blocks, mixed)


def standard(scores: Any) -> Any:
    """The scores with mean 0 and deviation 1; zeros when they are all the same."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
