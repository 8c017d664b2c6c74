"""The identities, on counted numbers and on numbers typed in."""

import pytest

from screening.flow.identities import check
from tests.flow.flows import make_flow

GOOD = make_flow(other=True, updated=True).to_json()


def test_counted_numbers_hold():
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("key", "amount", "identities"),
    [
        ("database_results", 5, {"I1", "I2"}),
        ("duplicates", 1, {"I2"}),
        ("records_screened", 2, {"I2", "I3"}),
        ("records_excluded", 3, {"I3"}),
        ("dbr_sought_reports", 1, {"I3", "I4"}),
        ("dbr_assessed", 1, {"I4", "I5", "N1"}),
        ("other_raw", 4, {"O1"}),
        ("citations_results", 1, {"O1", "O2"}),
        ("other_assessed", 2, {"I4", "I5", "N1"}),
        ("new_reports", 1, {"N1", "T2"}),
        ("total_studies", 7, {"T1"}),
        ("total_reports", 7, {"T2"}),
        ("previous_removed_studies", 1, {"T1"}),
    ],
)
def test_one_wrong_number_breaks_the_identities_it_is_in(key, amount, identities):
    found = check({**GOOD, key: GOOD[key] + amount})
    assert {breach.identity for breach in found} == identities
    assert {abs(breach.amount) for breach in found} == {amount}
    assert all(key in breach.boxes for breach in found)


def test_typed_diagram_with_few_boxes_is_checked_as_far_as_it_goes():
    typed = {
        "database_results": 100,
        "duplicates": 10,
        "records_screened": 85,
        "records_excluded": 60,
        "dbr_sought_reports": 25,
        "dbr_assessed": 20,
        "dbr_excluded": {"错误设计": 5},
        "new_reports": 15,
    }
    found = check(typed)
    assert [(b.identity, b.amount) for b in found] == [("I2", 5), ("I4", 5)]
    assert str(found[0].message) == (
        "I2: database_results is 100, but duplicates + records_screened is 95; off by 5."
    )


def test_sources_that_do_not_sum_are_named():
    found = check({"sources": {"CNKI": 8, "PubMed": 6}, "database_results": 15})
    assert [(b.identity, b.boxes, b.amount) for b in found] == [
        ("I1", ("sources", "database_results"), -1)
    ]


def test_reports_without_study_and_studies_without_report():
    assert [b.identity for b in check({"new_studies": 0, "new_reports": 3})] == ["N2"]
    assert [b.identity for b in check({"total_studies": 83, "total_reports": 0})] == ["N2"]


def test_more_studies_than_reports_needs_a_report_of_several():
    typed = {"total_studies": 83, "total_reports": 1}
    assert [(b.identity, b.amount) for b in check(typed)] == [("N2", 82)]
    assert check(typed, several_studies_in_a_report=True) == []


def test_number_below_zero_is_named():
    assert check({"duplicates": -3})[0].boxes == ("duplicates",)


def test_nothing_typed_is_nothing_broken():
    assert check({}) == []
