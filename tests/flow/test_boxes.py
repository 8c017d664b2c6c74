"""One definition per box: the number, the list and the check cannot disagree."""

from dataclasses import dataclass

import pytest

from screening.flow.boxes import BOXES, KINDS, POSITIONS
from screening.flow.places import PLACES


@dataclass(frozen=True)
class Row:
    kind: str
    lane: str
    place: str
    automation: bool = False


ROWS = [Row(kind, lane, place) for kind, lane in KINDS.items() for place in POSITIONS]


def held(key: str) -> list[Row]:
    return [row for row in ROWS if BOXES[key].holds(row)]


def test_every_row_of_databases_is_in_exactly_one_box_of_the_second_identity():
    keys = (
        "duplicates",
        "excluded_automatic",
        "excluded_other",
        "records_screened",
        "records_awaiting_screening",
    )
    rows = [row for key in keys for row in held(key)]
    assert sorted(rows, key=str) == sorted((r for r in ROWS if r.lane == "dbr"), key=str)


@pytest.mark.parametrize("prefix", ["dbr", "other"])
def test_sought_reports_split_into_the_boxes_after_them(prefix):
    keys = (
        "notretrieved_reports",
        "awaiting_retrieval",
        "awaiting_assessment",
        "excluded",
        "included_reports",
    )
    parts = [row for key in keys for row in held(f"{prefix}_{key}")]
    assert sorted(parts, key=str) == sorted(held(f"{prefix}_sought_reports"), key=str)


def test_net_numbers_of_other_methods_have_no_duplicates():
    assert {row.place for row in held("citations_results")} == set(PLACES)
    assert {row.kind for row in held("citations_results")} == {"citation"}


def test_tool_and_people_share_the_exclusions():
    by_tool, by_hand = (
        Row("database", "dbr", "ta_exclude", True),
        Row("database", "dbr", "ta_exclude"),
    )
    assert BOXES["records_excluded_automation"].holds(by_tool)
    assert not BOXES["records_excluded_automation"].holds(by_hand)
    assert BOXES["records_excluded_human"].holds(by_hand)
    assert not BOXES["records_excluded_human"].holds(by_tool)


def test_swapped_lanes_of_a_mixed_report_keep_every_number_right():
    """The primary record came from citation searching and its duplicate from a database:
    the two swap lanes.
    """
    rows = [Row("citation", "dbr", "included"), Row("database", "oth", "duplicate")]
    numbers = {key: sum(BOXES[key].holds(row) for row in rows) for key in BOXES}
    assert (
        numbers["database_results"],
        numbers["duplicates"],
        numbers["dbr_included_reports"],
    ) == (1, 0, 1)
    assert (numbers["other_raw"], numbers["other_duplicates"], numbers["citations_results"]) == (
        1,
        1,
        0,
    )
