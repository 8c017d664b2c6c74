"""The words that many texts share, in Chinese and English."""

from screening.records.frequent import frequent

ENGLISH = [
    [
        "Acne vulgaris in adolescents",
        "Background: Quality of life with acne vulgaris was assessed.",
    ],
    ["Treatment of acne vulgaris", "Quality of life improved in the treated patients."],
    ["Quality of life after stroke", "Results: patients and rats."],
]
CHINESE = [
    ["骨骼肌外泌体促进骨形成", "目的：探讨外泌体对骨形成的影响。"],
    ["脂肪干细胞来源的外泌体与骨形成", "结果：外泌体可促进成骨分化。"],
    ["血清外泌体的提取", "方法：超速离心法。"],
]


def test_phrases_absorb_their_words_and_common_words_are_left_out() -> None:
    found = dict(frequent(ENGLISH))
    assert found["acne vulgaris"] == 2
    assert found["quality of life"] == 3
    assert found["patients"] == 2
    assert not {"acne", "vulgaris", "of", "in", "background", "results", "the", "life"} & set(found)


def test_counts_are_of_texts_not_of_places() -> None:
    assert dict(frequent([["rats and rats"], ["rats"]])) == {"rats": 2}


def test_chinese_phrases_have_different_neighbours_on_both_sides() -> None:
    found = dict(frequent(CHINESE))
    assert (found["外泌体"], found["骨形成"]) == (3, 2)
    assert not {"泌体", "外泌", "的", "目的", "体的"} & set(found)


def test_width_case_and_markup_do_not_part_a_word() -> None:
    assert dict(frequent([["ＭＲＩ <i>scan</i>"], ["mri scan"]])) == {"mri scan": 2}


def test_texts_without_words_give_nothing() -> None:
    assert frequent([["", "  "], ["。，、 123"], []]) == []
