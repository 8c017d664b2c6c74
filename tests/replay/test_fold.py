"""The counts of histories: the vectors, each policy by a small case,
and what holds for any history at all.
"""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.flow.boxes import BOXES, BY_REASON, DUPLICATE, PREVIOUS
from screening.flow.identities import check
from screening.replay.counting import Result
from screening.replay.vectors import run
from tests.replay.histories import history
from tests.shared import SHARED, needs_shared

BOTH = ["A", "B"]


def flow(*events: dict[str, Any], policy: dict[str, Any] | None = None) -> dict[str, Any]:
    """The numbers after these events; ids are given by position, e1, e2, …"""
    numbered = [{"id": f"e{i + 1}", **event} for i, event in enumerate(events)]
    return run({"policy": policy or {}, "events": numbered}).flow.to_json()


def source(kind: str = "database", name: str = "D") -> dict[str, Any]:
    return {"type": "source", "source": name, "kind": kind, "name": f"{name} 库"}


def imported(*records: str, source: str = "D", version: int = 1) -> dict[str, Any]:
    return {"type": "import", "source": source, "version": version, "records": list(records)}


def decide(
    decision: str, *records: str, stage: str = "TA", by: list[str] = BOTH, reason: str = ""
) -> dict[str, Any]:
    return {
        "type": "decide",
        "stage": stage,
        "by": by,
        "records": list(records),
        "decision": decision,
        "reason": reason,
    }


def merge(*records: str) -> dict[str, Any]:
    return {"type": "merge", "records": list(records)}


@needs_shared
@pytest.mark.parametrize("name", ["s1", "s2", "s3", "s4", "s5", "s6", "u1", "u2", "u3", "u4", "u5"])
def test_vectors_give_every_expected_number(name):
    data = json.loads(
        (SHARED / "spec" / "prisma_vectors" / f"{name}.json").read_text(encoding="utf-8")
    )
    result = run(data)
    assert result.flow.to_json() == data["expected_all"]
    if listed := data.get("included_list"):
        assert sorted(result.studies.listed) == listed["studies"]
        assert sorted(result.studies.listed_reports) == listed["reports"]
        assert result.studies.by_hand == listed["reports_entered_by_hand"]


def test_lane_of_a_mixed_report_is_databases():
    found = flow(
        source(), source("website", "W"), imported("a"), imported("w", source="W"), merge("w", "a")
    )
    assert (
        found["database_results"],
        found["duplicates"],
        found["records_awaiting_screening"],
    ) == (1, 0, 1)
    assert (found["other_raw"], found["other_duplicates"], found["website_results"]) == (1, 1, 0)


def test_report_known_from_an_earlier_version_is_a_duplicate():
    found = flow(source(), imported("a", "b"), imported("c", "d", version=2), merge("a", "c"))
    assert (
        found["database_results"],
        found["duplicates"],
        found["duplicates_of_previous_version"],
    ) == (2, 1, 1)


def test_late_duplicate_is_removed_before_screening():
    found = flow(source(), imported("a", "b"), decide("include", "a", "b"), merge("a", "b"))
    assert (found["duplicates"], found["records_screened"], found["dbr_sought_reports"]) == (
        1,
        1,
        1,
    )


def test_merge_keeps_the_votes_of_the_primary_record():
    found = flow(
        source(),
        imported("a", "b"),
        decide("exclude", "a"),
        decide("include", "b", by=["A"]),
        merge("a", "b"),
    )
    assert (found["records_excluded"], found["records_awaiting_screening"]) == (1, 0)


def test_merge_takes_the_votes_of_the_other_where_the_primary_has_none():
    found = flow(source(), imported("a", "b"), decide("exclude", "b"), merge("a", "b"))
    assert found["records_excluded"] == 1


OPPOSITE = (
    source(),
    imported("a", "b"),
    decide("exclude", "a"),
    decide("include", "b"),
    merge("a", "b"),
)


def test_merge_of_opposite_outcomes_is_a_conflict():
    assert flow(*OPPOSITE)["records_awaiting_screening"] == 1


def test_merge_conflict_is_settled_by_a_third_person():
    settle = {"type": "resolve", "stage": "TA", "by": "C", "records": ["b"], "decision": "include"}
    assert flow(*OPPOSITE, settle)["dbr_sought_reports"] == 1


def test_merge_conflict_ends_when_the_records_are_split_again():
    found = flow(*OPPOSITE, {"type": "unmerge", "record": "b"})
    assert (found["records_excluded"], found["records_awaiting_screening"]) == (1, 1)


@pytest.mark.parametrize(("copy", "awaiting"), [(False, 1), (True, 0)])
def test_unmerge_leaves_the_votes_unless_copied(copy, awaiting):
    events = (source(), imported("a", "b"), merge("a", "b"), decide("exclude", "a"))
    found = flow(*events, {"type": "unmerge", "record": "b", "copy_decisions": copy})
    assert (found["records_excluded"], found["records_awaiting_screening"]) == (
        2 - awaiting,
        awaiting,
    )


def test_automation_beats_other_removal_and_both_beat_votes():
    removal = {"type": "other_remove", "records": ["a", "b"], "reason": "撤稿"}
    found = flow(
        source(),
        imported("a", "b"),
        removal,
        {"type": "auto_remove", "records": ["a"]},
        decide("include", "a"),
    )
    assert (found["excluded_automatic"], found["excluded_other"], found["records_screened"]) == (
        1,
        1,
        0,
    )


def test_last_vote_of_a_person_counts():
    found = flow(source(), imported("a"), decide("exclude", "a"), decide("include", "a"))
    assert found["dbr_sought_reports"] == 1


def test_two_reasons_at_full_text_are_a_conflict():
    events = [source(), imported("a"), decide("include", "a")]
    for person, reason in (("A", "Wrong design"), ("B", "研究对象不符")):
        events.append(decide("exclude", "a", stage="FT", by=[person], reason=reason))
    found = flow(*events)
    assert (found["dbr_awaiting_assessment"], found["dbr_excluded"]) == (1, {})


TOOL = {"type": "auto_decide", "stage": "TA", "tool": "classifier", "records": ["a", "b"]}


def test_tool_exclusion_is_counted_apart_and_overridden_by_a_settlement():
    settle = {"type": "resolve", "stage": "TA", "by": "C", "records": ["b"], "decision": "include"}
    found = flow(source(), imported("a", "b", "c"), TOOL, decide("exclude", "c"), settle)
    assert (found["records_excluded_automation"], found["records_excluded_human"]) == (1, 1)
    assert found["dbr_sought_reports"] == 1


def test_not_retrieved_beats_full_text_votes():
    votes = [decide("include", "a", "b"), decide("include", "a", "b", stage="FT")]
    found = flow(
        source(),
        imported("a", "b"),
        *votes,
        {"type": "retrieval", "records": ["a"], "status": "not_retrieved"},
    )
    assert (found["dbr_notretrieved_reports"], found["dbr_assessed"]) == (1, 1)


def test_reopening_title_and_abstract_drops_later_votes_too():
    votes = [decide("include", "a"), decide("include", "a", stage="FT")]
    reopen = {"type": "reopen", "stage": "TA", "records": ["a"]}
    assert flow(source(), imported("a"), *votes, reopen)["records_awaiting_screening"] == 1
    again = flow(source(), imported("a"), *votes, reopen, decide("include", "a"))
    assert again["dbr_awaiting_retrieval"] == 1


def test_other_methods_are_screened_where_the_review_wants_it():
    events = (source("citation", "C"), imported("r1", "r2", source="C"), decide("exclude", "r1"))
    skipping, screening = flow(*events), flow(*events, policy={"other_skip_ta": False})
    assert (skipping["other_sought_reports"], skipping["other_pre_excluded"]) == (2, 0)
    assert (screening["other_pre_excluded"], screening["other_awaiting_screening"]) == (1, 1)


def include(*records: str) -> list[dict[str, Any]]:
    return [decide("include", *records), decide("include", *records, stage="FT")]


def test_published_version_is_the_previous_one_of_the_next():
    first = [
        source(),
        imported("a", "b", "c"),
        *include("a", "b"),
        decide("exclude", "c"),
        {"type": "study", "study": "李 2019", "records": ["a", "b"]},
        {"type": "publish", "version": 1},
    ]
    second = [
        imported("d", "e", "f", version=2),
        *include("d", "e", "f"),
        {"type": "study", "study": "李 2019", "records": ["d"]},
    ]
    found = flow(*first, *second)
    assert (found["previous_studies"], found["previous_reports"]) == (1, 2)
    assert (
        found["new_studies"],
        found["new_reports"],
        found["new_reports_of_previous_studies"],
    ) == (2, 2, 1)
    assert (found["total_studies"], found["total_reports"]) == (3, 5)


def test_study_dropped_from_the_previous_version_takes_its_reports_along():
    found = flow(
        source(),
        {"type": "previous", "studies": {"Old 2001": 2, "旧 2003": 1}},
        {"type": "prev_remove", "study": "Old 2001"},
        imported("a", version=2),
        *include("a"),
    )
    assert (found["previous_removed_studies"], found["previous_removed_reports"]) == (1, 2)
    assert (found["total_studies"], found["total_reports"]) == (2, 2)


def test_report_linked_to_one_of_the_previous_version_is_of_a_previous_study():
    first = [source(), imported("a"), *include("a"), {"type": "publish", "version": 1}]
    link = {"type": "study", "study": "张 2020", "records": ["a", "b"]}
    found = flow(*first, imported("b", version=2), *include("b"), link)
    assert (
        found["new_studies"],
        found["new_reports_of_previous_studies"],
        found["total_studies"],
    ) == (0, 1, 1)


def test_report_of_two_studies_counts_both():
    links = [{"type": "study", "study": s, "records": ["a"]} for s in ("S1", "S2")]
    found = flow(source(), imported("a"), *include("a"), *links)
    assert (found["new_studies"], found["new_reports"]) == (2, 1)
    assert {breach.identity for breach in check(found)} == {"N2"}
    assert check(found, several_studies_in_a_report=True) == []


def listed(result: Result) -> dict[str, Any]:
    """The numbers with those of the included list itself, which U1 compares them with."""
    told = result.studies
    both = {
        "listed_studies": len(told.listed),
        "listed_reports": len(told.listed_reports) + told.by_hand,
    }
    return result.flow.to_json() | both


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**32))
def test_identities_hold_for_any_history(seed):
    assert [b for b in check(listed(run(history(seed)))) if not b.warning] == []


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**32))
def test_list_behind_every_number_is_as_long_as_the_number(seed):
    result = run(history(seed))
    numbers = result.flow.to_json()
    for key, box in BOXES.items():
        rows = [row for row in result.rows if box.holds(row)]
        assert len({row.record for row in rows}) == len(rows) == result.flow[key], key
        if box.unit == "reports":
            assert len({row.report for row in rows}) == len(rows), key
    for key in BY_REASON:
        for reason, number in numbers[key].items():
            assert (
                sum(BOXES[key].holds(row) and row.reason == reason for row in result.rows) == number
            )
    for key, items in result.studies.lists.items():
        assert len(set(items)) == len(items) == result.flow[key], key
    for name, number in numbers["sources"].items():
        assert sum(row.source == name for row in result.rows) == number


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**32))
def test_every_report_stands_in_one_place_at_most(seed):
    """A report is in the flow of this version, in the column of the previous one, or in neither;
    never in both.
    """
    result = run(history(seed))
    standing = [row.report for row in result.rows if row.place not in (DUPLICATE, PREVIOUS)]
    assert len(set(standing)) == len(standing)
    lists = result.studies.lists
    column = [*lists["previous_awaiting_reports"], *lists["previous_removed_reports"]]
    assert not set(column) & set(standing)


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 10**6))
def test_undo_is_the_same_as_replaying_without_the_event(seed, chosen):
    """Of what happened since the last version was published, which stays what it was then."""
    data = history(seed)
    published = [i for i, event in enumerate(data["events"]) if event["type"] == "publish"]
    later = data["events"][published[-1] + 1 :] if published else data["events"]
    target = later[chosen % len(later)] if later else {"id": "nothing"}
    undone = {**data, "events": [*data["events"], {"id": "u", "type": "undo", "of": target["id"]}]}
    without = {**data, "events": [e for e in data["events"] if e is not target]}
    restored = {**data, "events": [*undone["events"], {"id": "uu", "type": "undo", "of": "u"}]}
    assert run(undone).flow == run(without).flow
    assert run(restored).flow == run(data).flow
