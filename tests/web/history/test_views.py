"""The history page tells what happened, and no judgement of others before a record is decided."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

import screening.actions
from screening import tasks
from screening.actions.history.history_hashing import seal_review
from screening.actions.screening.notes import write_note
from screening.actions.screening.voting import cast_vote
from screening.models import Event, Job, Vote
from screening.web.history.event_words import VERBS
from tests.builders import make_cast, make_record

pytestmark = pytest.mark.django_db


def read(client, user, review):
    client.force_login(user)
    return client.get(reverse("history", kwargs={"review_id": review.pk})).content.decode()


def test_history_names_people_as_the_conflicts_do_where_the_review_hides_names(client):
    cast = make_cast(show_names=False)
    record = make_record(cast.review, title="外泌体与骨形成")
    vote = {"review": cast.review, "record_id": record.pk, "stage": "title-abstract"}
    cast_vote(by=cast.first, key=uuid4(), verdict="include", **vote)
    cast_vote(by=cast.second, key=uuid4(), verdict="exclude", **vote)
    codes = dict(cast.review.memberships.values_list("user", "code"))
    of_record = reverse("record", kwargs={"review_id": cast.review.pk, "record_id": record.pk})
    for page in (
        read(client, cast.adjudicator, cast.review),
        client.get(of_record).content.decode(),
    ):
        assert "Rosa" not in page
        assert "Ren 任" not in page
        for person in (cast.first, cast.second):
            assert f"<strong>{codes[person.pk]}</strong>" in page
    assert "Rosa" in read(client, cast.first, cast.review)
    type(cast.review).objects.update(show_names=True)
    assert "<strong>Ren 任</strong>" in read(client, cast.adjudicator, cast.review)


def test_vote_of_another_shows_only_once_both_decided(client):
    cast = make_cast()
    record = make_record(cast.review, title="外泌体与骨形成")
    vote = {
        "review": cast.review,
        "record_id": record.pk,
        "stage": "title-abstract",
        "verdict": "exclude",
    }
    cast_vote(by=cast.first, key=uuid4(), **vote)
    for user in (cast.second, cast.lead, cast.adjudicator, cast.observer):
        assert "外泌体与骨形成" not in read(client, user, cast.review)
    assert "外泌体与骨形成" in read(client, cast.first, cast.review)
    cast_vote(by=cast.second, key=uuid4(), **vote)
    assert read(client, cast.observer, cast.review).count("外泌体与骨形成") == 2


def test_every_verb_that_actions_log_has_words():
    folder = Path(screening.actions.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    logged = set(re.findall(r'verb="([a-z_]+)"', text)) - {"delete_review"}
    assert logged - set(VERBS) == set()


def test_note_that_is_not_shared_shows_to_nobody_else(client):
    cast = make_cast()
    record = make_record(cast.review)
    for shared, text in ((False, "只给自己"), (True, "给大家")):
        who = cast.first if shared else cast.second
        write_note(
            by=who,
            review=cast.review,
            record_id=record.pk,
            stage="title-abstract",
            text=text,
            shared=shared,
        )
    for user in (cast.first, cast.second):
        cast_vote(
            by=user,
            review=cast.review,
            record_id=record.pk,
            stage="title-abstract",
            verdict="include",
            key=uuid4(),
        )
    assert "给大家" in read(client, cast.lead, cast.review)
    assert "只给自己" not in read(client, cast.lead, cast.review)
    assert "只给自己" in read(client, cast.second, cast.review)


def test_check_of_the_history_tells_what_is_wrong_but_no_votes(client):
    cast = make_cast()
    rows = [make_record(cast.review) for _ in range(3)]
    cast_vote(
        by=cast.first,
        review=cast.review,
        record_id=rows[0].pk,
        stage="title-abstract",
        verdict="include",
        key=uuid4(),
    )
    seal_review(cast.review, timedelta(0))
    client.force_login(cast.lead)
    here = {"review_id": cast.review.pk}

    def checked() -> str:
        client.post(reverse("history-check", kwargs=here))
        tasks.run_job(Job.objects.get(kind="verify", state="queued").pk)
        return client.get(reverse("history", kwargs=here)).content.decode()

    Vote.objects.filter(record=rows[0]).update(verdict="exclude")
    page = checked()
    assert "with the history" in page
    assert f"Vote {Vote.objects.get().pk}" not in page
    Vote.objects.filter(record=rows[0]).update(verdict="include")
    Event.objects.filter(verb="vote").update(stage="full-text")
    page = checked()
    assert "of the history is not what was sealed" in page
