"""Reading events from files."""

import pytest

from screening.replay import events
from screening.replay.events import HistoryError, Undo, expand, parse, standing
from screening.replay.vectors import read


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["C1..C3", "P7"], ("C1", "C2", "C3", "P7")),
        (["C08..C10"], ("C08", "C09", "C10")),
        (["记录9..记录11"], ("记录9", "记录10", "记录11")),
        (["C1..3"], ("C1", "C2", "C3")),
        ("P1..P2", ("P1", "P2")),
        ([], ()),
    ],
)
def test_ranges_are_written_out(given, names):
    assert expand(given) == names


@pytest.mark.parametrize("bad", ["C1..P3", "C5..C3"])
def test_range_with_ends_that_do_not_match_is_refused(bad):
    with pytest.raises(HistoryError, match="not a range"):
        expand([bad])


def test_range_that_would_fill_the_memory_is_refused(monkeypatch):
    with pytest.raises(HistoryError, match="more than 1,000,000 records"):
        expand("P1..P1000001")
    monkeypatch.setattr(events, "MOST", 3)
    assert expand("P1..P3") == ("P1", "P2", "P3")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"id": "e9", "type": "vote"}, "e9: unknown type 'vote'"),
        ({"id": "e9", "type": "merge"}, "e9: merge without 'records'"),
        ({"id": "e9", "type": "reopen", "stage": "XX", "records": ["a"]}, "e9: unknown stage 'XX'"),
        (
            {
                "id": "e9",
                "type": "decide",
                "stage": "TA",
                "by": "A",
                "records": ["a"],
                "decision": "inculde",
            },
            "e9: unknown decision 'inculde'",
        ),
        (
            {"id": "e9", "type": "import", "source": "S", "records": ["a"], "version": "two"},
            "e9: version",
        ),
    ],
)
def test_unreadable_event_is_named(raw, message):
    with pytest.raises(HistoryError, match=message):
        parse(raw)


def test_same_id_twice_is_refused():
    twice = [{"id": "e1", "type": "undo", "of": "e0"}] * 2
    with pytest.raises(HistoryError, match="used twice"):
        read(twice)


def test_undo_of_an_undo_restores():
    events = [parse({"id": "a", "type": "merge", "records": ["x"]}), Undo("b", "a"), Undo("c", "b")]
    assert [e.id for e in standing(events)] == ["a"]
    assert standing(events[:2]) == []
