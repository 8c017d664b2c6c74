"""Tokens, features and the order learned from them, in both languages."""

import numpy as np
import pytest

from screening.ranking.documents import Document, phrases, tokens
from screening.ranking.features import build
from screening.ranking.order import (
    FADES_WITH,
    PROTOCOL_WEIGHT,
    cold_start,
    even,
    learn,
    protocol_scores,
    take_turns,
)
from screening.ranking.retraining import retrain_after
from screening.ranking.simulation import continued, replay
from tests.ranking.bilingual import review

MUSCLE = ["骨骼肌源性外泌体促进骨形成", "骨骼肌外泌体与成骨细胞", "肌源性外泌体携带miR-206促进成骨"]
TUMOUR = ["肝癌外泌体与血管生成", "胃癌患者血清外泌体标志物", "乳腺癌细胞外泌体转移"]
ENGLISH = ["Muscle exosomes promote bone formation", "Liver cancer exosomes and vessels"]


def documents():
    return [Document((t,), keywords=("外泌体",)) for t in (*MUSCLE, *TUMOUR)] + [
        Document((t,)) for t in ENGLISH
    ]


def test_tokens_are_words_pairs_and_han_ngrams():
    assert list(tokens("Bone formation 骨形成")) == [
        "bone",
        "formation",
        "bone formation",
        "骨形",
        "形成",
        "骨形成",
    ]
    assert list(tokens("a 骨")) == ["骨"]


def test_keywords_stay_whole_phrases():
    assert phrases(["*Exosomes/metabolism", "外泌体；运动"]) == [
        "exosomes",
        "metabolism",
        "外泌体",
        "运动",
    ]


def test_learned_order_puts_like_chinese_records_first():
    features = build(documents())
    scores = learn(features, [0, 3], [1, 0])
    order = [record for record, _ in take_turns(scores, [1, 2, 4, 5, 6, 7])]
    chinese = [record for record in order if record < len(MUSCLE + TUMOUR)]
    assert set(chinese[:2]) == {1, 2}


def test_cold_start_finds_both_languages_from_the_protocol():
    features = build(documents())
    likeness = cold_start(features, ["骨骼肌 外泌体 骨形成", "muscle exosomes bone formation"])
    assert set(np.argsort(-likeness)[:4].tolist()) >= {0, 1, 6}
    assert likeness.max() <= 1.0001


def test_rankers_take_turns_and_show_each_record_once():
    first, second = np.array([3.0, 2, 1, 0]), np.array([0.0, 1, 2, 3])
    assert take_turns([first, second], [0, 1, 2, 3]) == [(0, 0), (3, 1), (1, 0), (2, 1)]


def test_order_does_not_learn_from_one_kind_alone():
    with pytest.raises(ValueError, match="irrelevant"):
        learn(build(documents()), [0, 1], [1, 1])


@pytest.mark.parametrize(("labelled", "wait"), [(0, 1), (20, 1), (60, 3), (1000, 10)])
def test_retraining_waits_for_a_twentieth(labelled, wait):
    assert retrain_after(labelled) == wait


def test_replay_shows_every_record_once_and_repeats_itself():
    features, labels = build(documents()), [1, 1, 1, 0, 0, 0, 1, 0]
    order = replay(features, labels, seed=3)
    assert sorted(s.record for s in order) == list(range(8))
    assert order == replay(features, labels, seed=3)
    assert [s.prior for s in order].count(True) == 2


def test_replay_from_a_protocol_has_no_priors():
    order = replay(build(documents()), [1, 1, 1, 0, 0, 0, 1, 0], seed=1, protocol=["骨骼肌外泌体"])
    assert not any(s.prior for s in order)
    assert order[0].record in {0, 1, 2}


def test_replay_with_random_records_shows_each_once_and_tells_them():
    records = review(1)[:120]
    features, labels = build([r.document for r in records]), [int(r.relevant) for r in records]
    order = replay(features, labels, seed=1, share=0.3)
    assert sorted(s.record for s in order) == list(range(120))
    drawn = sum(s.ranker == "random" for s in order)
    assert 15 < drawn < 60
    assert order == replay(features, labels, seed=1, share=0.3)
    assert order != replay(features, labels, seed=1)


def test_scores_are_evened_within_each_language():
    features = build(documents())
    evened = even(features, np.array([5.0, 6, 7, 5, 6, 7, 0, 1]))
    assert evened[:6].tolist() == pytest.approx([-1.2247, 0, 1.2247] * 2, abs=1e-3)
    assert evened[6:].tolist() == [-1, 1]


def test_cold_start_lets_both_languages_begin():
    likeness = cold_start(build(documents()), ["骨骼肌 外泌体 骨形成", "muscle exosomes"])
    assert likeness[:6].max() == pytest.approx(1)
    assert likeness[6:].max() == pytest.approx(1)


def test_protocol_weighs_less_the_more_is_found():
    features = build(documents())
    asked = protocol_scores(features, ["肝癌", "liver cancer"])
    given = {1: ([0, 4], [1, 0]), 2: ([0, 1, 4], [1, 1, 0]), 3: ([0, 1, 2, 4], [1, 1, 1, 0])}
    moved = {}
    for found, (known, labels) in given.items():
        with_it, without = (
            learn(features, known, labels, 0, asked)[0],
            learn(features, known, labels)[0],
        )
        moved[found] = float(np.abs(with_it - without).max())
    whole = PROTOCOL_WEIGHT * float(np.abs(asked).max())
    for found, change in moved.items():
        assert change == pytest.approx(whole * FADES_WITH / (FADES_WITH + found))


def test_protocol_counts_within_each_language_by_words_and_their_beginnings():
    features = build([*documents(), Document(("The formation of vessels",))])
    asked = protocol_scores(features, ["外泌体与骨骼肌", "formations"])
    assert asked[:6].mean() == pytest.approx(0, abs=1e-9)
    assert asked[7] < min(
        asked[6], asked[8]
    )  # no record says "formations", but two begin a word like it
    assert protocol_scores(features, []) is None
    assert protocol_scores(features, [" "]) is None


def test_order_goes_on_from_given_labels():
    features = build(documents())
    shown = continued(features, [3, 0], [0, 1], 1)
    assert [s.record for s in shown[:2]] == [3, 0]
    assert [s.prior for s in shown].count(True) == 2
    assert sorted(s.record for s in shown) == list(range(8))
    assert [s.record for s in shown[2:]] == [
        r for r, _ in take_turns(learn(features, [3, 0], [0, 1], 1), [1, 2, 4, 5, 6, 7])
    ]
    assert {s.ranker for s in continued(features, [0], [1], 1, ["骨骼肌"])[1:]} == {"protocol"}
