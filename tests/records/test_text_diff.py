"""Two texts side by side, word by word or character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records.text_diff import alike, compare_texts


@pytest.mark.parametrize(
    ("left", "right", "own"),
    [
        ("骨骼肌源性外泌体", "骨骼肌来源外泌体", ("性", "来")),
        ("Bone mass in rats", "Bone mass in mice", ("rats", "mice")),
    ],
)
def test_compare_marks_only_what_differs(left, right, own):
    sides = compare_texts(left, right)
    assert tuple("".join(p.text for p in side if p.own) for side in sides) == own


@given(st.text(), st.text())
def test_compare_loses_no_character(left, right):
    ours, theirs = compare_texts(left, right)
    assert "".join(p.text for p in ours) == left
    assert "".join(p.text for p in theirs) == right


def test_alike_sees_through_width_and_script():
    assert alike("外泌體：研究", "外泌体:研究")
    assert not alike("外泌体", "外泌素")
    assert not alike("！", "？")


def test_texts_in_two_scripts_are_not_marked():
    for side in compare_texts("外泌体与骨形成", "Exosomes and bone formation"):
        assert [p.own for p in side] == [False]
