"""Meanings of titles: with a small stand-in encoder everywhere, with the real one where the extra is installed."""

from io import BytesIO

import numpy as np
import pytest

from screening.ranking import encoder
from screening.ranking.documents import Document
from screening.ranking.encoder import installed, meanings
from screening.ranking.feature_store import read, write
from screening.ranking.features import build
from screening.ranking.order import learn
from screening.ranking.rankers import RANKERS, able
from screening.ranking.simulation import replay
from tests.ranking.test_order import MUSCLE, TUMOUR

PAIRS = {
    "骨骼肌源性外泌体促进骨形成": "Exosomes of skeletal muscle promote bone formation",
    "老年人肺炎疫苗的效果": "Effect of pneumonia vaccines in older people",
    "抑郁症患者的认知行为治疗": "Cognitive behavioural therapy for patients with depression",
}
THEMES = (("外泌体", "exosome"), ("骨", "bone"), ("癌", "cancer"), ("血管", "vessel"))


def by_theme(texts):
    """A stand-in: one column a theme, whichever language names it."""
    return np.array([[float(any(w in t.lower() for w in theme)) for theme in THEMES] for t in texts])


def documents():
    english = ["Exosomes and bone", "Cancer and vessels", "Cancer exosomes"]
    return [Document((title,)) for title in (*MUSCLE, *TUMOUR, *english)]


def test_meanings_are_rows_of_length_one_and_the_middle_of_both_titles():
    rows = meanings([Document(("骨", "Bone")), Document(("骨", "Vessels")), Document(()), Document((" ",))], by_theme)
    assert rows.tolist() == pytest.approx(np.array([[0, 1, 0, 0], [0, 0.5**0.5, 0, 0.5**0.5], [0] * 4, [0] * 4]))
    assert meanings([Document(())], by_theme).shape[0] == 1


def test_titles_are_encoded_in_parts_and_come_back_in_order(monkeypatch):
    monkeypatch.setattr(encoder, "CHUNK", 2)
    asked = []
    titles = [title for document in documents() for title in document.titles]
    rows = meanings(documents(), lambda texts: asked.append(len(texts)) or by_theme(texts))
    assert asked == [2, 2, 2, 2, 1]
    whole = by_theme(titles)
    assert rows == pytest.approx(whole / np.linalg.norm(whole, axis=1, keepdims=True))


def test_ranker_of_meanings_has_a_turn_only_with_meanings():
    without, with_them = build(documents()), build(documents(), by_theme)
    assert without.meaning.shape == (9, 0)
    assert [r.key for r in able(without)] == [key for key in RANKERS if key != "with-meaning"]
    assert "with-meaning" in [r.key for r in able(with_them)]
    assert len(learn(with_them, [0, 3], [1, 0])) == len(learn(without, [0, 3], [1, 0])) + 1


def test_meaning_finds_what_shares_no_word():
    features = build(documents(), by_theme)
    scores = RANKERS["with-meaning"].score(features, np.array([0, 3]), np.array([1.0, 0]))
    english = [6, 7, 8]
    assert max(english, key=lambda record: scores[record]) == 6
    words = RANKERS["wide-mix"].score(features, np.array([0, 3]), np.array([1.0, 0]))
    assert words[6] == words[7]


def test_meanings_are_kept_with_the_features():
    features, out = build(documents(), by_theme), BytesIO()
    write(features, range(9), out)
    kept, _ = read(BytesIO(out.getvalue()))
    assert kept.meaning.tolist() == features.meaning.tolist()


def test_replay_names_both_rankers():
    shown = replay(build(documents(), by_theme), [1, 1, 1, 0, 0, 0, 1, 0, 0], seed=2)
    assert {one.ranker for one in shown} == {"prior", "wide-mix", "with-meaning"}


def test_nothing_is_encoded_where_the_extra_is_not_installed(monkeypatch):
    monkeypatch.setattr(encoder, "PACKAGE", "no_such_encoder")
    assert installed.__wrapped__() is None


def test_real_encoder_brings_chinese_and_english_titles_together():
    encode = installed()
    if encode is None:
        assert build(documents()).meaning.shape == (9, 0)
        return
    chinese, english = np.asarray(encode(list(PAIRS))), np.asarray(encode(list(PAIRS.values())))
    assert (chinese @ english.T).argmax(axis=1).tolist() == [0, 1, 2]
    assert np.linalg.norm(chinese, axis=1) == pytest.approx(np.ones(3), abs=1e-3)
