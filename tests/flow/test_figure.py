"""Figures that others published, judged by hand first: no false alarm,
and no green where nothing could be checked.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.flow.figure import judge
from screening.flow.identities import check
from screening.flow.judgement import EXPLAIN, HOLDS, OFF, OPEN
from tests.flow.flows import make_flow

TABLE = Path(__file__).parents[1] / "data" / "prisma" / "figures.txt"


def figures():
    name, hand, reading = "", "", ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name, hand, reading = (part.strip() for part in line[3:].split("|"))
        elif line and not line.startswith("#"):
            yield pytest.param(numbers_of(line), hand, reading, id=name)


def numbers_of(line):
    found = {}
    for part in line.split("; "):
        key, value = part.split("=")
        found[key] = (
            {a: int(n) for a, n in (one.rsplit(":", 1) for one in value.split(","))}
            if ":" in value
            else int(value)
        )
    return found


def identities(judgement, outcome):
    return {one.identity for one in judgement.by_outcome[outcome]}


@pytest.mark.parametrize(("numbers", "hand", "reading"), list(figures()))
def test_published_figure_is_judged_as_by_hand(numbers, hand, reading):
    judgement = judge(numbers)
    expected = {word: set() for word in ("off", "explain")}
    for part in hand.split(", "):
        word, *sums = part.split(" ")
        if word in expected:
            expected[word] |= set(sums)
    assert identities(judgement, OFF) == expected["off"]
    assert identities(judgement, EXPLAIN) == expected["explain"]
    assert judgement.sound is (hand == "right")
    assert (judgement.checked == 0) is ("nothing" in hand)
    told = " ".join(str(message) for message in judgement.readings)
    assert ("studies alone" in told) is ("studies alone" in reading)
    assert ("reports alone" in told) is ("reports alone" in reading)
    assert ("What other methods found" in told) is ("merged" in reading)


def test_there_are_forty_of_them():
    assert len(list(figures())) >= 40


@pytest.mark.parametrize(("other", "updated"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("waiting", [0, 2])
def test_counted_numbers_hold(other, updated, waiting):
    judgement = judge(make_flow(other=other, updated=updated, waiting=waiting).to_json())
    assert judgement.sound
    assert not judgement.by_outcome[OPEN]


GIVEN = {
    k: n
    for k, n in make_flow(other=True, updated=True).to_json().items()
    if isinstance(n, int) and n > 0
}
NOT_IN_A_FIGURE = {
    "duplicates_of_previous_version",
    "other_raw",
    "other_duplicates",
    "dbr_included_reports",
    "other_included_reports",
}


@given(st.sampled_from(sorted(GIVEN.keys() - NOT_IN_A_FIGURE)), st.integers(1, 500))
def test_one_wrong_number_is_never_green(key, amount):
    """Wherever the identities of counted numbers find a breach, so does the judge."""
    numbers = make_flow(other=True, updated=True).to_json() | {key: GIVEN[key] + amount}
    if {breach.identity for breach in check(numbers)} - {"O1"}:
        assert not judge(numbers).sound, key


@given(st.dictionaries(st.sampled_from(sorted(GIVEN)), st.integers(0, 50), max_size=12))
def test_any_numbers_get_an_answer(numbers):
    judgement = judge(numbers)
    assert judgement.checked + len(judgement.by_outcome[EXPLAIN]) + len(
        judgement.by_outcome[OPEN]
    ) == len(judgement.sums)
    assert not (judgement.sound and not judgement.by_outcome[HOLDS])


def test_removed_duplicates_that_are_not_told_are_asked_for():
    (only,) = judge({"database_results": 100, "records_screened": 80}).by_outcome[EXPLAIN]
    assert (only.identity, only.amount) == ("I2", 20)
    assert "no number for duplicates" in str(only.message)


def test_more_leaves_a_box_than_came_in():
    assert identities(
        judge({"records_screened": 10, "records_excluded": 8, "dbr_sought_reports": 5}), OFF
    ) == {"I3"}


UPDATE = {
    "previous_studies": 20,
    "previous_reports": 22,
    "new_studies": 10,
    "new_reports": 11,
    "total_studies": 30,
    "total_reports": 33,
}


@pytest.mark.parametrize(
    ("changes", "outcome", "sums"),
    [
        ({}, EXPLAIN, set()),
        ({"total_studies": 28, "previous_removed_studies": 2}, EXPLAIN, set()),
        (
            {"total_studies": 25, "previous_joined_studies": 4, "previous_awaiting_studies": 1},
            EXPLAIN,
            set(),
        ),
        ({"total_studies": 28}, EXPLAIN, {"T1"}),
        ({"total_studies": 31}, OFF, {"T1"}),
        ({"total_studies": 27, "previous_removed_studies": 2}, OFF, {"T1"}),
        ({"total_reports": 36}, EXPLAIN, {"T2"}),
        ({"total_reports": 36, "new_reports_of_previous_studies": 3}, EXPLAIN, set()),
        ({"total_reports": 31, "previous_removed_reports": 1}, OFF, {"T2"}),
        ({"previous_reports": 0, "new_studies": 10, "total_reports": 11}, OFF, set()),
    ],
)
def test_boxes_of_an_update(changes, outcome, sums):
    judgement = judge(UPDATE | changes)
    assert identities(judgement, outcome) == sums
    if not sums:
        assert not identities(judgement, OFF)


def test_other_methods_join_where_they_fit_exactly():
    """The duplicates are off as well; what citation searching found was sought, not screened."""
    numbers = {
        "database_results": 1000,
        "duplicates": 160,
        "records_screened": 900,
        "records_excluded": 800,
        "dbr_sought_reports": 200,
        "citations_results": 100,
        "dbr_assessed": 200,
    }
    judgement = judge(numbers)
    assert "joins at the reports sought" in str(judgement.readings[0])
    assert identities(judgement, OFF) == {"I2"}
