"""Terms as numbers say the same as tokens as strings."""

from hypothesis import given
from hypothesis import strategies as st

from screening.ranking.documents import all_tokens
from screening.ranking.terms import Vocabulary, terms

LETTERS = st.text(alphabet="ab é骨骼肌髂𠀀1-，。_（)ǅß\n", max_size=30)


@given(st.lists(LETTERS, max_size=4))
def test_numbers_spell_exactly_the_tokens(texts):
    vocabulary = Vocabulary()
    _, found = terms(vocabulary.units(texts))
    assert sorted(vocabulary.spell(found)) == sorted(all_tokens(texts))


def test_same_term_same_number_in_another_text():
    vocabulary = Vocabulary()
    _, first = terms(vocabulary.units(["骨骼肌外泌体 bone formation"]))
    _, again = terms(vocabulary.units(["Bone formation; 外泌体"]))
    assert set(again.tolist()) < set(first.tolist())


def test_unknown_words_are_borders_when_nothing_is_learned():
    vocabulary = Vocabulary(["bone", "formation"])
    units = vocabulary.units(["bone strange formation"], learn=False)
    assert vocabulary.spell(terms(units)[1]) == ["bone", "formation"]
    assert list(vocabulary.words) == ["bone", "formation"]


def test_phrases_stay_whole():
    vocabulary = Vocabulary()
    found = terms(vocabulary.phrases(["bone formation", "外泌体"]))[1]
    assert vocabulary.spell(found) == ["bone formation", "外泌体"]


def test_places_say_where_a_term_begins():
    vocabulary = Vocabulary()
    places, found = terms(vocabulary.units(["bone mass 骨骼"]))
    assert dict(zip(vocabulary.spell(found), places.tolist(), strict=True)) == {
        "bone": 0,
        "mass": 1,
        "bone mass": 0,
        "骨骼": 3,
    }
