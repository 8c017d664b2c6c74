import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024/08//", 2024),
        ("2019//", 2019),
        ("///", None),
        ("Mar. 2017", 2017),
        ("2018 Jan-Feb", 2018),
        ("2021-01-15 16:54", 2021),
        ("2020年", 2020),
        ("二〇二〇年三月", 2020),
        ("二零一九年", 2019),
        ("２０２０", 2020),
        ("4-8 Aug. 2020", 2020),
        ("20200113", 2020),
        ("202001", 2020),
        ("2020.0", 2020),
        ("99", None),
        ("19999", None),
        ("n.d.", None),
        ("0000", None),
        ("10 15", None),
        ("", None),
    ],
)
def test_year_is_found_in_every_notation(text, expected):
    assert dates.year(text) == expected


@given(st.text())
def test_year_is_none_or_in_range(text):
    found = dates.year(text)
    assert found is None or 1500 <= found <= 2099
