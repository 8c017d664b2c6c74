import pytest

from screening.records import pages


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("101", "110", "101-110"),
        ("1106-1111+1117", "", "1106-1111+1117"),
        ("34-36", "36", "34-36"),
        ("A01", "", "A01"),
        ("e0815", "e0815", "e0815"),
        ("No", "Specified", ""),
        ("n/a", "n/a", ""),
        ("NA", "", ""),
        ("(no pagination)", "", ""),
        ("", "9", "9"),
        ("1518~1523", "", "1518~1523"),
    ],
)
def test_span_keeps_what_is_given(first, last, expected):
    assert pages.span(first, last) == expected
