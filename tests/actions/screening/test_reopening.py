"""One report is opened again; nothing else moves, the history tells it,
and taking it back brings back what was.
"""

from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from screening.actions.archive.archive_import import load_archive
from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.flow.publication import publish
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.records.record_edits import add_record
from screening.actions.screening.adjudication import (
    settle,
    settle_many,
    undo_settle,
    undo_settle_many,
)
from screening.actions.screening.reopening import (
    AGAIN,
    KEEP,
    ReopenRefused,
    ask_reopening,
    decline_reopening,
    undo_reopening,
)
from screening.actions.screening.reopening import reopen as open_again
from screening.actions.screening.voting import Refused
from screening.actions.verification.verification import verify
from screening.models import (
    Event,
    Notice,
    Reason,
    Record,
    Reopening,
    ReopeningRequest,
    Settlement,
    Standing,
    Vote,
)
from screening.queries.access.authorization import access_review
from screening.queries.flow.flow_counts import flow
from screening.queries.history.event_log import events_of
from screening.queries.screening.votes import SECOND_THOUGHTS, visible_votes
from screening.records.record import Record as Entry
from tests.actions.archive.test_archive_export import archived
from tests.actions.duplicates.test_dedupe_job import picture
from tests.actions.verification.test_verification import FT, TA, lived_review, say
from tests.builders import Cast, make_search

pytestmark = pytest.mark.django_db


def exact(review):
    """All that re-opening may touch, votes to the last moment."""
    votes = Vote.objects.filter(review=review).order_by("record", "stage", "user")
    told = [field.name for field in Vote._meta.fields if field.name != "id"]
    settled = Settlement.objects.filter(review=review).order_by("record", "stage")
    fields = [field.name for field in Settlement._meta.fields if field.name != "id"]
    flags = (
        Standing.objects.filter(review=review)
        .order_by("record", "stage")
        .values_list("tool", "clash", "needed")
    )
    return [picture(review), list(votes.values(*told)), list(settled.values(*fields)), list(flags)]


def settled_report(cast: Cast, verdict: str = "exclude") -> Record:
    """A report that was in conflict on title and abstract and was settled;
    another one beside it is agreed on.
    """
    search = cast.review.searches.first() or make_search(cast.review)
    record, other = (
        add_record(
            by=cast.lead, search=search, entry=Entry(title=f"太极拳与血压 {n}", year=2020 + n)
        )
        for n in (1, 2)
    )
    say(cast, record, TA, "include", "exclude")
    say(cast, other, TA, "exclude", "exclude")
    settle(
        by=cast.adjudicator,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        verdict=verdict,
        rationale="不符",
    )
    return record


def place(record: Record) -> str:
    return Record.objects.get(pk=record.pk).place


def test_settlement_goes_and_the_votes_stay_and_decide(cast):
    record = settled_report(cast)
    others = Vote.objects.exclude(record=record).count()
    votes = list(Vote.objects.filter(record=record).values())
    assert place(record) == "ta_exclude"
    made = open_again(
        by=cast.lead,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        votes=KEEP,
        reason="勘误后符合标准",
    )
    assert place(record) == "await_ta"
    assert Standing.objects.get(record=record, stage=TA).outcome == "conflict"
    assert list(Vote.objects.filter(record=record).values()) == votes
    assert Vote.objects.exclude(record=record).count() == others
    event = Event.objects.get(verb="withdraw_settlement")
    assert (event.record_id, event.stage, event.data) == (
        record.pk,
        TA,
        {"note": "勘误后符合标准", "reopening": made.pk},
    )
    assert verify(cast.review) == []
    settle(
        by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA, verdict="include"
    )
    assert place(record) == "await_retrieval"
    assert verify(cast.review) == []


def test_all_vote_again_and_only_on_this_report(cast):
    record = settled_report(cast, "include")
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
    say(cast, record, FT, "include", "include")
    assert place(record) == "included"
    others = list(Vote.objects.exclude(record=record).values())
    assert others
    open_again(
        by=cast.adjudicator,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        votes=AGAIN,
        reason="撤稿",
    )
    assert place(record) == "await_ta"
    assert list(Vote.objects.values()) == others
    assert flow(cast.review)["dbr_included_reports"] == 0
    assert verify(cast.review) == []
    say(cast, record, TA, "exclude", "exclude")
    assert place(record) == "ta_exclude"
    assert verify(cast.review) == []


def test_old_votes_and_the_settlement_are_hidden_until_it_is_decided_again(cast):
    record = settled_report(cast)
    Standing.objects.update(fresh=False)
    viewers = [cast.first, cast.lead, cast.observer, cast.adjudicator]
    accesses = [access_review(user, cast.review.pk) for user in viewers]
    for access in accesses:
        assert "settle" in events_of(access, record).values_list("verb", flat=True)
    open_again(
        by=cast.adjudicator,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        votes=AGAIN,
        reason="标准已改",
    )
    for access in accesses[:3]:
        told = events_of(access, record)
        assert not told.exclude(actor=access.user).filter(verb__in=["vote", "settle"]).exists()
        assert not visible_votes(access).filter(record=record).exists()
    Vote.objects.create(
        review=cast.review,
        record=record,
        user=cast.second,
        stage=TA,
        verdict="include",
        key=uuid4(),
        cast_at=timezone.now(),
    )
    for access in accesses[:3]:
        assert not visible_votes(access).filter(record=record).exists()
        assert (
            not events_of(access, record)
            .exclude(actor=access.user)
            .filter(verb__in=["vote", "settle"])
            .exists()
        )


@pytest.mark.parametrize("votes", [KEEP, AGAIN])
def test_undone_by_one_and_exactly(cast, votes):
    record = settled_report(cast, "include")
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
    reason = Reason.objects.create(review=cast.review, stage=FT, label_zh="研究设计不符")
    say(cast, record, FT, "exclude", "exclude", reason=reason)
    before = exact(cast.review)
    made = open_again(
        by=cast.lead, review=cast.review, record_id=record.pk, stage=TA, votes=votes, reason="再看"
    )
    assert exact(cast.review) != before
    undo_reopening(by=cast.lead, review=cast.review, reopening_id=made.pk)
    assert exact(cast.review) == before
    assert verify(cast.review) == []
    with pytest.raises(ReopenRefused, match="undone"):
        undo_reopening(by=cast.lead, review=cast.review, reopening_id=made.pk)


def test_not_undone_once_something_rests_on_it(cast):
    record = settled_report(cast)
    made = open_again(
        by=cast.lead, review=cast.review, record_id=record.pk, stage=TA, votes=AGAIN, reason="再看"
    )
    say(cast, record, TA, "include")
    with pytest.raises(ReopenRefused, match="built_upon"):
        undo_reopening(by=cast.lead, review=cast.review, reopening_id=made.pk)
    say(cast, record, TA, "exclude", "exclude")
    assert Vote.objects.filter(record=record).count() == 2


def test_not_undone_after_a_version_was_published(cast):
    record = settled_report(cast)
    Vote.objects.filter(record=record, user=cast.first).update(verdict="exclude")
    made = open_again(
        by=cast.lead, review=cast.review, record_id=record.pk, stage=TA, votes=KEEP, reason="再看"
    )
    publish(by=cast.lead, review=cast.review)
    with pytest.raises(ReopenRefused, match="built_upon"):
        undo_reopening(by=cast.lead, review=cast.review, reopening_id=made.pk)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "  "}, "reason"),
        ({"votes": "some"}, "choice"),
        ({"stage": FT}, "undecided"),
        ({"record_id": 10**9}, "record"),
    ],
)
def test_refused_without_a_word(cast, given, code):
    record = settled_report(cast)
    values = {"record_id": record.pk, "stage": TA, "votes": KEEP, "reason": "再看"} | given
    before = exact(cast.review)
    with pytest.raises(ReopenRefused, match=code):
        open_again(by=cast.lead, review=cast.review, **values)
    assert exact(cast.review) == before


def test_agreed_votes_have_no_settlement_to_withdraw(cast):
    record = settled_report(cast)
    agreed = Record.objects.exclude(pk=record.pk).get()
    with pytest.raises(ReopenRefused, match="no_settlement"):
        open_again(
            by=cast.lead,
            review=cast.review,
            record_id=agreed.pk,
            stage=TA,
            votes=KEEP,
            reason="再看",
        )
    open_again(
        by=cast.lead, review=cast.review, record_id=agreed.pk, stage=TA, votes=AGAIN, reason="再看"
    )
    assert (place(agreed), place(record)) == ("await_ta", "ta_exclude")


def test_those_concerned_are_told(cast):
    record = settled_report(cast)
    open_again(
        by=cast.lead,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        votes=AGAIN,
        reason="标准已改",
    )
    told = Notice.objects.filter(kind="reopened")
    assert {n.user for n in told} == {cast.first, cast.second, cast.adjudicator}
    assert told[0].data == {"record": record.pk, "reason": "标准已改", "again": True}


def test_settlement_does_not_settle_a_later_clash(cast):
    """A merge brings an opposite outcome to a settled report (P4); split again,
    the settlement stands again.
    """
    record = settled_report(cast, "include")
    other = Record.objects.exclude(pk=record.pk).get()
    before = exact(cast.review)
    done = merge(review=cast.review, record_ids=[record.pk, other.pk], by=cast.lead)
    assert place(record) == "await_ta"
    assert verify(cast.review) == []
    settle(
        by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA, verdict="include"
    )
    assert place(record) == "await_retrieval"
    assert verify(cast.review) == []
    made = open_again(
        by=cast.lead, review=cast.review, record_id=record.pk, stage=TA, votes=KEEP, reason="再看"
    )
    assert Standing.objects.get(record=record, stage=TA).outcome == "conflict"
    assert verify(cast.review) == []
    undo_reopening(by=cast.lead, review=cast.review, reopening_id=made.pk)
    assert place(record) == "await_retrieval"
    undo_settle(by=cast.adjudicator, review=cast.review, settlement_id=Settlement.objects.get().pk)
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert exact(cast.review) == before
    assert verify(cast.review) == []


@pytest.mark.parametrize("votes", [KEEP, AGAIN])
def test_what_came_with_a_merge_goes_home_after_a_reopening(cast, votes):
    """Votes and settlement of B stand with A since the merge; opened again there,
    and the merge undone, B has its own.
    """
    record = settled_report(cast, "include")
    search = cast.review.searches.get()
    bare = add_record(
        by=cast.lead, search=search, entry=Entry(title="太极拳与血压（英文摘要）", year=2021)
    )
    home = exact(cast.review)
    done = merge(review=cast.review, record_ids=[bare.pk, record.pk], by=cast.lead)
    made = open_again(
        by=cast.lead, review=cast.review, record_id=bare.pk, stage=TA, votes=votes, reason="再看"
    )
    assert verify(cast.review) == []
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert verify(cast.review) == []
    assert exact(cast.review)[1:3] == home[1:3]
    with pytest.raises(ReopenRefused, match="built_upon"):
        undo_reopening(by=cast.lead, review=cast.review, reopening_id=made.pk)


def test_merge_undone_after_the_reopening_was_undone_takes_everything_home(cast):
    record = settled_report(cast, "include")
    search = cast.review.searches.get()
    bare = add_record(
        by=cast.lead, search=search, entry=Entry(title="太极拳与血压（英文摘要）", year=2021)
    )
    home = exact(cast.review)
    done = merge(review=cast.review, record_ids=[bare.pk, record.pk], by=cast.lead)
    made = open_again(
        by=cast.lead, review=cast.review, record_id=bare.pk, stage=TA, votes=AGAIN, reason="再看"
    )
    undo_reopening(by=cast.lead, review=cast.review, reopening_id=made.pk)
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert exact(cast.review) == home
    assert verify(cast.review) == []


def test_archive_keeps_reopenings_and_can_undo_them(cast):
    record = settled_report(cast)
    before = exact(cast.review)[0]["records"]
    open_again(
        by=cast.lead, review=cast.review, record_id=record.pk, stage=TA, votes=AGAIN, reason="再看"
    )
    ask = settled_report(cast)
    ask_reopening(by=cast.first, review=cast.review, record_id=ask.pk, stage=TA, text="请再看")
    loaded = load_archive(by=cast.lead, source=archived(cast.review))
    assert verify(loaded) == []
    made = Reopening.objects.get(review=loaded)
    assert ReopeningRequest.objects.get(review=loaded).record.review == loaded
    undo_reopening(by=cast.lead, review=loaded, reopening_id=made.pk)
    assert verify(loaded) == []
    assert made.record.votes.count() == 2
    assert Record.objects.get(pk=made.record_id).place == "ta_exclude"
    assert len(before) == 2


def test_slip_of_the_adjudicator_is_taken_back(cast):
    record = settled_report(cast)
    before = exact(cast.review)
    made = Settlement.objects.get()
    with pytest.raises(Refused, match="record"):
        undo_settle(by=cast.lead, review=cast.review, settlement_id=made.pk)
    undo_settle(by=cast.adjudicator, review=cast.review, settlement_id=made.pk)
    assert place(record) == "await_ta"
    assert not Settlement.objects.exists()
    assert exact(cast.review)[1] == before[1]
    assert verify(cast.review) == []


def test_settlement_that_something_rests_on_is_no_slip(cast):
    record = settled_report(cast, "include")
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
    made = Settlement.objects.get()
    with pytest.raises(Refused, match="settled"):
        undo_settle(by=cast.adjudicator, review=cast.review, settlement_id=made.pk)
    late = settled_report(cast)
    Settlement.objects.filter(record=late).update(settled_at=timezone.now() - 2 * SECOND_THOUGHTS)
    with pytest.raises(Refused, match="settled"):
        undo_settle(
            by=cast.adjudicator,
            review=cast.review,
            settlement_id=Settlement.objects.get(record=late).pk,
        )


def test_bulk_settling_is_undone_whole(cast):
    search = make_search(cast.review)
    rows = [
        add_record(by=cast.lead, search=search, entry=Entry(title=f"题名 {n}")) for n in range(4)
    ]
    for row in rows:
        say(cast, row, TA, "include", "exclude")
    before = exact(cast.review)
    made, _ = settle_many(
        by=cast.adjudicator,
        review=cast.review,
        record_ids=[r.pk for r in rows],
        stage=TA,
        verdict="exclude",
    )
    assert {place(row) for row in rows} == {"ta_exclude"}
    done, refused = undo_settle_many(
        by=cast.adjudicator, review=cast.review, settlement_ids=[s.pk for s in made]
    )
    assert (len(done), refused) == (4, {})
    assert [row[:2] for row in exact(cast.review)[0]["records"]] == [
        row[:2] for row in before[0]["records"]
    ]
    assert exact(cast.review)[1:] == before[1:]
    assert verify(cast.review) == []


def test_who_voted_asks_and_is_answered(cast):
    record = settled_report(cast)
    with pytest.raises(ReopenRefused, match="reason"):
        ask_reopening(by=cast.first, review=cast.review, record_id=record.pk, stage=TA, text=" ")
    with pytest.raises(ReopenRefused, match="record"):
        ask_reopening(
            by=cast.lead, review=cast.review, record_id=record.pk, stage=TA, text="我没有投过票"
        )
    asked = ask_reopening(
        by=cast.first, review=cast.review, record_id=record.pk, stage=TA, text="全文里有对照组"
    )
    assert asked == ask_reopening(
        by=cast.first, review=cast.review, record_id=record.pk, stage=TA, text="又一次"
    )
    assert [n.user for n in Notice.objects.filter(kind="asked")] == [cast.adjudicator]
    decline_reopening(
        by=cast.adjudicator, review=cast.review, request_id=asked.pk, reply="摘要已写明"
    )
    assert Notice.objects.get(kind="declined").user == cast.first
    again = ask_reopening(
        by=cast.second, review=cast.review, record_id=record.pk, stage=TA, text="请再看"
    )
    open_again(
        by=cast.adjudicator,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        votes=KEEP,
        reason="有理",
    )
    again.refresh_from_db()
    assert (again.answer, again.answered_by, again.reply) == ("reopened", cast.adjudicator, "有理")
    assert place(record) == "await_ta"
    assert verify(cast.review) == []


class Anything(TestCase):
    """In a review in which everything has happened,
    any re-opening and its undoing leave all as it was.
    """

    @settings(max_examples=25)
    @given(data=st.data())
    def test_any_reopening_is_undone_exactly(self, data):
        cast = lived_review()
        decided = Standing.objects.filter(review=cast.review, record__primary=None).exclude(
            outcome="pending"
        )
        steps = data.draw(st.integers(1, 4))
        before, undo = [], []
        for _ in range(steps):
            choices = [(s.record_id, s.stage) for s in decided.order_by("record", "stage")]
            record, stage = data.draw(st.sampled_from(choices))
            votes = data.draw(st.sampled_from([KEEP, AGAIN]))
            before.append(exact(cast.review))
            elsewhere = Vote.objects.filter(review=cast.review).exclude(record=record)
            count = elsewhere.count()
            if votes == KEEP and not Settlement.objects.filter(record=record, stage=stage).exists():
                before.pop()
                continue
            undo.append(
                open_again(
                    by=cast.lead,
                    review=cast.review,
                    record_id=record,
                    stage=stage,
                    votes=votes,
                    reason="再看",
                )
            )
            assert elsewhere.count() == count
            assert verify(cast.review) == []
        while undo:
            undo_reopening(by=cast.lead, review=cast.review, reopening_id=undo.pop().pk)
            assert exact(cast.review) == before.pop()
            assert verify(cast.review) == []
