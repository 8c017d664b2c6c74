"""Conflicts: a reason settles by its own button, a slip is taken back for ten minutes,
and a comment tells whom it calls.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.actions.screening.adjudication import discuss
from screening.actions.screening.notes import comment
from screening.actions.screening.voting import cast_vote
from screening.models import Criterion, Notice, Reason, Record, Settlement
from screening.queries.screening.discussion import mentioned
from tests.builders import Cast, make_record, make_user

TA = "title-abstract"


@pytest.fixture
def reasons(cast: Cast) -> list[Reason]:
    made = [
        Reason.objects.create(
            review=cast.review, stage=TA, label_en=name, label_zh=name, position=n
        )
        for n, name in enumerate(("Animals", "Design", "Outcome"))
    ]
    cast.review.stages.update(reason_required=True)
    Criterion.objects.create(review=cast.review, stage=TA, text_en="Adults with nodules")
    return made


@pytest.fixture
def conflict(cast: Cast, reasons: list[Reason]) -> Record:
    return disagree(cast, reasons[2].pk)


def disagree(cast: Cast, reason: int | None) -> Record:
    record = make_record(cast.review, title="骨骼肌外泌体")
    vote = {"review": cast.review, "record_id": record.pk, "stage": TA}
    cast_vote(by=cast.first, verdict="include", key=uuid4(), **vote)
    cast_vote(by=cast.second, verdict="exclude", reason_id=reason, key=uuid4(), **vote)
    return record


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(cast: Cast, **query: Any) -> str:
    return (
        signed_in(cast.adjudicator)
        .get(reverse("conflicts", args=[cast.review.pk, TA]), query)
        .content.decode()
    )


def test_the_reasons_of_the_two_come_first_with_their_numbers_of_the_protocol(
    cast: Cast, conflict: Record
) -> None:
    shown = page(cast)
    assert re.findall(r'data-reason="(\d)"', shown) == ["3", "1", "2"]
    assert "Adults with nodules" in shown, "criteria stand beside, judged or not"


def test_the_button_of_a_reason_settles(
    cast: Cast, conflict: Record, reasons: list[Reason]
) -> None:
    where = reverse("settle", args=[cast.review.pk, TA, conflict.pk])
    signed_in(cast.adjudicator).post(where, {"exclude_for": reasons[1].pk})
    made = Settlement.objects.get()
    assert (made.verdict, made.reason) == ("exclude", reasons[1])


def test_my_last_decision_can_be_undone_for_ten_minutes_on_this_page(
    cast: Cast, conflict: Record
) -> None:
    adjudicator = signed_in(cast.adjudicator)
    adjudicator.post(
        reverse("settle", args=[cast.review.pk, TA, conflict.pk]), {"verdict": "include"}
    )
    made = Settlement.objects.get()
    offer = f'name="settlements" value="{made.pk}"'
    page(cast)  # takes the message of the moment away
    assert offer in page(cast)
    Settlement.objects.update(settled_at=timezone.now() - timedelta(minutes=11))
    assert offer not in page(cast)


def test_a_comment_tells_whom_it_calls_and_those_concerned_but_nobody_who_may_not_read_it(
    cast: Cast, conflict: Record
) -> None:
    discuss(by=cast.adjudicator, review=cast.review, record_id=conflict.pk, stage=TA)
    Notice.objects.all().delete()
    text = f"@{cast.second.name} @{cast.observer.name} 请再看一遍方法部分"
    comment(by=cast.first, review=cast.review, record_id=conflict.pk, stage=TA, text=text)
    told = set(Notice.objects.values_list("user__name", "kind"))
    assert told == {(cast.second.name, "mention")}, (
        "an observer may not read a discussion, so is told nothing"
    )
    comment(
        by=cast.adjudicator, review=cast.review, record_id=conflict.pk, stage=TA, text="See page 3."
    )
    told = set(Notice.objects.filter(kind="comment").values_list("user__name", flat=True))
    assert told == {cast.first.name, cast.second.name}


def test_where_names_are_hidden_people_are_called_by_their_codes(
    cast: Cast, conflict: Record
) -> None:
    cast.review.show_names = False
    cast.review.save()
    discuss(by=cast.adjudicator, review=cast.review, record_id=conflict.pk, stage=TA)
    Notice.objects.all().delete()
    code = cast.review.memberships.get(user=cast.second).code
    comment(by=cast.first, review=cast.review, record_id=conflict.pk, stage=TA, text=f"@{code}?")
    notice = Notice.objects.get(kind="mention")
    assert notice.user == cast.second
    assert notice.data["by"] == cast.review.memberships.get(user=cast.first).code


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Ann look", ["Ann"]),
        ("@anna, look", ["Anna"]),
        ("@Annabel is nobody here", []),
        ("write to ann@example.org", []),
        ("请＠任静看看", ["任静"]),
        ("@任静@Ann", ["任静", "Ann"]),
        ("@", []),
    ],
)
def test_names_in_a_text(db: None, text: str, called: list[str]) -> None:
    people = {name: make_user(name=name) for name in ("Ann", "Anna", "任静")}
    assert [user.name for user in mentioned(text, people.items())] == called


def test_discussion_stands_above_the_fields_of_the_record(cast: Cast, conflict: Record) -> None:
    discuss(by=cast.adjudicator, review=cast.review, record_id=conflict.pk, stage=TA)
    shown = (
        signed_in(cast.first)
        .get(reverse("record", args=[cast.review.pk, conflict.pk]))
        .content.decode()
    )
    assert (
        shown.index('id="talk-title-abstract"')
        < shown.index('id="report"')
        < shown.index('id="sources"')
    )
    others = (
        signed_in(cast.observer)
        .get(reverse("record", args=[cast.review.pk, conflict.pk]))
        .content.decode()
    )
    assert "talk-title-abstract" not in others
