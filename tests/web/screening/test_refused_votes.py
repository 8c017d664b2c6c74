"""Votes and settlements that may not be, as whole requests: each has its own answer,
and leaves everything as it was.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.actions.screening.adjudication import settle
from screening.actions.screening.voting import cast_vote
from screening.models import (
    Event,
    Membership,
    Note,
    Record,
    Settlement,
    StageSetting,
    Standing,
    User,
    Vote,
)
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
    return [
        list(model.objects.order_by("pk").values())
        for model in (Vote, Standing, Settlement, Event, Record)
    ]


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
        cast_vote(
            by=user, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4()
        )


def test_third_vote(cast: Cast, record: Record) -> None:
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    voted(cast, record, "include", "exclude")
    assert answer_of(cast, cast.adjudicator, record) == (409, "full")


def test_vote_at_a_closed_stage(cast: Cast, record: Record) -> None:
    StageSetting.objects.filter(stage=TA).update(closed_at=timezone.now())
    assert answer_of(cast, cast.first, record) == (409, "closed")


def test_vote_for_somebody_else(cast: Cast, record: Record) -> None:
    for by in (cast.first, cast.adjudicator, cast.outsider):
        assert answer_of(cast, by, record, user=cast.second.pk) == (403, "other")


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
    settle(
        by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA, verdict="exclude"
    )
    before = everything()
    path = reverse(
        "settle", kwargs={"review_id": cast.review.pk, "stage": TA, "record_id": record.pk}
    )
    answer = client_of(cast.adjudicator).post(
        path, {"verdict": "include", "rationale": "doch"}, follow=True
    )
    assert "This conflict has already been resolved" in answer.content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("vote", {"record": 10**30}),
        ("clear-vote", {"record": str(2**63)}),
        ("note", {"record": 10**30, "text": "备注"}),
        ("labels", {"labels": [10**30]}),
        ("labels", {"labels": True}),
        ("labels", {"labels": 7}),
    ],
)
def test_numbers_and_kinds_that_no_page_sends(
    cast: Cast, record: Record, name: str, odd: dict[str, Any]
) -> None:
    before = everything()
    data = {"record": record.pk, "verdict": "include", "key": str(uuid4())} | odd
    path = reverse(name, kwargs={"review_id": cast.review.pk, "stage": TA})
    answer = client_of(cast.first).post(
        path, json.dumps(data), content_type="application/json", headers=JSON
    )
    assert (answer.status_code, everything()) == (400, before)


def test_body_that_is_nested_without_end(cast: Cast, record: Record) -> None:
    path = reverse("vote", kwargs={"review_id": cast.review.pk, "stage": TA})
    answer = client_of(cast.first).post(
        path, b"[" * 100_000, content_type="application/json", headers=JSON
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["见图\\ud842", "half \\ud83d of a sign", "𠮷野家"])
def test_note_with_half_a_character_does_not_hold_up_the_votes_behind_it(
    cast: Cast, record: Record, text: str
) -> None:
    path = reverse("note", kwargs={"review_id": cast.review.pk, "stage": TA})
    body = f'{{"record": {record.pk}, "key": "{uuid4()}", "text": "{text}", "shared": true}}'
    answer = client_of(cast.first).post(path, body, content_type="application/json", headers=JSON)
    assert answer.status_code == 200
    assert Note.objects.get().text == json.loads(f'"{text}"').encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("screen", "seed=" + "9" * 5000),
        ("screen-cards", "seed=" + "9" * 5000),
        ("screen-list", "seed=" + "9" * 5000),
        ("conflicts", "pair=1-" + "9" * 30),
        ("conflicts", "reason=" + "9" * 30),
        ("history", "record=" + "9" * 30),
    ],
)
def test_addresses_with_numbers_too_large(cast: Cast, name: str, query: str) -> None:
    where = {"review_id": cast.review.pk} | ({} if name == "history" else {"stage": TA})
    by = cast.adjudicator if name == "conflicts" else cast.first
    assert client_of(by).get(f"{reverse(name, kwargs=where)}?{query}").status_code == 200
