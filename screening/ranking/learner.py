"""Two simple learners on sparse rows, fitted from scratch each time: a linear SVM and multinomial naive Bayes."""

from typing import Any

import numpy as np

C = 0.11
POSITIVE_WEIGHT = 9.8
"""Weight of all positives together against all negatives together."""
ALPHA = 3.822
MOST_NEGATIVES = 1500


def chosen(labels: Any, known: Any, seed: int = 0) -> tuple[Any, Any]:
    """Rows to learn from and their labels: all positives, and at most MOST_NEGATIVES negatives, the latest of them.

    `known` are row numbers in the order they were labelled, `labels` 0 or 1 for each of them.
    """
    positives = known[labels == 1]
    negatives = known[labels == 0]
    if len(negatives) > MOST_NEGATIVES:
        drawn = np.random.default_rng(seed + len(known)).choice(len(negatives), MOST_NEGATIVES, replace=False)
        negatives = negatives[np.sort(drawn)]
    rows = np.concatenate([positives, negatives])
    return rows, np.concatenate([np.ones(len(positives)), np.zeros(len(negatives))])


def svm_scores(rows: Any, known: Any, labels: Any) -> Any:
    """Distance of every row from the plane of a squared-hinge linear SVM."""
    from sklearn.svm import LinearSVC

    weights = np.where(labels == 1, POSITIVE_WEIGHT * max((labels == 0).sum(), 1) / max((labels == 1).sum(), 1), 1.0)
    model = LinearSVC(loss="squared_hinge", C=C, tol=1e-2, max_iter=200)
    model.fit(rows[known], labels, sample_weight=weights)
    return np.asarray(rows @ model.coef_.ravel())


def bayes_scores(counts: Any, known: Any, labels: Any) -> Any:
    """Log odds of every row under multinomial naive Bayes, with equal priors."""
    from sklearn.naive_bayes import MultinomialNB

    model = MultinomialNB(alpha=ALPHA, class_prior=[0.5, 0.5])
    model.fit(counts[known], labels)
    return np.asarray(counts @ (model.feature_log_prob_[1] - model.feature_log_prob_[0]))


def standard(scores: Any) -> Any:
    """The scores with mean 0 and deviation 1; zeros when they are all the same."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
