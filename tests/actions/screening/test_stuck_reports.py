"""A reviewer who leaves leaves nothing stuck: what nobody left can vote on is shown to the lead,
with what helps.
"""

from uuid import uuid4

import pytest
from django.urls import reverse

from screening.actions.records.record_edits import add_record
from screening.actions.screening.assignment import deal
from screening.actions.screening.offboarding import KEEP, WITHDRAW, remove_member
from screening.actions.screening.stages import StageRefused
from screening.actions.screening.stuck_reports import free_dealt, lower_votes
from screening.actions.screening.voting import cast_vote
from screening.actions.verification.verification import verify
from screening.models import Event, Record, StageSetting, Standing, User
from screening.queries.screening.stuck_reports import stuck
from screening.records.record import Record as Entry
from tests.actions.verification.test_verification import TA, say
from tests.builders import join, make_record, make_search, make_user

pytestmark = pytest.mark.django_db


def waiting(cast, number: int = 3) -> list[Record]:
    search = make_search(cast.review)
    return [
        add_record(by=cast.lead, search=search, entry=Entry(title=f"太极拳 {n}", language="zh"))
        for n in range(number)
    ]


def leave(cast, user: User, open_votes: str = KEEP) -> None:
    remove_member(
        by=cast.lead, member=cast.review.memberships.get(user=user), open_votes=open_votes
    )


def told(cast) -> dict[str, tuple[int, int, int]]:
    return {one.stage: (one.reports, one.dealt, one.lowered) for one in stuck(cast.review)}


def test_nothing_is_stuck_while_enough_people_screen(cast):
    waiting(cast)
    assert told(cast) == {}


def test_what_a_leaving_reviewer_has_not_voted_on_is_stuck_and_can_want_fewer_votes(cast):
    rows = waiting(cast)
    say(cast, rows[0], TA, "include")  # by the first, who leaves: one vote more is enough
    leave(cast, cast.first)
    assert told(cast) == {TA: (2, 0, 2)}
    with pytest.raises(StageRefused, match="reason"):
        lower_votes(by=cast.lead, review=cast.review, stage=TA, reason=" ")
    assert lower_votes(by=cast.lead, review=cast.review, stage=TA, reason="一人已离开") == 2
    assert told(cast) == {}
    assert StageSetting.objects.get(review=cast.review, stage=TA).votes_needed == 2
    event = Event.objects.get(verb="lower_votes")
    assert (event.stage, event.data) == (
        TA,
        {"records": [rows[1].pk, rows[2].pk], "note": "一人已离开"},
    )
    for row in rows:
        cast_vote(
            by=cast.second,
            review=cast.review,
            record_id=row.pk,
            stage=TA,
            verdict="include",
            key=uuid4(),
        )
    assert {Record.objects.get(pk=row.pk).place for row in rows} == {"await_retrieval"}
    assert verify(cast.review) == []
    with pytest.raises(StageRefused, match="records"):
        lower_votes(by=cast.lead, review=cast.review, stage=TA, reason="又一次")


def test_report_that_has_a_vote_of_who_stays_is_decided_by_it(cast):
    rows = waiting(cast, 1)
    cast_vote(
        by=cast.second,
        review=cast.review,
        record_id=rows[0].pk,
        stage=TA,
        verdict="exclude",
        key=uuid4(),
    )
    leave(cast, cast.first)
    assert told(cast) == {TA: (1, 0, 1)}
    lower_votes(by=cast.lead, review=cast.review, stage=TA, reason="一人已离开")
    assert Record.objects.get(pk=rows[0].pk).place == "ta_exclude"
    assert verify(cast.review) == []


def test_nobody_left_at_all_is_told_and_somebody_new_helps(cast):
    waiting(cast)
    leave(cast, cast.first)
    leave(cast, cast.second)
    assert told(cast) == {TA: (3, 0, 0)}
    with pytest.raises(StageRefused, match="records"):
        lower_votes(by=cast.lead, review=cast.review, stage=TA, reason="没有人了")
    for _ in range(2):
        join(cast.review, make_user(), "reviewer")
    assert told(cast) == {}


def test_withdrawn_votes_of_who_left_do_not_count(cast):
    rows = waiting(cast, 1)
    say(cast, rows[0], TA, "include")
    leave(cast, cast.first, WITHDRAW)
    assert told(cast) == {TA: (1, 0, 1)}


def test_dealt_reports_wait_for_people_who_can_vote_and_are_freed(cast):
    third = make_user()
    join(cast.review, third, "reviewer")
    waiting(cast)
    deal(by=cast.lead, review=cast.review, stage=TA, people=[cast.first, cast.second])
    cast.review.memberships.filter(user=cast.first).update(reviews=False)
    assert told(cast) == {TA: (3, 3, 3)}
    assert free_dealt(by=cast.lead, review=cast.review, stage=TA, reason="改为第三人") == 3
    assert told(cast) == {}


def test_language_that_too_few_read_is_told(cast):
    waiting(cast)
    StageSetting.objects.filter(review=cast.review, stage=TA).update(by_language=True)
    User.objects.filter(pk=cast.first.pk).update(reads=["en"])
    assert told(cast) == {TA: (3, 0, 3)}


def test_conflicts_and_decided_reports_are_not_stuck(cast):
    rows = waiting(cast, 2)
    say(cast, rows[0], TA, "include", "exclude")
    say(cast, rows[1], TA, "include", "include")
    leave(cast, cast.first)
    leave(cast, cast.second)
    assert told(cast) == {}
    assert Standing.objects.get(record=rows[0]).outcome == "conflict"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "no remaining reviewer can give"), ("zh-hans", "已无人能给出")]
)
def test_lead_sees_it_on_the_overview_and_acts_on_the_stages(cast, client, language, words):
    waiting(cast)
    leave(cast, cast.first)
    client.force_login(cast.lead)
    client.post(reverse("language"), {"language": language})
    for name in ("overview", "stages"):
        assert words in client.get(reverse(name, args=[cast.review.pk])).content.decode()
    client.post(reverse("stage-lower", args=[cast.review.pk, TA]), {"reason": "一人已离开"})
    for name in ("overview", "stages"):
        assert words not in client.get(reverse(name, args=[cast.review.pk])).content.decode()
    client.force_login(cast.second)
    make_record(cast.review)
    assert words not in client.get(reverse("overview", args=[cast.review.pk])).content.decode()
