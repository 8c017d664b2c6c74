import pytest

from screening.dedupe.issues import issues_differ, read_issue
from screening.dedupe.pagination import place, read_pages, read_volume, roman


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [
        ("123-130", "123", "130"),
        ("123-9", "123", "129"),
        ("S123-9", "s123", "129"),
        ("083-087", "83", "87"),
        ("+972", "972", ""),
        ("e0170240", "e170240", ""),
        ("xii-xv", "xii", ""),
        ("pp 16-19", "16", "19"),
        ("1396-400; discussion 1400-1", "1396", "1400"),
        ("123–130", "123", "130"),
        ("ARTN 106", "106", ""),
        ("06-Oct", "6", "10"),
        ("Oct-17", "10", "17"),
        ("Dec-05", "", ""),
        ("Oct-2017", "", ""),
        ("1-Jan-2017", "", ""),
        ("no pagination", "", ""),
        ("July", "", ""),
        ("", "", ""),
        ("361-366+370", "361", "366"),
    ],
)
def test_read_pages_gives_first_and_last(pages: str, first: str, last: str):
    assert read_pages(pages) == (first, last)


@pytest.mark.parametrize(
    ("volume", "number"),
    [
        ("44", "44"),
        ("088", "88"),
        ("88 Suppl 1", "88"),
        ("第46卷", "46"),
        ("XII", "12"),
        ("1)", ""),
        ("01-Feb", ""),
        ("", ""),
    ],
)
def test_read_volume_gives_its_number(volume: str, number: str):
    assert read_volume(volume) == number


@pytest.mark.parametrize(
    ("issue", "number"),
    [
        ("01", "1"),
        ("1", "1"),
        ("增刊2", "s2"),
        ("Suppl. 1", "s1"),
        ("第3期", "3"),
        ("01-Feb", ""),
        ("", ""),
        ("S1", "s1"),
        ("S 2", "s2"),
        ("z1", "s1"),
        ("S", "s"),
        ("增刊", "s"),
        ("A01", "s"),
        ("B12", "s"),
        ("Z1", "1"),
        ("Special", ""),
        ("D1", "1"),
        ("Spring", ""),
    ],
)
def test_read_issue_gives_its_number(issue: str, number: str):
    assert read_issue(issue) == number


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        ("增刊1", "S1", False),
        ("B12", "S2", False),
        ("增刊", "Suppl 2", False),
        ("S1", "S2", True),
        ("S1", "1", True),
        ("增刊", "3", True),
        ("", "S1", False),
        ("03", "3", False),
    ],
)
def test_issues_differ_only_where_they_cannot_be_one(a: str, b: str, differ: bool):
    assert (
        issues_differ(read_issue(a), read_issue(b))
        is issues_differ(read_issue(b), read_issue(a))
        is differ
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("53 (4) ()(pp 16-19)", "", "", 2000), ("53", "4", "16", "19")),
        (("35 (no pagination)", "", "", 2018), ("35", "", "", "")),
        (("(4) (no pagination)", "", "", 2006), ("", "4", "", "")),
        (("2014 (1) (no pagination)", "", "", 2014), ("", "1", "", "")),
        (("12", "3", "2014", 2014), ("12", "3", "", "")),
        (("４６", "５", "３６１－３６６", 2018), ("46", "5", "361", "366")),
    ],
)
def test_place_reads_the_fields_together(
    given: tuple[str, str, str, int], expected: tuple[str, ...]
):
    assert tuple(place(*given))[:4] == expected


@pytest.mark.parametrize(
    ("text", "value"), [("iv", 4), ("XII", 12), ("xcix", 99), ("", 0), ("mix", 0), ("一", 0)]
)
def test_roman_reads_numerals(text: str, value: int):
    assert roman(text) == value


def test_pages_of_a_file_ahead_of_print_are_no_place():
    assert place("", "", "1-8", 2022)[2:4] == ("", "")
    assert place("", "3", "1-8", 2022)[2:4] == ("1", "8")
    assert place("12", "", "1-8", 2022)[2:4] == ("1", "8")
