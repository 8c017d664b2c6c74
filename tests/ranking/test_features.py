"""The blocks against scikit-learn's own TF-IDF of the same tokens."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from screening.ranking.documents import Document, all_tokens
from screening.ranking.features import build

WORDS = ("bone", "formation", "muscle", "exosome", "the", "trial", "liver", "vessel")
HAN = "骨骼肌源性外泌体促进成形的"


def documents(size=60, seed=5):
    draw = np.random.default_rng(seed)

    def words():
        return " ".join(["the", *draw.choice(WORDS, 8), f"only{draw.integers(10**6)}"])

    def han():
        return "".join(draw.choice(list(HAN), 12))

    return [
        Document((words(), han()), (han() + " " + words(),), ("bone mass",) * (n % 2))
        for n in range(size)
    ]


@pytest.mark.parametrize("size", [3, 60])
def test_likeness_is_that_of_tfidf_with_all_terms(size):
    given = documents(size)
    block = build(given).text
    reference = TfidfVectorizer(
        analyzer=lambda d: all_tokens((*d.titles, *d.abstracts)),
        sublinear_tf=True,
        max_df=0.95 if size > 20 else 1.0,
    )
    rows = reference.fit_transform(given)
    ours = (block.rows @ block.rows.T).toarray() + np.diag(block.own**2)
    assert ours == pytest.approx((rows @ rows.T).toarray(), abs=1e-5)
    shared = set(block.vocabulary.spell(block.terms))
    assert shared == {t for t, n in reference.vocabulary_.items() if (rows[:, n] > 0).sum() > 1}


def test_a_text_is_weighed_like_a_record():
    given = documents()
    features = build(given)
    column = features.query([*given[0].titles, *given[0].abstracts])
    assert int(np.argmax(features.text.rows @ column)) == 0
    assert np.linalg.norm(column) == pytest.approx(1, abs=1e-5)
    assert not features.query(["unheard 囧囧"]).any()
    assert not features.query([]).any()


def test_no_records_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        build([])


def test_records_without_any_text_have_empty_rows():
    features = build([Document(()), Document(("骨形成",)), Document(("骨形成",), keywords=("骨",))])
    assert features.size == 3
    assert features.text.rows[0].nnz == 0
    assert features.text.own[0] == 0
    assert features.keyword.rows.shape[0] == 3
