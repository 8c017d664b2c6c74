import pytest

from screening.dedupe.engine import deduplicate, match
from screening.dedupe.issues import (
    is_article_number,
    is_one_issue,
    issues_differ,
    read_issue,
    row_numbered,
)
from screening.dedupe.prepare import prepare
from screening.records.record import Record


def record(title: str, issue: str, **more: object) -> Record:
    given = {
        "authors": ("Gao, Ya", "Liu, Ming"),
        "year": 2018,
        "journal": "Journal of Molecular Cardiology",
        "volume": "44",
        "pages": "21-30",
    }
    return Record(title=title, issue=issue, **{**given, **more})  # type: ignore[arg-type]


SUBJECTS = (
    "gallbladder",
    "liver",
    "kidney",
    "lungs",
    "brain",
    "skin",
    "thyroid",
    "retina",
    "oesophagus",
    "wrist",
)
#: A file from a reference manager: the field of the issue counts the rows.
ROWS = [
    record(
        f"An account of the {subject} in health",
        str(at * 137 + 3),
        volume=str(at + 1),
        authors=(f"Name{at}, B.",),
    )
    for at, subject in enumerate(SUBJECTS)
]
ISSUES = [
    record(
        f"An account of the {subject} in health",
        str(at % 4 + 1),
        volume=str(at + 1),
        authors=(f"Name{at}, B.",),
    )
    for at, subject in enumerate(SUBJECTS)
]
PAPER, COPY = record("Falls on the ward", "811"), record("Falls on the ward", "842")


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("12 SUPPL. 1", "12s1"),
        ("11 Suppl", "11s"),
        ("3/4", "3-4"),
        ("第3-4期", "3-4"),
        ("2014增刊1", "s1"),
        ("2014年增刊", "s"),
        ("3 Pt 2", "3"),
        ("e0226300", ""),
        ("CD010479", ""),
        ("12345", ""),
        ("7654", "7654"),
        ("May", "m5"),
        ("Sept.", "m9"),
        ("december", "m12"),
        ("Mar 15", ""),
        ("01-Feb", ""),
    ],
)
def test_read_issue_tells_supplements_double_issues_and_article_numbers(text: str, issue: str):
    assert read_issue(text) == issue


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("5", "5", True),
        ("m5", "5", True),
        ("m5", "6", False),
        ("5", "6", False),
        ("", "", False),
        ("s", "s", False),
        ("s1", "s1", False),
    ],
)
def test_is_one_issue_by_number_or_by_the_month_of_a_monthly_journal(
    one: str, two: str, same: bool
):
    assert is_one_issue(one, two) is is_one_issue(two, one) is same


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("5", "6", True),
        ("m5", "6", False),
        ("m5", "m6", False),
        ("811", "812", True),
        ("811", "871", True),
        ("811", "872", False),
        ("412", "3", False),
    ],
)
def test_issues_differ_only_where_both_can_be_issues_of_one_volume(
    one: str, two: str, differ: bool
):
    assert issues_differ(one, two) is issues_differ(two, one) is differ


def test_is_article_number_is_no_issue():
    assert is_article_number("e0226300")
    assert not is_article_number("12")
    assert not is_article_number("第3期")


def test_row_numbered_finds_the_source_whose_numbers_count_rows():
    rows, issues = [str(at * 7 + 1) for at in range(40)], [str(at % 12 + 1) for at in range(40)]
    assert row_numbered({"a": rows, "b": issues, "": []}) == {"a"}


@pytest.mark.parametrize(
    "given",
    [
        [str(at + 7000) for at in range(7)],  # too few to tell
        [str(7000 + at // 2) for at in range(40)],  # running numbers of a weekly, two articles each
        [str(at + 1) for at in range(12)],  # one article from each issue of a year
    ],
)
def test_row_numbered_leaves_issues_alone(given: list[str]):
    assert row_numbered({"a": given}) == frozenset()


def test_row_numbers_of_a_file_say_nothing():
    assert deduplicate([PAPER, COPY]).questions, "two issues of a running number are two"
    (group,) = deduplicate([*ROWS, PAPER, COPY]).groups
    assert set(group.members) == {10, 11}


def test_row_numbers_are_those_of_their_own_file():
    rows = [prepare(r, f"a{at}", "a") for at, r in enumerate([*ROWS, PAPER])]
    others = [prepare(r, f"b{at}", "b") for at, r in enumerate(ISSUES)]
    same_issue = [prepare(record("Falls on the ward", "2"), "b", "b")]
    found = {frozenset(g.members) for g in match([*others, *same_issue], rows).groups}
    assert frozenset({"a10", "b"}) in found
    two_issues = [prepare(record("Falls on the ward", str(n)), n, "b") for n in (2, 3)]
    assert not match([*others, *two_issues], []).groups


def test_row_numbers_are_known_of_a_file_of_which_only_a_part_is_given():
    new, old = prepare(COPY, "new", "a"), prepare(PAPER, "old", "a")
    assert not match([new], [old]).groups
    whole = {"a": [read_issue(r.issue) for r in [*ROWS, PAPER, COPY]]}
    assert match([new], [old], issues=whole).groups
