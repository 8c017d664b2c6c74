"""Reads whose SQL is made once give what the ORM gives."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Exists, QuerySet
from django.test.utils import CaptureQueriesContext

from screening.models import Event, Membership, Note, Record, Vote
from screening.queries.prepared_statements import ID, KEY, TEXT, prepared
from tests.builders import Cast, join, make_cast, make_record, make_review, make_user

pytestmark = pytest.mark.django_db


@prepared
def records(review: Any = ID, language: Any = TEXT, key: Any = KEY) -> QuerySet[Record]:
    """Records in a language, with whether a key was used and whether there is a note."""
    notes = Note.objects.filter(record=review)
    found = Record.objects.filter(review=review, language=language).order_by("-pk")
    return found.annotate(used=Exists(Event.objects.filter(key=key)), noted=Exists(notes))


@prepared
def members(review: Any = ID, user: Any = ID) -> QuerySet[Membership]:
    """The membership with its review, and little of it."""
    return (
        Membership.objects.select_related("review")
        .filter(review=review, user=user)
        .only("leads", "review__seed")
    )


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    for title in ("骨骼肌外泌体", "成骨分化"):
        make_record(made.review, title=title, language="zh", authors=["张三"], keywords=["外泌体"])
    make_record(made.review, title="Exosomes", language="en")
    return made


def test_rows_are_those_of_the_orm_each_time_anew(cast: Cast) -> None:
    used, other = uuid4(), make_review()
    Event.objects.create(review=cast.review, verb="vote", key=used, at=cast.review.created_at)
    make_record(other, title="别的综述", language="zh")
    for review, language, key in (
        (cast.review, "zh", used),
        (cast.review, "en", uuid4()),
        (other, "zh", uuid4()),
    ):
        found = records(review=review.pk, language=language, key=key)
        expected = list(Record.objects.filter(review=review, language=language).order_by("-pk"))
        assert [vars(r)["title"] for r in found] == [r.title for r in expected]
        assert [(r.authors, r.keywords, r.created_at) for r in found] == [
            (r.authors, r.keywords, r.created_at) for r in expected
        ]
        assert {(r.used, r.noted) for r in found} == {(key == used, False)}


def test_related_rows_come_along_and_the_rest_when_asked_for(cast: Cast) -> None:
    join(cast.review, user := make_user(), "reviewer")
    with CaptureQueriesContext(connection) as queries:
        [member] = members(review=cast.review.pk, user=user.pk)
        assert (member.leads, member.review.seed) == (False, cast.review.seed)
    assert len(queries) == 1
    assert member.reviews
    assert members(review=cast.review.pk, user=cast.outsider.pk) == []


def test_objects_can_be_changed_and_saved(cast: Cast) -> None:
    [record] = records(review=cast.review.pk, language="en", key=uuid4())
    record.title = "外泌体"
    record.save(update_fields=["title"])
    assert Record.objects.get(pk=record.pk).title == "外泌体"
    assert not Vote.objects.filter(record=record).exists()


def test_every_argument_is_wanted(cast: Cast) -> None:
    with pytest.raises(KeyError):
        members(review=cast.review.pk)
