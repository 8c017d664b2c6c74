"""The history page tells what happened, and no judgement of others before a record is decided."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

import screening.actions
from screening.actions.voting import cast_vote
from screening.web.events import VERBS
from tests.builders import make_cast, make_record

pytestmark = pytest.mark.django_db


def read(client, user, review):
    client.force_login(user)
    return client.get(reverse("history", kwargs={"review_id": review.pk})).content.decode()


def test_vote_of_another_shows_only_once_both_decided(client):
    cast = make_cast()
    record = make_record(cast.review, title="外泌体与骨形成")
    vote = {"review": cast.review, "record_id": record.pk, "stage": "title-abstract", "verdict": "exclude"}
    cast_vote(by=cast.first, key=uuid4(), **vote)
    for user in (cast.second, cast.lead, cast.adjudicator, cast.observer):
        assert "外泌体与骨形成" not in read(client, user, cast.review)
    assert "外泌体与骨形成" in read(client, cast.first, cast.review)
    cast_vote(by=cast.second, key=uuid4(), **vote)
    assert read(client, cast.observer, cast.review).count("外泌体与骨形成") == 2


def test_every_verb_that_actions_log_has_words():
    folder = Path(screening.actions.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    logged = set(re.findall(r'verb="([a-z_]+)"', text)) - {"delete_review"}
    assert logged - set(VERBS) == set()
