"""Every trap of the field as a small made-up case, in both languages and any order."""

from itertools import permutations

import pytest

from screening.dedupe.engine import deduplicate
from screening.records.record import Record
from tests.dedupe.cases import Case, read_cases

CASES = read_cases()


def outcome(records: tuple[Record, ...]) -> str:
    result = deduplicate(records)
    if any(len(group.members) == len(records) for group in result.groups):
        return "merged"
    if result.groups:
        return "partly"
    return "check" if result.questions else "linked" if result.links else "apart"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_comes_out_as_expected_in_any_order(case: Case):
    assert {outcome(order) for order in permutations(case.records)} <= set(case.expected)


def test_cases_are_many_and_in_both_languages():
    chinese = [
        c for c in CASES if any("\u4e00" <= ch <= "\u9fff" for r in c.records for ch in r.title)
    ]
    assert len(CASES) >= 60
    assert len(chinese) >= 25


def test_cases_do_not_join_across():
    records = [record for case in CASES for record in case.records]
    at_case = [at for at, case in enumerate(CASES) for _ in case.records]
    for group in deduplicate(records).groups:
        assert len({CASES[at_case[at]].name for at in group.members}) == 1
