"""Removing a member: what becomes of their open votes and of what was dealt to them.
Nothing waits for ever.
"""

from typing import Any
from uuid import uuid4

import pytest

from screening.actions.access.members import LastLead, change_roles, end_membership
from screening.actions.screening.assignment import deal
from screening.actions.screening.offboarding import HAND_OVER, KEEP, WITHDRAW, remove_member
from screening.actions.screening.stages import StageRefused
from screening.actions.screening.voting import Refused, cast_vote
from screening.models import Assignment, Event, Membership, Notice, Record, Standing, User, Vote
from screening.queries.access.authorization import access_review
from screening.queries.screening.queue import open_setting, waiting_records
from tests.builders import Cast, join, make_record, make_user

TA = "title-abstract"


@pytest.fixture
def third(cast: Cast) -> User:
    """One more reviewer."""
    user = make_user("Tang 唐")
    join(cast.review, user, "reviewer")
    return user


def vote(cast: Cast, by: User, record: Record, verdict: str = "include") -> Vote:
    return cast_vote(
        by=by, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4()
    )


def remove(cast: Cast, user: User, **more: Any) -> Membership:
    return remove_member(by=cast.lead, member=cast.review.memberships.get(user=user), **more)


def waits_for(cast: Cast, user: User) -> set[int]:
    access = access_review(user, cast.review.pk)
    return set(waiting_records(access, open_setting(access, TA)).values_list("pk", flat=True))


def dealt(record: Record) -> set[int]:
    return set(Assignment.objects.filter(record=record).values_list("user", flat=True))


def test_kept_votes_count_on(cast: Cast) -> None:
    record = make_record(cast.review)
    vote(cast, cast.first, record)
    remove(cast, cast.first, open_votes=KEEP)
    vote(cast, cast.second, record)
    assert Standing.objects.get(record=record).outcome == "include"
    assert [e.verb for e in Event.objects.order_by("pk")] == ["vote", "remove_member", "vote"]


def test_withdrawn_votes_are_cast_by_others(cast: Cast, third: User) -> None:
    record, decided = make_record(cast.review), make_record(cast.review)
    for user, on in ((cast.first, record), (cast.first, decided), (cast.second, decided)):
        vote(cast, user, on, "exclude")
    remove(cast, cast.first, open_votes=WITHDRAW)
    assert set(Vote.objects.values_list("user", "record")) == {
        (cast.first.pk, decided.pk),
        (cast.second.pk, decided.pk),
    }
    assert Event.objects.get(verb="withdraw_vote").data["before"] == {
        "verdict": "exclude",
        "reason": None,
    }
    for user in (cast.second, third):
        vote(cast, user, record)
    assert Standing.objects.get(record=record).outcome == "include"


def test_what_was_dealt_is_free_for_everybody(cast: Cast, third: User) -> None:
    untouched, voted = make_record(cast.review), make_record(cast.review)
    deal(by=cast.lead, review=cast.review, stage=TA, people=[cast.first, cast.second])
    vote(cast, cast.first, voted)
    remove(cast, cast.first)
    assert (dealt(untouched), dealt(voted)) == (set(), {cast.first.pk, cast.second.pk})
    assert waits_for(cast, third) == {untouched.pk}
    assert waits_for(cast, cast.second) == {untouched.pk, voted.pk}


def test_hand_over_gives_what_was_dealt_to_the_successor(cast: Cast, third: User) -> None:
    untouched, voted = make_record(cast.review), make_record(cast.review)
    deal(by=cast.lead, review=cast.review, stage=TA, people=[cast.first, cast.second])
    vote(cast, cast.first, voted)
    remove(cast, cast.first, open_votes=HAND_OVER, successor=third)
    assert dealt(untouched) == dealt(voted) == {third.pk, cast.second.pk}
    assert waits_for(cast, third) == {untouched.pk, voted.pk}
    assert Notice.objects.get(user=third, kind="dealt").data == {"records": 2}


def test_hand_over_to_one_of_the_pair_frees_the_record(cast: Cast, third: User) -> None:
    record = make_record(cast.review)
    deal(by=cast.lead, review=cast.review, stage=TA, people=[cast.first, cast.second])
    remove(cast, cast.first, open_votes=HAND_OVER, successor=cast.second)
    assert dealt(record) == set()
    assert waits_for(cast, third) == {record.pk}


@pytest.mark.parametrize("successor", ["nobody", "the person", "observer"])
def test_hand_over_to_nobody_who_reviews_is_refused_and_changes_nothing(
    cast: Cast, successor: str
) -> None:
    vote(cast, cast.first, make_record(cast.review))
    heir = {"nobody": None, "the person": cast.first, "observer": cast.observer}[successor]
    with pytest.raises(StageRefused, match="voters"):
        remove(cast, cast.first, open_votes=HAND_OVER, successor=heir)
    assert Membership.objects.get(user=cast.first).ended_at is None
    assert (Vote.objects.count(), Event.objects.count()) == (1, 1)


def test_last_lead_stays_with_all_votes(cast: Cast) -> None:
    Membership.objects.filter(user=cast.lead).update(reviews=True)
    vote(cast, cast.lead, make_record(cast.review))
    with pytest.raises(LastLead):
        remove(cast, cast.lead, open_votes=WITHDRAW)
    assert (Vote.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize("how", ["leaves", "no longer reviews"])
def test_nothing_waits_for_who_left_or_no_longer_reviews(cast: Cast, third: User, how: str) -> None:
    record = make_record(cast.review)
    deal(by=cast.lead, review=cast.review, stage=TA, people=[cast.first, cast.second])
    member = cast.review.memberships.get(user=cast.first)
    if how == "leaves":
        end_membership(by=cast.first, member=member)
    else:
        change_roles(by=cast.lead, member=member, leads=False, reviews=False, adjudicates=True)
    assert waits_for(cast, third) == {record.pk}


def test_vote_of_a_removed_member_is_refused_and_changes_nothing(cast: Cast) -> None:
    record = make_record(cast.review)
    remove(cast, cast.first)
    before = list(Event.objects.values())
    with pytest.raises(Refused, match="member"):
        vote(cast, cast.first, record)
    assert (Vote.objects.count(), Standing.objects.count(), list(Event.objects.values())) == (
        0,
        0,
        before,
    )
