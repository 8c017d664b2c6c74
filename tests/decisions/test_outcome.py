"""From votes to outcome, policy P7."""

import pytest

from screening.decisions.outcome import Ballot, Rule, outcome

TITLE_ABSTRACT = Rule()
FULL_TEXT = Rule(lenient=False, reasons_must_agree=True)


@pytest.mark.parametrize(
    ("votes", "found"),
    [
        ("", "pending"),
        ("i", "pending"),
        ("ee", "exclude"),
        ("ii", "include"),
        ("im", "include"),
        ("mm", "include"),
        ("ie", "conflict"),
        ("me", "conflict"),
        ("iie", "conflict"),
        ("eee", "exclude"),
    ],
)
def test_outcome_at_title_and_abstract(votes, found):
    words = {"i": "include", "m": "maybe", "e": "exclude"}
    assert outcome([Ballot(words[vote]) for vote in votes], TITLE_ABSTRACT) == (found, "")


@pytest.mark.parametrize(
    ("ballots", "found"),
    [
        ([Ballot("exclude", "对象不符"), Ballot("exclude", "对象不符")], ("exclude", "对象不符")),
        ([Ballot("exclude", "对象不符"), Ballot("exclude", "设计不符")], ("conflict", "")),
        ([Ballot("include"), Ballot("maybe")], ("conflict", "")),
        ([Ballot("include"), Ballot("include")], ("include", "")),
    ],
)
def test_outcome_at_full_text(ballots, found):
    assert outcome(ballots, FULL_TEXT) == found


def test_different_reasons_at_title_and_abstract_still_exclude():
    assert outcome([Ballot("exclude", "a"), Ballot("exclude", "b")], TITLE_ABSTRACT) == (
        "exclude",
        "",
    )


def test_maybe_beside_an_include_is_a_conflict_where_the_review_wants_it():
    rule = Rule(maybe_conflicts=True)
    assert outcome([Ballot("include"), Ballot("maybe")], rule)[0] == "conflict"
    assert outcome([Ballot("include"), Ballot("include")], rule)[0] == "include"


def test_one_vote_settles_where_one_is_needed():
    assert outcome([Ballot("include")], Rule(needed=1)) == ("include", "")
