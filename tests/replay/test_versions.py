"""Differences between two versions."""

from screening.replay.counting import Row
from screening.replay.versions import Difference, differences


def row(record: str, place: str, reason: str = "") -> Row:
    return Row(record, record, "CNKI", "database", "dbr", place, reason)


def test_differences_name_what_came_went_and_moved():
    old = [
        row("a", "included"),
        row("b", "await_ft"),
        row("c", "ta_exclude"),
        row("d", "ft_exclude", "设计不符"),
    ]
    new = [
        row("a", "included"),
        row("b", "included"),
        row("d", "ft_exclude", "对象不符"),
        row("e", "duplicate"),
    ]
    assert list(differences(old, new)) == [
        Difference("b", "moved", ("await_ft", ""), ("included", "")),
        Difference("d", "moved", ("ft_exclude", "设计不符"), ("ft_exclude", "对象不符")),
        Difference("e", "added", ("", ""), ("duplicate", "")),
        Difference("c", "gone", ("ta_exclude", ""), ("", "")),
    ]


def test_equal_versions_have_no_differences():
    assert list(differences([row("a", "auto")], [row("a", "auto")])) == []
