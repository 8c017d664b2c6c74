"""Casting, changing and clearing votes: every rule that says no, and what a vote leaves behind."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.screening.adjudication import discuss, settle
from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.outcomes import restate
from screening.actions.screening.voting import NONE_SEEN, Refused, cast_vote, clear_vote
from screening.actions.verification.table_checks import VOTE
from screening.actions.verification.verification import verify
from screening.models import (
    Assignment,
    CalibrationRound,
    Event,
    Membership,
    Reason,
    Record,
    StageSetting,
    Standing,
    User,
    Vote,
)
from screening.queries.access.authorization import access_review
from screening.queries.screening import agreement
from tests.builders import Cast, make_record

TA, FT = "title-abstract", "full-text"


def vote(cast: Cast, by: User, record: Record, verdict: str = "include", **more: Any) -> Vote:
    values = {"stage": TA, "key": uuid4()} | more
    return cast_vote(by=by, review=cast.review, record_id=record.pk, verdict=verdict, **values)


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    votes, events = list(Vote.objects.values()), Event.objects.count()
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert (list(Vote.objects.values()), Event.objects.count()) == (votes, events)
    return caught.value.code


def place(record: Record) -> str:
    record.refresh_from_db()
    return record.place


def test_cast_vote_leaves_vote_event_and_standing(cast: Cast) -> None:
    record, key = make_record(cast.review), uuid4()
    vote(cast, cast.first, record, key=key)
    event = Event.objects.get(verb="vote")
    assert (event.key, event.actor, event.record_id, event.data["verdict"]) == (
        key,
        cast.first,
        record.pk,
        "include",
    )
    assert Standing.objects.values_list("votes", "outcome").get() == (1, "pending")
    assert place(record) == "await_ta"
    vote(cast, cast.second, record)
    assert Standing.objects.values_list("votes", "outcome").get() == (2, "include")
    assert place(record) == "await_retrieval"


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("include", "maybe"), "await_retrieval"),
        (("exclude", "exclude"), "ta_exclude"),
        (("include", "exclude"), "await_ta"),
    ],
)
def test_two_votes_move_the_record(cast: Cast, verdicts: tuple[str, str], expected: str) -> None:
    record = make_record(cast.review)
    for user, verdict in zip((cast.first, cast.second), verdicts, strict=True):
        vote(cast, user, record, verdict)
    assert place(record) == expected


def test_cast_vote_repeated_with_its_key_is_one_vote_and_one_event(cast: Cast) -> None:
    record, key = make_record(cast.review), uuid4()
    first = vote(cast, cast.first, record, key=key)
    StageSetting.objects.update(closed_at=timezone.now())
    assert vote(cast, cast.first, record, "exclude", key=key).pk == first.pk
    assert Vote.objects.values_list("verdict", flat=True).get() == "include"
    assert Event.objects.filter(verb="vote").count() == 1


def test_cast_vote_repeated_late_does_not_undo_what_came_after(cast: Cast) -> None:
    record, old, new = make_record(cast.review), uuid4(), uuid4()
    vote(cast, cast.first, record, key=old)
    vote(cast, cast.first, record, "exclude", key=new, seen=old)
    assert vote(cast, cast.first, record, key=old).verdict == "exclude"
    clear_vote(by=cast.first, review=cast.review, record_id=record.pk, stage=TA, key=uuid4())
    assert refusal(vote, cast, cast.first, record, key=old) == "elsewhere"
    assert not Vote.objects.exists()


def test_clear_vote_repeated_late_keeps_the_new_vote(cast: Cast) -> None:
    record, key = make_record(cast.review), uuid4()
    vote(cast, cast.first, record)
    assert clear_vote(by=cast.first, review=cast.review, record_id=record.pk, stage=TA, key=key)
    vote(cast, cast.first, record)
    assert not clear_vote(by=cast.first, review=cast.review, record_id=record.pk, stage=TA, key=key)
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("seen", [NONE_SEEN, UUID(int=7)])
def test_cast_vote_after_another_tab_voted_is_refused(cast: Cast, seen: UUID) -> None:
    record = make_record(cast.review)
    vote(cast, cast.first, record)
    assert refusal(vote, cast, cast.first, record, "exclude", seen=seen) == "elsewhere"


def test_cast_vote_third_is_refused(cast: Cast) -> None:
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    record = make_record(cast.review)
    vote(cast, cast.first, record)
    vote(cast, cast.second, record, "exclude")
    assert refusal(vote, cast, cast.adjudicator, record) == "full"


def test_cast_vote_at_a_closed_stage_is_refused(cast: Cast) -> None:
    StageSetting.objects.filter(stage=TA).update(closed_at=timezone.now())
    assert refusal(vote, cast, cast.first, make_record(cast.review)) == "closed"


def test_cast_vote_of_people_who_may_not_is_refused(cast: Cast) -> None:
    record = make_record(cast.review)
    Membership.objects.filter(user=cast.second).update(ended_at=timezone.now())
    for user in (cast.second, cast.lead, cast.observer, cast.outsider):
        assert refusal(vote, cast, user, record) == "member"


def test_cast_vote_on_a_record_of_another_review_is_refused(cast: Cast) -> None:
    record = make_record(cast.review)
    record.review = type(cast.review).objects.create(created_by=cast.lead)
    record.save()
    assert refusal(vote, cast, cast.first, record) == "record"


@pytest.mark.parametrize(
    ("verdict", "named", "code"),
    [
        ("exclude", None, "reason"),
        ("exclude", "other stage", "reason"),
        ("maybe", "right", "verdict"),
    ],
)
def test_cast_vote_at_full_text_needs_one_reason_of_the_stage(
    cast: Cast, verdict: str, named: str | None, code: str
) -> None:
    record = make_record(cast.review, place="await_ft")
    reasons = {
        "right": Reason.objects.create(review=cast.review, stage=FT, label_en="Wrong outcome")
    }
    reasons["other stage"] = Reason.objects.create(
        review=cast.review, stage=TA, label_en="Off topic"
    )
    reason_id = reasons[named].pk if named else None
    assert refusal(vote, cast, cast.first, record, verdict, stage=FT, reason_id=reason_id) == code


def at_full_text(cast: Cast) -> Record:
    record = make_record(cast.review)
    vote(cast, cast.first, record)
    vote(cast, cast.second, record)
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
    return record


def test_different_reasons_at_full_text_are_a_conflict(cast: Cast) -> None:
    record = at_full_text(cast)
    for user in (cast.first, cast.second):
        reason = Reason.objects.create(review=cast.review, stage=FT, label_en=str(user))
        vote(cast, user, record, "exclude", stage=FT, reason_id=reason.pk)
    assert Standing.objects.get(stage=FT).outcome == "conflict"


def test_cast_vote_before_the_text_is_found_is_refused_where_asked(cast: Cast) -> None:
    record = make_record(cast.review, place="await_retrieval")
    assert refusal(vote, cast, cast.first, record, stage=FT, retrieved_only=True) == "record"
    assert vote(cast, cast.first, record, stage=FT)


def test_vote_can_be_mended_until_somebody_has_looked(cast: Cast) -> None:
    record = make_record(cast.review)
    vote(cast, cast.first, record, "exclude")
    vote(cast, cast.second, record, "exclude")
    assert vote(cast, cast.second, record, "include").verdict == "include"
    outcomes_seen(cast.review)
    assert refusal(vote, cast, cast.second, record, "exclude") == "settled"
    assert refusal(
        clear_vote, by=cast.second, review=cast.review, record_id=record.pk, stage=TA, key=uuid4()
    )
    discuss(by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA)
    vote(cast, cast.second, record, "exclude")
    assert place(record) == "ta_exclude"


def test_vote_changed_in_a_discussion_keeps_what_it_first_said(cast: Cast) -> None:
    record = make_record(cast.review, title="骨骼肌外泌体与成骨")
    vote(cast, cast.first, record, "exclude")
    vote(cast, cast.second, record, "maybe")
    assert vote(cast, cast.second, record, "include").first_verdict == ""
    discuss(by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA)
    assert vote(cast, cast.second, record, "maybe").first_verdict == "include"
    assert vote(cast, cast.second, record, "exclude").first_verdict == "include"
    assert place(record) == "ta_exclude"
    access = access_review(cast.lead, cast.review.pk)
    StageSetting.objects.filter(review=cast.review).update(closed_at=timezone.now())
    (pair,) = agreement.pairs(access, TA)
    assert pair.figures.agreed == 0
    assert VOTE not in [message.text for message in verify(cast.review)]
    Vote.objects.filter(record=record).update(first_verdict="")
    assert VOTE in [message.text for message in verify(cast.review)]


def test_vote_cannot_change_once_built_upon(cast: Cast) -> None:
    record = at_full_text(cast)
    vote(cast, cast.first, record, stage=FT)
    assert refusal(vote, cast, cast.second, record, "exclude") == "settled"


def test_vote_cannot_change_once_settled(cast: Cast) -> None:
    record = make_record(cast.review)
    vote(cast, cast.first, record)
    vote(cast, cast.second, record, "exclude")
    settle(
        by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA, verdict="exclude"
    )
    assert refusal(vote, cast, cast.first, record, "maybe") == "settled"
    assert (
        refusal(
            settle,
            by=cast.adjudicator,
            review=cast.review,
            record_id=record.pk,
            stage=TA,
            verdict="include",
        )
        == "not_in_conflict"
    )


def test_vote_on_a_merged_record_stands_with_its_report(cast: Cast) -> None:
    primary = make_record(cast.review)
    other = make_record(cast.review, primary=primary, place="duplicate")
    assert vote(cast, cast.first, other).record_id == primary.pk


def test_dealt_records_are_for_those_named(cast: Cast) -> None:
    record = make_record(cast.review)
    Assignment.objects.create(review=cast.review, record=record, user=cast.first, stage=TA)
    assert refusal(vote, cast, cast.second, record) == "dealt"
    assert vote(cast, cast.first, record)


def test_records_go_to_those_who_read_their_language(cast: Cast) -> None:
    StageSetting.objects.update(by_language=True)
    cast.first.reads = ["en"]
    cast.first.save()
    record = make_record(cast.review, language="zh")
    assert refusal(vote, cast, cast.first, record) == "dealt"
    assert vote(cast, cast.second, record)


def test_calibration_takes_votes_on_its_records_only(cast: Cast) -> None:
    inside, outside = make_record(cast.review), make_record(cast.review)
    running = CalibrationRound.objects.create(
        review=cast.review, stage=TA, voters=2, opened_at=timezone.now(), opened_by=cast.lead
    )
    running.records.add(inside)
    assert refusal(vote, cast, cast.first, outside) == "dealt"
    assert vote(cast, cast.first, inside)


def test_one_vote_is_enough_outside_the_double_share(cast: Cast) -> None:
    StageSetting.objects.update(double_share=20)
    single, double = make_record(cast.review, shuffle=20), make_record(cast.review, shuffle=19)
    vote(cast, cast.first, single, "exclude")
    vote(cast, cast.first, double, "exclude")
    assert (place(single), place(double)) == ("ta_exclude", "await_ta")


def test_cutoff_turns_an_agreed_include_into_an_exclude(cast: Cast) -> None:
    poor = Reason.objects.create(review=cast.review, stage=TA, label_en="Low quality")
    StageSetting.objects.filter(stage=TA).update(cutoff=60, cutoff_reason=poor)
    criteria = [
        cast.review.criteria.create(stage=TA, kind="quality", text_en=str(n)) for n in range(2)
    ]
    record = make_record(cast.review)
    for user in (cast.first, cast.second):
        vote(
            cast,
            user,
            record,
            judgements={str(criteria[0].pk): "met", str(criteria[1].pk): "not_met"},
        )
    assert (place(record), record.reason_id) == ("ta_exclude", poor.pk)


@pytest.mark.parametrize("stage", [TA, FT])
def test_cast_vote_costs_few_queries(
    cast: Cast, stage: str, django_assert_max_num_queries: Any
) -> None:
    record = at_full_text(cast) if stage == FT else make_record(cast.review)
    vote(cast, cast.first, record, stage=stage)
    reason = Reason.objects.create(review=cast.review, stage=stage, label_en="Wrong design")
    gate = 1 if connection.vendor == "postgresql" else 0
    with django_assert_max_num_queries(9 + gate):
        vote(cast, cast.second, record, "exclude", stage=stage, reason_id=reason.pk)


def test_the_short_way_agrees_with_deriving_anew(cast: Cast) -> None:
    records = [make_record(cast.review) for _ in range(4)]
    for number, record in enumerate(records):
        vote(cast, cast.first, record, ("include", "exclude", "maybe", "include")[number])
        if number:
            vote(cast, cast.second, record, ("include", "exclude", "maybe", "exclude")[number])
    before = list(Record.objects.order_by("pk").values("place", "flow_lane", "reason"))
    standings = list(Standing.objects.order_by("pk").values())
    restate(cast.review, records)
    assert list(Record.objects.order_by("pk").values("place", "flow_lane", "reason")) == before
    assert list(Standing.objects.order_by("pk").values()) == standings
