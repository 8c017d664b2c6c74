"""Running a stage: open, close, again, calibrate, deal, unblind, and the votes of people who left."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from screening.actions.protocol.rule_changes import RuleRefused, change_stage
from screening.actions.screening.assignment import deal, take_back
from screening.actions.screening.offboarding import withdraw_votes
from screening.actions.screening.stages import (
    StageRefused,
    close_stage,
    end_calibration,
    open_stage,
    screen_again,
    start_calibration,
    unblind,
)
from screening.actions.screening.voting import Refused, cast_vote
from screening.models import (
    Assignment,
    Event,
    Membership,
    Notice,
    Record,
    StageSetting,
    Standing,
    User,
    Vote,
)
from screening.queries.access.authorization import access_review
from screening.queries.screening.queue import open_setting, waiting_records
from screening.queries.screening.votes import visible_votes
from tests.builders import Cast, make_record

TA, FT = "title-abstract", "full-text"


def vote(cast: Cast, by: User, record: Record, verdict: str = "include", stage: str = TA) -> Vote:
    return cast_vote(
        by=by, review=cast.review, record_id=record.pk, stage=stage, verdict=verdict, key=uuid4()
    )


def queue(cast: Cast, user: User, stage: str = TA) -> set[int]:
    access = access_review(user, cast.review.pk)
    return set(waiting_records(access, open_setting(access, stage)).values_list("pk", flat=True))


def place(record: Record) -> str:
    record.refresh_from_db()
    return record.place


def do(cast: Cast, action: Any, **more: Any) -> Any:
    return action(by=cast.lead, review=cast.review, stage=TA, **more)


def test_closed_stage_takes_no_votes_and_is_told(cast: Cast) -> None:
    record = make_record(cast.review)
    do(cast, close_stage, reason="Pilot over")
    with pytest.raises(Refused, match="closed"):
        vote(cast, cast.first, record)
    assert queue(cast, cast.first) == set()
    with pytest.raises(StageRefused, match="reason"):
        do(cast, open_stage)
    do(cast, open_stage, reason="继续筛选")
    assert vote(cast, cast.first, record)
    assert Notice.objects.filter(user=cast.observer, kind="stage").count() == 2
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "close_stage",
        "reopen_stage",
        "vote",
    ]


def test_screen_again_drops_votes_of_this_and_later_stages(cast: Cast) -> None:
    record, other = make_record(cast.review), make_record(cast.review)
    for user in (cast.first, cast.second):
        vote(cast, user, record)
        vote(cast, user, other)
    for user in (cast.first, cast.second):
        vote(cast, user, record, stage=FT)
    assert place(record) == "included"
    assert do(cast, screen_again, record_ids=[record.pk], reason="New criteria") == 1
    assert (place(record), place(other)) == ("await_ta", "await_retrieval")
    assert Vote.objects.filter(record=record).count() == 0
    assert Event.objects.filter(verb="vote", record=record).count() == 4
    with pytest.raises(StageRefused, match="reason"):
        do(cast, screen_again, record_ids=[other.pk], reason=" ")


def test_calibration_offers_its_sample_to_everybody(cast: Cast) -> None:
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    records = [make_record(cast.review) for _ in range(6)]
    started = do(cast, start_calibration, size=2)
    drawn = set(started.records.values_list("pk", flat=True))
    voters = (cast.first, cast.second, cast.adjudicator)
    assert [queue(cast, user) for user in voters] == [drawn] * 3
    for user in voters:
        for record in Record.objects.filter(pk__in=drawn):
            vote(cast, user, record)
    assert set(Standing.objects.filter(votes=3).values_list("record", flat=True)) == drawn
    with pytest.raises(StageRefused, match="state"):
        do(cast, start_calibration, size=2)
    do(cast, end_calibration)
    assert queue(cast, cast.first) == {r.pk for r in records} - drawn
    assert set(Record.objects.filter(place="await_retrieval").values_list("pk", flat=True)) == drawn


def test_calibration_ended_early_decides_what_has_enough_votes(cast: Cast) -> None:
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    record = make_record(cast.review)
    do(cast, start_calibration, size=5)
    vote(cast, cast.first, record, "exclude")
    vote(cast, cast.second, record, "exclude")
    assert place(record) == "await_ta"
    do(cast, end_calibration)
    assert place(record) == "ta_exclude"


def test_calibration_needs_two_voters_and_records(cast: Cast) -> None:
    with pytest.raises(StageRefused, match="records"):
        do(cast, start_calibration, size=5)
    make_record(cast.review)
    Membership.objects.filter(user=cast.second).update(reviews=False)
    with pytest.raises(StageRefused, match="voters"):
        do(cast, start_calibration, size=5)


def test_deal_is_even_and_has_one_of_the_group(cast: Cast) -> None:
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    records = [make_record(cast.review) for _ in range(9)]
    assert do(cast, deal, people=[cast.first, cast.second], group=[cast.adjudicator]) == 9
    for record in records:
        people = set(Assignment.objects.filter(record=record).values_list("user", flat=True))
        assert len(people) == 2
        assert cast.adjudicator.pk in people
    load = {u: Assignment.objects.filter(user=u).count() for u in (cast.first, cast.second)}
    assert sorted(load.values()) == [4, 5]
    assert len(queue(cast, cast.first)) == load[cast.first]
    assert do(cast, take_back) == 9
    assert len(queue(cast, cast.first)) == 9


def test_deal_by_language_passes_over_what_too_few_read(cast: Cast) -> None:
    cast.first.reads, cast.second.reads = ["en", "zh"], ["en"]
    cast.first.save()
    cast.second.save()
    make_record(cast.review, language="zh")
    english = make_record(cast.review, language="en")
    assert do(cast, deal, people=[cast.first, cast.second], only_readers=True) == 1
    assert set(Assignment.objects.values_list("record", flat=True)) == {english.pk}


def test_unblind_shows_votes_to_all_and_tells_them(cast: Cast) -> None:
    record = make_record(cast.review)
    vote(cast, cast.second, record)
    access = access_review(cast.first, cast.review.pk)
    assert not visible_votes(access).exists()
    with pytest.raises(StageRefused, match="reason"):
        do(cast, unblind, reason="")
    do(cast, unblind, reason="Ende des Piloten 试点结束")
    assert visible_votes(access).count() == 1
    told = Notice.objects.filter(kind="unblinded").values_list("user", flat=True)
    assert set(told) == {
        u.pk for u in (cast.lead, cast.first, cast.second, cast.adjudicator, cast.observer)
    }


def test_votes_of_a_person_who_left_can_be_taken_back_where_open(cast: Cast) -> None:
    pending, decided = make_record(cast.review), make_record(cast.review)
    vote(cast, cast.first, pending)
    for user in (cast.first, cast.second):
        vote(cast, user, decided, "exclude")
    with pytest.raises(StageRefused, match="voters"):
        withdraw_votes(by=cast.lead, review=cast.review, user=cast.first)
    Membership.objects.filter(user=cast.first).update(ended_at=timezone.now())
    assert withdraw_votes(by=cast.lead, review=cast.review, user=cast.first) == 1
    assert set(Vote.objects.values_list("record", flat=True)) == {decided.pk}
    assert Standing.objects.get(record=pending).votes == 0
    assert place(decided) == "ta_exclude"


def test_changed_rules_reach_every_record_that_is_not_decided(cast: Cast) -> None:
    single, double = make_record(cast.review), make_record(cast.review)
    vote(cast, cast.first, single, "exclude")
    for user, verdict in ((cast.first, "include"), (cast.second, "maybe")):
        vote(cast, user, double, verdict)
    setting = StageSetting.objects.get(review=cast.review, stage=TA)
    with pytest.raises(RuleRefused, match="reason"):
        change_stage(by=cast.lead, setting=setting, votes_needed=1)
    setting.refresh_from_db()
    change_stage(by=cast.lead, setting=setting, votes_needed=1, reason="只剩一位评审员")
    assert (place(single), place(double)) == ("ta_exclude", "await_retrieval")
    change_stage(by=cast.lead, setting=setting, votes_needed=2, maybe_conflicts=True)
    assert (place(single), place(double)) == ("ta_exclude", "await_ta"), "decided stays decided"
    assert Standing.objects.get(record=double).outcome == "conflict"
