"""Numbers in the history of a loaded review are those of this installation."""

from screening.actions.archive.archive_tables import REFERRED, renumbered_event
from screening.models import Comment, Criterion, FullTextMark, Label, Reason, Record, User
from screening.replay.verbs import Kind

IDS = {
    User: {1: 11, 2: 12},
    Comment: {3: 13},
    FullTextMark: {4: 14},
    Label: {5: 15, 6: 16},
    Reason: {7: 17},
    Criterion: {8: 18},
    Record: {9: 19},
}


def test_every_kind_of_id_is_of_a_table():
    assert set(REFERRED) == set(Kind) - {Kind.TOLD, Kind.VALUES}


def test_people_comments_marks_and_labels_before_get_their_new_numbers():
    assert renumbered_event("take_back", {"heir": 1, "user": 2, "records_freed": 1}, IDS) == {
        "heir": 11,
        "user": 12,
        "records_freed": 1,
    }
    assert renumbered_event("comment", {"comment": 3}, IDS) == {"comment": 13}
    assert renumbered_event("mark_page", {"mark": 4, "page": 4}, IDS) == {"mark": 14, "page": 4}
    assert renumbered_event("labels", {"labels": [5], "before": [6]}, IDS) == {
        "labels": [15],
        "before": [16],
    }
    assert renumbered_event("deal", {"people": [1, 2], "each": 2}, IDS) == {
        "people": [11, 12],
        "each": 2,
    }
    assert renumbered_event(
        "adopt_decisions", {"decisions": {"Ren 任": 1, "x": "labels"}}, IDS
    ) == {"decisions": {"Ren 任": 11, "x": "labels"}}


def test_values_of_before_and_judgements_are_renumbered_and_texts_never():
    vote = {
        "verdict": "exclude",
        "reason": 7,
        "judgements": {"8": "met"},
        "before": {"verdict": "include", "reason": 7},
    }
    assert renumbered_event("vote", vote, IDS) == {
        "verdict": "exclude",
        "reason": 17,
        "judgements": {"18": "met"},
        "before": {"verdict": "include", "reason": 17},
    }
    assert renumbered_event("hand_over", {"reason": "7", "code": "A"}, IDS) == {
        "reason": "7",
        "code": "A",
    }


def test_event_of_a_verb_that_is_gone_is_read_by_its_names():
    assert renumbered_event("once_known", {"records": [9], "note": "9"}, IDS) == {
        "records": [19],
        "note": "9",
    }
