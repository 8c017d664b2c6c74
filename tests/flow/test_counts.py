"""Numbers from grouped rows."""

import json

import pytest

from screening.flow.counts import Flow, Studies, Tally, count
from screening.flow.identities import check
from tests.flow.flows import make_flow


def test_equal_groups_of_several_queries_are_summed():
    row = Tally("中国知网", "database", "dbr", "included", 2)
    flow = count([row, row])
    assert (flow["database_results"], flow["new_reports"], flow.sources) == (4, 4, {"中国知网": 4})


def test_reasons_come_most_frequent_first():
    rows = [
        Tally("A", "database", "dbr", "ft_exclude", n, reason)
        for reason, n in (("少", 1), ("多", 5), ("中", 3))
    ]
    flow = count(rows)
    assert list(flow.dbr_excluded.items()) == [("多", 5), ("中", 3), ("少", 1)]
    assert flow["dbr_excluded"] == 9


def test_nothing_gives_zero_everywhere():
    flow = count([])
    assert set(flow.numbers.values()) == {0}
    assert flow.complete
    assert check(flow.to_json()) == []


def test_waiting_reports_make_a_draft():
    flow = count(
        [
            Tally("A", "database", "dbr", "await_ta", 2),
            Tally("W", "website", "oth", "await_retrieval", 1),
        ]
    )
    assert not flow.complete
    assert flow.awaiting == {"records_awaiting_screening": 2, "other_awaiting_retrieval": 1}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (Tally("A", "library", "dbr", "auto", 1), "unknown kind 'library'"),
        (Tally("A", "database", "db", "auto", 1), "unknown lane 'db'"),
        (Tally("A", "database", "dbr", "lost", 1), "unknown position 'lost'"),
    ],
)
def test_unknown_words_are_refused(row, message):
    with pytest.raises(ValueError, match=message):
        count([row])


def test_studies_come_from_links_and_the_previous_version():
    flow = count(
        [],
        Studies(
            new=3,
            new_reports=4,
            reports_of_previous=1,
            previous=10,
            previous_reports=12,
            removed=1,
            removed_reports=2,
            total_studies_ma=7,
        ),
    )
    assert (flow["total_studies"], flow["total_reports"], flow["total_studies_ma"]) == (12, 15, 7)
    assert "total_reports_ma" not in flow.numbers


def test_published_flow_is_read_back_the_same():
    flow = make_flow(other=True, updated=True, waiting=3)
    assert Flow.from_snapshot(json.loads(json.dumps(flow.to_snapshot()))) == flow
