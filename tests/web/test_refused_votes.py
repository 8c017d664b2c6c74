"""Votes and settlements that may not be, as whole requests: each has its own answer, and leaves everything as it was."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.actions.settling import settle
from screening.actions.voting import cast_vote
from screening.models import Event, Membership, Record, Settlement, StageSetting, Standing, User, Vote
from tests.builders import Cast, make_record

TA = "title-abstract"
JSON = {"accept": "application/json"}


@pytest.fixture
def record(cast: Cast) -> Record:
    return make_record(cast.review)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def everything() -> list[list[dict[str, Any]]]:
    """All rows that a vote or a settlement touches."""
    return [list(model.objects.order_by("pk").values()) for model in (Vote, Standing, Settlement, Event, Record)]


def answer_of(cast: Cast, by: User, record: Record, **more: Any) -> tuple[int, str]:
    """Status and code of the answer to a vote; asserts that nothing changed."""
    before = everything()
    data = {"record": record.pk, "verdict": "include", "key": str(uuid4()), "seen": "none"} | more
    path = reverse("vote", kwargs={"review_id": cast.review.pk, "stage": TA})
    answer = client_of(by).post(path, data, headers=JSON)
    assert everything() == before
    return answer.status_code, answer.json()["code"]


def voted(cast: Cast, record: Record, *verdicts: str) -> None:
    for user, verdict in zip((cast.first, cast.second), verdicts, strict=False):
        cast_vote(by=user, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4())


def test_third_vote(cast: Cast, record: Record) -> None:
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    voted(cast, record, "include", "exclude")
    assert answer_of(cast, cast.adjudicator, record) == (409, "full")


def test_vote_at_a_closed_stage(cast: Cast, record: Record) -> None:
    StageSetting.objects.filter(stage=TA).update(closed_at=timezone.now())
    assert answer_of(cast, cast.first, record) == (409, "closed")


def test_vote_for_somebody_else(cast: Cast, record: Record) -> None:
    assert answer_of(cast, cast.first, record, user=cast.second.pk) == (403, "other")


@pytest.mark.parametrize(
    ("lose", "expected"),
    [
        (lambda members: members.update(ended_at=timezone.now()), (404, "member")),
        (lambda members: members.update(reviews=False), (403, "member")),
    ],
)
def test_vote_of_a_removed_member(
    cast: Cast, record: Record, lose: Callable[[Any], Any], expected: tuple[int, str]
) -> None:
    voted(cast, record, "include")
    lose(Membership.objects.filter(review=cast.review, user=cast.first))
    assert answer_of(cast, cast.first, record, verdict="exclude") == expected


def test_second_settlement(cast: Cast, record: Record) -> None:
    voted(cast, record, "include", "exclude")
    settle(by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA, verdict="exclude")
    before = everything()
    path = reverse("settle", kwargs={"review_id": cast.review.pk, "stage": TA, "record_id": record.pk})
    answer = client_of(cast.adjudicator).post(path, {"verdict": "include", "rationale": "doch"}, follow=True)
    assert "This conflict has been settled already" in answer.content.decode()
    assert everything() == before
