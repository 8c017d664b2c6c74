"""Somebody asks by a program that a report be opened again; it is declined with a word, or opened."""

from uuid import uuid4

import pytest

from screening.actions.screening.voting import cast_vote
from screening.models import Vote
from tests.api.client import Program
from tests.builders import make_record

TA = "title-abstract"


@pytest.fixture
def decided(cast):
    """A report that both reviewers excluded."""
    record = make_record(cast.review, title="骨形成", place="await_ta")
    for user in (cast.first, cast.second):
        cast_vote(
            by=user,
            review=cast.review,
            record_id=record.pk,
            stage=TA,
            verdict="exclude",
            key=uuid4(),
        )
    return record


def ask(cast, record, text="请再看一次"):
    where = {"review_id": cast.review.pk, "record_id": record.pk, "stage": TA}
    return Program(cast.first).ask("ask_reopening", {"text": text}, **where)


def fix_votes(cast) -> None:
    """As when the outcome was looked at: nobody can change a vote any more."""
    Program(cast.first).get("list_visible_votes", review_id=cast.review.pk)


def test_asked_and_declined(cast, decided):
    fix_votes(cast)
    assert ask(cast, decided).status_code == 201
    adjudicator, here = Program(cast.adjudicator), {"review_id": cast.review.pk}
    [waiting] = adjudicator.get("list_reopening_requests", **here)["results"]
    assert (waiting["record"], waiting["text"], waiting["answer"]) == (
        decided.pk,
        "请再看一次",
        "open",
    )
    said = adjudicator.do(
        "decline_reopening", {"reply": "按方案处理"}, request_id=waiting["id"], **here
    )
    assert (said["answer"], said["reply"]) == ("declined", "按方案处理")
    assert adjudicator.get("list_reopening_requests", **here)["results"] == []


def test_opening_the_report_answers_it(cast, decided):
    fix_votes(cast)
    ask(cast, decided)
    adjudicator, here = Program(cast.adjudicator), {"review_id": cast.review.pk}
    body = {"votes": "again", "reason": "有理"}
    adjudicator.do("reopen_report", body, record_id=decided.pk, stage=TA, **here)
    assert adjudicator.get("list_reopening_requests", **here)["results"] == []
    assert not Vote.objects.filter(record=decided).exists()


def test_who_can_still_change_the_vote_need_not_ask(cast):
    record = make_record(cast.review, title="骨形成", place="await_ta")
    cast_vote(
        by=cast.first,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        verdict="exclude",
        key=uuid4(),
    )
    answer = ask(cast, record)
    assert (answer.status_code, answer.json()["code"]) == (409, "reopening.open")
