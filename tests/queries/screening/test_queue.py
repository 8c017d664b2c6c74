"""What waits for me, in every order; never what is not mine."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from screening.actions.screening.voting import cast_vote
from screening.models import Membership, Record, StageSetting, Standing, User
from screening.queries.access.authorization import Access, access_review
from screening.queries.screening.queue import (
    SHUFFLES,
    next_ids,
    open_setting,
    progress,
    waiting_records,
)
from tests.builders import Cast, make_record

TA = "title-abstract"


def door(cast: Cast, user: User) -> Access:
    return access_review(user, cast.review.pk)


def ids(cast: Cast, user: User, order: str = "imported", seed: int = 0, **more: Any) -> list[int]:
    access = door(cast, user)
    return next_ids(access, open_setting(access, TA), order, seed, **more)


def vote(cast: Cast, by: User, record: Record) -> None:
    cast_vote(
        by=by, review=cast.review, record_id=record.pk, stage=TA, verdict="include", key=uuid4()
    )


def test_queue_offers_what_waits_for_me_only(cast: Cast) -> None:
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    mine, voted, full, open_still = (make_record(cast.review) for _ in range(4))
    make_record(cast.review, place="ta_exclude")
    make_record(cast.review, place="duplicate", primary=mine)
    vote(cast, cast.first, voted)
    vote(cast, cast.second, full)
    vote(cast, cast.adjudicator, full)
    vote(cast, cast.second, open_still)
    assert ids(cast, cast.first) == [mine.pk, open_still.pk]
    assert progress(door(cast, cast.first), open_setting(door(cast, cast.first), TA)) == {
        "done": 1,
        "left": 2,
        "all": 3,
    }


def test_queue_of_a_closed_stage_is_empty(cast: Cast) -> None:
    make_record(cast.review)
    StageSetting.objects.update(closed_at=timezone.now())
    assert ids(cast, cast.first) == []


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("imported", [0, 1, 2, 3]),
        ("newest", [2, 0, 3, 1]),
        ("title", [3, 0, 2, 1]),
        ("nonsense", [0, 1, 2, 3]),
    ],
)
def test_queue_has_its_orders(cast: Cast, order: str, expected: list[int]) -> None:
    rows = [(2019, "chen"), (None, "zhang"), (2024, "li"), (2018, "an")]
    made = [make_record(cast.review, year=year, title_sort=sort) for year, sort in rows]
    assert ids(cast, cast.first, order) == [made[n].pk for n in expected]


def test_random_order_is_the_same_for_a_seed_and_another_for_another(cast: Cast) -> None:
    for number in range(20):
        make_record(cast.review, shuffle=number * SHUFFLES // 20)
    first = ids(cast, cast.first, "random", 1, count=20)
    assert first == ids(cast, cast.second, "random", 1, count=20)
    assert sorted(first) == sorted(ids(cast, cast.first, "random", 5, count=20))
    assert first != ids(cast, cast.first, "random", 5, count=20)


def test_queue_leaves_out_what_the_page_has(cast: Cast) -> None:
    made = [make_record(cast.review) for _ in range(4)]
    assert ids(cast, cast.first, but=[made[0].pk, made[2].pk]) == [made[1].pk, made[3].pk]


def test_queue_follows_a_record_that_needs_more_votes(cast: Cast) -> None:
    record = make_record(cast.review)
    Standing.objects.create(review=cast.review, record=record, stage=TA, needed=1, votes=1)
    access = door(cast, cast.first)
    assert not waiting_records(access, open_setting(access, TA)).exists()
