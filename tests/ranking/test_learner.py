"""The learners against scikit-learn on the whole rows, with the terms nobody shares left in."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from screening.ranking import learner
from screening.ranking.documents import all_tokens
from screening.ranking.features import build
from screening.ranking.learner import (
    ALPHA,
    added,
    balanced,
    bayes,
    chosen,
    given,
    scores,
    standard,
    svm,
)
from tests.ranking.test_features import documents


@pytest.fixture(scope="module")
def world():
    texts = documents()
    labels = np.arange(40) % 7 == 0
    known = np.random.default_rng(1).permutation(60)[:40]
    rows = TfidfVectorizer(
        analyzer=lambda d: all_tokens((*d.titles, *d.abstracts)), sublinear_tf=True, max_df=0.95
    ).fit_transform(texts)
    return build(texts).text, rows, known, labels.astype(float)


def test_svm_scores_are_those_with_every_term(world, monkeypatch):
    monkeypatch.setattr(learner, "TOLERANCE", 1e-8)
    block, rows, known, labels = world
    model = LinearSVC(
        loss="squared_hinge", C=learner.C, tol=1e-8, max_iter=10_000, dual=True, random_state=0
    )
    model.fit(rows[known], labels, sample_weight=balanced(labels, learner.POSITIVE_WEIGHT))
    unseen = np.setdiff1d(np.arange(60), known)
    ours = scores([(block, 1.0)], svm(given([(block, 1.0)], known, labels)))[unseen]
    assert ours == pytest.approx((rows @ model.coef_.ravel())[unseen], abs=1e-3)


def test_bayes_scores_are_those_of_scikit_learn(world):
    block, _, known, labels = world
    model = MultinomialNB(alpha=ALPHA, class_prior=[0.5, 0.5])
    model.fit(
        block.rows[known], labels, sample_weight=balanced(labels, learner.BAYES_POSITIVE_WEIGHT)
    )
    wanted = block.rows @ (model.feature_log_prob_[1] - model.feature_log_prob_[0])
    ours = scores([(block, 1.0)], bayes(given([(block, 1.0)], known, labels)))
    assert ours == pytest.approx(wanted, abs=1e-5)


def test_weights_have_mean_one_and_the_ratio():
    labels = np.array([1.0, 0, 0, 0, 0])
    weights = balanced(labels, 9.8)
    assert weights.mean() == pytest.approx(1)
    assert weights[labels == 1].sum() / weights[labels == 0].sum() == pytest.approx(9.8)


def test_all_positives_and_a_draw_of_negatives_are_learned_from(monkeypatch):
    monkeypatch.setattr(learner, "MOST_NEGATIVES", 50)
    labels, known = np.arange(200) % 20 == 0, np.arange(1000, 1200)
    rows, targets = chosen(labels.astype(int), known, seed=4)
    assert targets.sum() == 10
    assert len(rows) == 60
    assert set(rows[:10]) == set(known[labels])
    assert set(rows[10:]) <= set(known[~labels])
    assert np.array_equal(rows, chosen(labels.astype(int), known, seed=4)[0])
    assert not np.array_equal(rows, chosen(labels.astype(int), known, seed=5)[0])


def test_equal_scores_have_no_spread():
    assert standard(np.ones(3)).tolist() == [0, 0, 0]
    assert standard(np.array([1.0, 3.0])).tolist() == [-1, 1]


def test_some_rows_tell_the_deviation_well_enough(world, monkeypatch):
    block, _, known, labels = world
    blocks = [(block, 1.0)]
    learned = [(svm(given(blocks, known, labels)), 1.0), (bayes(given(blocks, known, labels)), 0.5)]
    exact = standard(added(blocks, learned))
    monkeypatch.setattr(learner, "ALL", 50)
    monkeypatch.setattr(learner, "SOME", 60)
    assert standard(added(blocks, learned)) == pytest.approx(exact, abs=1e-4)
    monkeypatch.setattr(learner, "SOME", 20)
    assert np.corrcoef(added(blocks, learned), exact)[0, 1] > 0.99
    nothing = np.zeros_like(learned[0][0])
    assert standard(added(blocks, [(nothing, 1.0), learned[1]])) == pytest.approx(
        standard(scores(blocks, learned[1][0])), abs=1e-4
    )
