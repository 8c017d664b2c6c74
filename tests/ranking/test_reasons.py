"""Why a record stood near the top, in words of both languages;
features that come back from their file as they were.
"""

from io import BytesIO

import numpy as np
import pytest

from screening.ranking.documents import Document
from screening.ranking.exploration import mix
from screening.ranking.feature_store import read, write
from screening.ranking.features import build
from screening.ranking.order import cold_start, learn
from screening.ranking.reasons import learned_weights, top_terms

MUSCLE = Document(
    ("Exosomes of muscle act on bone",),
    ("METHODS In aged rats. 骨骼肌源性外泌体促进骨形成。",),
    ("外泌体",),
)
TEETH = Document(
    ("Dental caries in the school",), ("METHODS In aged rats. 学龄儿童龋齿调查。",), ("龋齿",)
)
DOCUMENTS = [MUSCLE, TEETH] * 12


def test_terms_are_those_of_relevant_records_in_both_languages():
    features = build(DOCUMENTS)
    weights = learned_weights(features, [0, 1, 2, 3], [1, 0, 1, 0])
    told = top_terms(features, weights, 4)
    assert any("exosomes" in term or "muscle" in term or "bone" in term for term in told)
    assert any("外泌" in term or "骨" in term for term in top_terms(features, weights, 4, most=20))
    assert not {"in aged", "methods in", "in", "of", "methods"} & set(
        top_terms(features, weights, 4, most=50)
    )
    assert top_terms(features, weights, 5) == []


def test_no_term_holds_another():
    features = build(DOCUMENTS)
    told = top_terms(features, learned_weights(features, [0, 1], [1, 0]), 2, most=10)
    assert told
    assert not [(a, b) for a in told for b in told if a != b and a in b]


def test_features_come_back_as_they_were():
    features = build(DOCUMENTS)
    kept = BytesIO()
    write(features, range(100, 100 + len(DOCUMENTS)), kept)
    kept.seek(0)
    again, ids = read(kept)
    assert ids.tolist() == list(range(100, 100 + len(DOCUMENTS)))
    for one, other in zip(
        learn(features, [0, 1], [1, 0]), learn(again, [0, 1], [1, 0]), strict=True
    ):
        assert np.array_equal(one, other)
    protocol = ["Do exosomes act on bone?", "外泌体影响骨形成吗？"]
    assert np.array_equal(cold_start(features, protocol), cold_start(again, protocol))


@pytest.mark.parametrize("damage", [slice(0, 200), slice(0, -40), slice(50, None)])
def test_a_damaged_file_is_refused(damage):
    kept = BytesIO()
    write(build(DOCUMENTS), range(len(DOCUMENTS)), kept)
    with pytest.raises(ValueError, match="cannot be read"):
        read(BytesIO(kept.getvalue()[damage]))


def test_mixing_keeps_every_record_once_and_the_order_of_the_rest():
    order = list(range(1000, 3000))
    mixed, drawn = mix(order, [1, 2, 3])
    assert sorted(mixed) == order
    assert [pk for pk in mixed if pk not in drawn] == [pk for pk in order if pk not in drawn]
    assert 60 < len(drawn) < 140
    assert mix(order, [1, 2, 3])[0] == mixed != mix(order, [1, 2, 4])[0]
    assert mix([], [1]) == ([], set())
