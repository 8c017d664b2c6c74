"""Histories in which policies meet, with the numbers worked out by hand from the words of the
policies.
"""

import pytest

from screening.replay.events import HistoryError
from screening.replay.vectors import passed_over, read, run
from tests.replay.test_fold import BOTH, decide, flow, imported, merge, source

ALL = ["A", "B", "C"]


def excluded(*records, stage="FT", reason="Wrong design", by=None):
    return decide("exclude", *records, stage=stage, by=by or BOTH, reason=reason)


def test_undo_of_an_undo_of_a_merge_brings_the_duplicate_back():
    events = [source(), imported("P1", "P2"), merge("P1", "P2"), {"type": "undo", "of": "e3"}]
    assert flow(*events)["duplicates"] == 0
    assert flow(*events, {"type": "undo", "of": "e4"})["duplicates"] == 1


def test_copied_decisions_leave_the_split_records_decided_and_plain_splitting_does_not():
    events = [source(), imported("P1", "P2"), merge("P1", "P2"), decide("exclude", "P2")]
    split = {"type": "unmerge", "record": "P1"}
    found = flow(*events, split)
    assert (
        found["records_excluded"],
        found["records_awaiting_screening"],
        found["duplicates"],
    ) == (1, 1, 0)
    found = flow(*events, split | {"copy_decisions": True})
    assert (found["records_excluded"], found["records_awaiting_screening"]) == (2, 0)


def test_report_of_an_earlier_version_swallows_records_of_both_lanes():
    found = flow(
        source(),
        source("citation", "C"),
        imported("P1"),
        imported("P2", version=2),
        imported("C1", "C2", source="C", version=2),
        merge("P1", "P2", "C1"),
    )
    assert (
        found["database_results"],
        found["duplicates"],
        found["duplicates_of_previous_version"],
    ) == (1, 1, 1)
    assert (found["other_raw"], found["other_duplicates"], found["citations_results"]) == (2, 1, 1)


def test_tool_speaks_after_a_merge_left_a_conflict_and_a_settlement_after_the_tool():
    events = [
        source(),
        imported("P1", "P2"),
        decide("include", "P1"),
        decide("exclude", "P2"),
        merge("P1", "P2"),
    ]
    assert flow(*events)["records_awaiting_screening"] == 1
    tool = {"type": "auto_decide", "stage": "TA", "tool": "classifier", "records": ["P2"]}
    found = flow(*events, tool)
    assert (found["records_excluded"], found["records_excluded_automation"]) == (1, 1)
    settled = {
        "type": "resolve",
        "stage": "TA",
        "by": "Z",
        "records": ["P1"],
        "decision": "include",
    }
    assert flow(*events, tool, settled)["dbr_awaiting_retrieval"] == 1
    assert flow(*events, settled, tool)["dbr_awaiting_retrieval"] == 1


def test_merge_with_what_a_tool_excluded_is_a_conflict_when_people_included_the_other():
    tool = {"type": "auto_decide", "stage": "TA", "tool": "classifier", "records": ["P2"]}
    found = flow(source(), imported("P1", "P2"), decide("include", "P1"), tool, merge("P1", "P2"))
    assert (
        found["records_awaiting_screening"],
        found["records_screened"],
        found["duplicates"],
    ) == (1, 0, 1)


def test_not_retrieved_said_before_the_votes_and_taken_back_after_them():
    gone = {"type": "retrieval", "records": ["P1"], "status": "not_retrieved"}
    events = [
        source(),
        imported("P1"),
        gone,
        decide("include", "P1"),
        decide("include", "P1", stage="FT"),
    ]
    assert flow(*events)["dbr_notretrieved_reports"] == 1
    assert flow(*events, {"type": "undo", "of": "e3"})["dbr_included_reports"] == 1


def test_reopened_title_stage_drops_the_full_text_votes_but_not_the_full_text():
    events = [
        source(),
        imported("P1"),
        decide("include", "P1"),
        decide("include", "P1", stage="FT"),
    ]
    there = {"type": "retrieval", "records": ["P1"], "status": "retrieved"}
    again = [{"type": "reopen", "stage": "TA", "records": ["P1"]}, decide("include", "P1")]
    assert flow(*events, *again)["dbr_awaiting_retrieval"] == 1
    assert flow(*events, there, *again)["dbr_awaiting_assessment"] == 1


def test_both_removal_marks_count_as_automation_until_that_one_is_undone():
    events = [
        source(),
        imported("P1", "P2"),
        {"type": "other_remove", "records": ["P1"], "reason": "Retracted"},
        {"type": "auto_remove", "records": ["P1"], "tool": "rule"},
        decide("include", "P1", "P2"),
    ]
    assert (flow(*events)["excluded_automatic"], flow(*events)["excluded_other"]) == (1, 0)
    found = flow(*events, {"type": "undo", "of": "e4"})
    assert (found["excluded_automatic"], found["excluded_other"], found["records_screened"]) == (
        0,
        1,
        1,
    )


@pytest.mark.parametrize(("needed", "waiting"), [(1, 0), (2, 0), (3, 1)])
def test_votes_needed_one_to_three(needed, waiting):
    found = flow(source(), imported("P1"), decide("maybe", "P1"), policy={"reviewers_ta": needed})
    assert (found["records_awaiting_screening"], found["dbr_sought_reports"]) == (
        waiting,
        1 - waiting,
    )


def test_third_exclusion_for_another_reason_is_a_conflict_at_full_text():
    events = [source(), imported("P1"), decide("include", "P1"), excluded("P1")]
    assert flow(*events)["dbr_excluded"] == {"Wrong design": 1}
    found = flow(*events, excluded("P1", by=["C"], reason="研究对象不符"))
    assert (found["dbr_excluded"], found["dbr_awaiting_assessment"]) == ({}, 1)


def test_other_methods_screened_too_are_excluded_before_retrieval():
    events = [
        source("website", "W"),
        imported("W1", "W2", "W3", source="W"),
        decide("exclude", "W1"),
    ]
    found = flow(*events, policy={"other_skip_ta": False})
    assert (
        found["other_pre_excluded"],
        found["other_awaiting_screening"],
        found["other_sought_reports"],
    ) == (1, 2, 0)
    found = flow(*events)
    assert (found["other_pre_excluded"], found["other_awaiting_retrieval"]) == (0, 3)


def test_import_that_is_undone_takes_its_records_out_of_their_reports():
    events = [
        source(),
        source("register", "R"),
        imported("P1"),
        imported("R1", source="R"),
        merge("R1", "P1"),
        decide("exclude", "R1"),
        {"type": "undo", "of": "e4"},
    ]
    found = flow(*events)
    # The vote was cast on R1, which is no more there; P1 was only ever its duplicate.
    assert (
        found["register_results"],
        found["duplicates"],
        found["records_awaiting_screening"],
    ) == (0, 0, 1)


def test_report_of_two_studies_is_one_report_of_the_version_before():
    included = [decide("include", "P1"), decide("include", "P1", stage="FT")]
    links = [{"type": "study", "study": name, "records": ["P1"]} for name in ("李 2019", "Wu 2020")]
    published = [{"type": "publish", "version": 1}, imported("P2", version=2)]
    found = flow(source(), imported("P1"), *included, *links, *published)
    assert (found["previous_studies"], found["previous_reports"], found["total_reports"]) == (
        2,
        1,
        1,
    )
    dropped = {"type": "prev_remove", "study": "Wu 2020"}
    found = flow(source(), imported("P1"), *included, *links, *published, dropped)
    assert (
        found["previous_removed_studies"],
        found["previous_removed_reports"],
        found["total_studies"],
    ) == (1, 0, 1)


def test_new_report_of_a_study_declared_by_hand():
    found = flow(
        source(),
        {"type": "previous", "studies": {"Old 2001": 2, "Gone 1999": 1}},
        imported("P1", "P2"),
        {"type": "prev_remove", "study": "Gone 1999"},
        {"type": "study", "study": "Old 2001", "records": ["P1"]},
        decide("include", "P1", "P2"),
        decide("include", "P1", "P2", stage="FT"),
    )
    assert (
        found["new_studies"],
        found["new_reports"],
        found["new_reports_of_previous_studies"],
    ) == (1, 1, 1)
    assert (found["total_studies"], found["total_reports"]) == (2, 4)


def test_undo_of_nothing_is_told():
    assert run([source() | {"id": "a"}, {"id": "b", "type": "undo", "of": "e99"}]).strays == (
        ("b", "e99"),
    )


def test_keys_that_nothing_reads_are_told_and_do_no_harm():
    events = [
        source() | {"id": "s", "note": "2024-11-03 检索"},
        {"type": "import", "source": "D", "recrods": ["P1"], "records": ["P1..P3"]},
    ]
    data = {"policy": {"reviewers": 2}, "events": events}
    assert passed_over(data) == [
        ("policy", "reviewers"),
        ("event s", "note"),
        ("event #2", "recrods"),
    ]
    assert run(data).flow.to_json()["database_results"] == 3


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ({"reviewers_ta": "2"}, "policy: reviewers_ta"),
        ({"reviewers_ft": 0}, "from 1"),
        ({"other_skip_ta": 1}, "true"),
    ],
)
def test_policy_that_cannot_be_is_refused(policy, message):
    with pytest.raises(HistoryError, match=message):
        read({"policy": policy, "events": []})
