"""Line breaks in both languages, by measured width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.flow.measure import _NO_END, _NO_START, width, wrap


def test_han_is_a_square_and_latin_narrower():
    assert width("外泌体", 10) == 30
    assert width("abc", 10) < width("外泌", 10)


def test_number_stays_in_one_piece():
    lines = wrap("Records marked as ineligible by automation tools", " (n\xa0=\xa01,844)", 9, 90)
    assert lines[-1].endswith("(n\xa0=\xa01,844)")
    assert all(width(line, 9) <= 90 for line in lines)


def test_chinese_breaks_between_characters_but_not_at_punctuation():
    lines = wrap("研究内容与主题不符，且未报告结局指标（包括骨密度）；其他", "", 10, 60)
    assert "".join(lines) == "研究内容与主题不符，且未报告结局指标（包括骨密度）；其他"
    assert all(line[0] not in _NO_START and line[-1] not in _NO_END for line in lines)


def test_word_longer_than_the_line_is_broken_at_a_stop_if_it_has_one():
    assert wrap("ClinicalTrials.gov", "", 9, 60)[0] == "ClinicalTrials."
    assert "".join(wrap("W" * 40, "", 9, 60)) == "W" * 40


@pytest.mark.parametrize("text", ["", " "])
def test_empty_text_is_one_empty_line(text):
    assert wrap(text, "", 9, 60) == [""]


@given(st.text(alphabet="研究，。（）ab c1-", min_size=1, max_size=60), st.floats(40, 200))
def test_no_line_is_too_wide_and_nothing_is_lost(text, room):
    lines = wrap(text, "(n\xa0=\xa03)", 8, room)
    assert all(width(line, 8) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == (text + "(n\xa0=\xa03)").replace(" ", "")
