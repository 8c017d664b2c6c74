"""One vote on many records: each by the rules of a single vote, taken back as a whole,
once however often it is sent.
"""

from uuid import uuid4

import pytest

from screening.actions.screening.bulk_voting import key_of, undo_many, vote_on_many
from screening.actions.screening.voting import cast_vote
from screening.models import Event, Standing, Vote
from tests.builders import Cast, make_record

TA = "title-abstract"


@pytest.fixture
def many(cast: Cast) -> list[int]:
    return [make_record(cast.review, title=f"Acne in mice {n}").pk for n in range(4)]


def act(cast: Cast, ids: list[int], key: object = None, verdict: str = "exclude") -> object:
    return vote_on_many(
        by=cast.first,
        review=cast.review,
        stage=TA,
        record_ids=ids,
        verdict=verdict,
        key=key or uuid4(),
    )


def test_each_record_gets_a_vote_of_its_own_with_its_line_in_the_history(
    cast: Cast, many: list[int]
) -> None:
    done = act(cast, many)
    assert (done.voted, sum(done.refused.values())) == (4, 0)
    assert set(
        Vote.objects.filter(user=cast.first, verdict="exclude").values_list("record_id", flat=True)
    ) == set(many)
    assert Event.objects.filter(verb="vote", record__in=many).count() == 4


def test_what_a_rule_refuses_is_counted_and_the_rest_stands(cast: Cast, many: list[int]) -> None:
    cast_vote(
        by=cast.first,
        review=cast.review,
        record_id=many[0],
        stage=TA,
        verdict="include",
        key=uuid4(),
    )
    done = act(cast, many)
    assert (done.voted, dict(done.refused)) == (3, {"elsewhere": 1})
    assert Vote.objects.get(record=many[0]).verdict == "include", (
        "a vote from before is not overwritten"
    )


def test_the_same_act_sent_twice_is_one(cast: Cast, many: list[int]) -> None:
    key = uuid4()
    first, second = act(cast, many, key), act(cast, many, key)
    assert first.act == second.act
    assert Event.objects.filter(verb="vote").count() == 4


def test_an_act_is_taken_back_as_a_whole_but_for_votes_changed_since(
    cast: Cast, many: list[int]
) -> None:
    done = act(cast, many)
    cast_vote(
        by=cast.first, review=cast.review, record_id=many[1], stage=TA, verdict="maybe", key=uuid4()
    )
    undone = undo_many(by=cast.first, act=done.act)
    assert undone.voted == 3
    assert list(Vote.objects.values_list("record_id", "verdict")) == [(many[1], "maybe")]
    assert undo_many(by=cast.first, act=done.act).voted == 0, "a second time nothing is left"
    assert act(cast, many, done.act.key).voted == 0, (
        "sent again from an old page, it does not come back"
    )


def test_what_is_decided_and_was_seen_stays(cast: Cast, many: list[int]) -> None:
    done = act(cast, many)
    for record in many[:2]:
        cast_vote(
            by=cast.second,
            review=cast.review,
            record_id=record,
            stage=TA,
            verdict="exclude",
            key=uuid4(),
        )
    Standing.objects.filter(record=many[0]).update(fresh=False)
    undone = undo_many(by=cast.first, act=done.act)
    assert (undone.voted, dict(undone.refused)) == (3, {"settled": 1})


def test_keys_of_an_act_tell_records_and_acts_apart(cast: Cast, many: list[int]) -> None:
    one, other = act(cast, many[:1]).act, act(cast, many[1:2]).act
    assert len({key_of(one, many[0]), key_of(one, many[1]), key_of(other, many[0])}) == 3
