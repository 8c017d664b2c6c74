"""The decision to stop, and back: what was never screened is counted as such,
and the history tells the same.
"""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.actions.archive.archive_export import write_archive
from screening.actions.archive.archive_import import load_archive
from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.ranking.audit_samples import (
    AuditRefused,
    begin_audit,
    evaluate_audit,
    give_up_audit,
)
from screening.actions.ranking.stop_screening import StopRefused, resume, set_rule, stop
from screening.actions.screening.adjudication import settle
from screening.actions.screening.stages import screen_again
from screening.actions.screening.voting import Refused, cast_vote
from screening.actions.verification.verification import verify
from screening.models import (
    Audit,
    Event,
    Job,
    Record,
    Review,
    StageSetting,
    Standing,
    Stopping,
    User,
    Vote,
)
from screening.queries.access.authorization import access_review
from screening.queries.flow.flow_counts import behind, breaches, counts, flow
from screening.queries.ranking.audits import decided_of
from screening.queries.ranking.stopping_signals import audits, claim, curve, outlook, prices
from screening.queries.screening.queue import next_ids, open_setting, waiting_records
from screening.records.snapshot import STOPPING_TOOL
from tests.builders import Cast, make_record

TA = "title-abstract"
Run = Callable[[], list[Job]]


@pytest.fixture
def review(cast: Cast) -> Cast:
    """Forty records; ten decided by both (four relevant), two with one vote, one in conflict."""
    records = [make_record(cast.review, shuffle=n * 7) for n in range(40)]
    told(cast, records)
    for number, record in enumerate(records[:10]):
        for user in (cast.first, cast.second):
            vote(user, record, "include" if number < 4 else "exclude")
    for record in records[10:12]:
        vote(cast.first, record, "include")
    vote(cast.first, records[12], "include")
    vote(cast.second, records[12], "exclude")
    return cast


def told(cast: Cast, records: list[Record]) -> None:
    """The history tells where the records came from, as an import does."""
    for record in records:
        Event.objects.create(
            review=cast.review,
            at=record.created_at,
            verb="add_record",
            record_id=record.pk,
            data={"search": record.search_id},
        )


def vote(by: User, record: Record, verdict: str) -> None:
    cast_vote(
        by=by, review=record.review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4()
    )


def stop_now(cast: Cast, run_jobs: Run, rule: str = "抽样核查后停止") -> Stopping:
    set_rule(by=cast.lead, review=cast.review, stage=TA, rule=rule)
    stop(access=access_review(cast.lead, cast.review.pk), stage=TA, reason="funding ends")
    run_jobs()
    return Stopping.objects.get(review=cast.review, withdrawn_at=None)


def sound(review: Review) -> None:
    assert breaches(counts(review)) == []
    assert [str(message) for message in verify(review)] == []


def test_signals_count_what_people_decided(review: Cast) -> None:
    seen = outlook(access_review(review.lead, review.review.pk), TA)
    assert (seen.screened, seen.found, seen.untouched, seen.started, seen.run) == (10, 4, 27, 3, 6)
    assert (seen.left, seen.total) == (30, 40)
    assert curve(seen.labels)[-1] == (10, 4)
    assert len(curve([0, 1] * 5000)) <= 201


def test_whoever_votes_sees_it_ten_minutes_late(review: Cast) -> None:
    seen = outlook(access_review(review.first, review.review.pk), TA)
    assert (seen.screened, seen.found, seen.untouched, seen.total) == (0, 0, 40, 40)
    Vote.objects.update(cast_at=timezone.now() - timedelta(hours=1))
    Standing.objects.exclude(outcome="pending").update(
        reached_at=timezone.now() - timedelta(hours=1)
    )
    seen = outlook(access_review(review.first, review.review.pk), TA)
    assert (seen.screened, seen.found, seen.untouched, seen.started) == (10, 4, 27, 3)


@pytest.mark.parametrize("verdict", ["include", "exclude"])
def test_no_counter_tells_me_that_somebody_else_had_voted(review: Cast, verdict: str) -> None:
    """I vote on a record that nobody has voted on, and on one that somebody has:
    the page stays the same.
    """
    access = access_review(review.second, review.review.pk)
    half = Record.objects.filter(standings__votes=1, review=review.review).first()
    fresh = Record.objects.filter(standings=None, review=review.review).first()
    assert half is not None
    assert fresh is not None
    before = outlook(access, TA)
    vote(review.second, fresh, verdict)
    assert outlook(access, TA) == before
    vote(review.second, half, verdict)
    assert outlook(access, TA) == before


def test_stopping_needs_a_rule_and_the_first_stage(review: Cast) -> None:
    access = access_review(review.lead, review.review.pk)
    with pytest.raises(StopRefused, match="rule"):
        stop(access=access, stage=TA)
    with pytest.raises(StopRefused, match="state"):
        stop(access=access, stage="full-text")


def test_stop_excludes_what_nobody_voted_on_and_nothing_else(review: Cast, run_jobs: Run) -> None:
    stopping = stop_now(review, run_jobs)
    numbers = flow(review.review)
    assert stopping.excluded == 27
    assert (numbers["records_excluded_automation"], numbers["records_excluded_human"]) == (27, 6)
    assert numbers["records_awaiting_screening"] == 3
    assert behind(review.review, "records_excluded_automation").count() == 27
    assert Standing.objects.filter(tool=STOPPING_TOOL, votes=0, outcome="exclude").count() == 27
    access = access_review(review.first, review.review.pk)
    assert not waiting_records(access, open_setting(access, TA)).exists()
    sound(review.review)
    left = behind(review.review, "records_excluded_automation").first()
    assert left is not None
    with pytest.raises(Refused, match="full"):
        vote(review.second, left, "include")


def test_taking_it_back_restores_the_queue(review: Cast, run_jobs: Run) -> None:
    access = access_review(review.second, review.review.pk)
    before = set(waiting_records(access, open_setting(access, TA)).values_list("pk", flat=True))
    standings = Standing.objects.count()
    stop_now(review, run_jobs)
    resume(by=review.lead, review=review.review, stage=TA, reason="one more month")
    run_jobs()
    assert (
        set(waiting_records(access, open_setting(access, TA)).values_list("pk", flat=True))
        == before
    )
    assert Standing.objects.count() == standings
    assert flow(review.review)["records_excluded_automation"] == 0
    sound(review.review)
    assert stop_now(review, run_jobs).excluded == 27


def test_merges_and_new_screening_keep_what_the_tool_did(review: Cast, run_jobs: Run) -> None:
    stop_now(review, run_jobs)
    silent = list(behind(review.review, "records_excluded_automation").order_by("pk"))
    included = Record.objects.filter(review=review.review, place="await_retrieval").first()
    fresh = make_record(review.review)
    told(review, [fresh])
    assert included is not None
    onto = merge(review=review.review, record_ids=[fresh.pk, silent[0].pk], by=review.lead)
    assert Record.objects.get(pk=fresh.pk).place == "ta_exclude"
    clash = merge(review=review.review, record_ids=[silent[1].pk, included.pk], by=review.lead)
    assert Standing.objects.get(record=silent[1], stage=TA).outcome == "conflict"
    sound(review.review)
    undo_merge(by=review.lead, review=review.review, merge_id=clash.pk)
    undo_merge(by=review.lead, review=review.review, merge_id=onto.pk)
    assert Record.objects.get(pk=fresh.pk).place == "await_ta"
    sound(review.review)
    ids = [record.pk for record in silent[2:5]]
    assert (
        screen_again(
            by=review.lead, review=review.review, stage=TA, record_ids=ids, reason="late doubt"
        )
        == 3
    )
    assert set(Record.objects.filter(pk__in=ids).values_list("place", flat=True)) == {"await_ta"}
    sound(review.review)


def test_release_after_a_merge_and_its_undo(review: Cast, run_jobs: Run) -> None:
    stop_now(review, run_jobs)
    silent = list(behind(review.review, "records_excluded_automation").order_by("pk"))
    done = merge(review=review.review, record_ids=[silent[0].pk, silent[1].pk], by=review.lead)
    resume(by=review.lead, review=review.review, stage=TA, reason="on")
    run_jobs()
    sound(review.review)
    undo_merge(by=review.lead, review=review.review, merge_id=done.pk)
    sound(review.review)
    assert not Standing.objects.exclude(tool="").exists()


def test_progress_of_an_audit_does_not_move_with_my_own_vote(review: Cast) -> None:
    one = audit(review)
    record = one.records.first()
    assert record is not None
    vote(review.first, record, "exclude")
    access = access_review(review.second, review.review.pk)
    before = [told.decided for told in audits(access, TA)]
    vote(review.second, record, "exclude")
    assert [told.decided for told in audits(access, TA)] == before == [0]
    assert [told.decided for told in audits(access_review(review.lead, review.review.pk), TA)] == [
        1
    ]


def audit(cast: Cast, size: int = 8, **more: bool) -> Audit:
    return begin_audit(by=cast.lead, review=cast.review, stage=TA, size=size, **more)


def screen_sample(cast: Cast, one: Audit, relevant: int) -> None:
    for number, record in enumerate(one.records.order_by("pk")):
        for user in (cast.first, cast.second):
            vote(user, record, "include" if number < relevant else "exclude")


def test_audit_is_drawn_from_what_nobody_voted_on_and_needs_two(review: Cast) -> None:
    StageSetting.objects.filter(stage=TA).update(votes_needed=1)
    one = audit(review)
    assert (one.size, one.unscreened, one.found_before, one.look) == (8, 27, 4, 1)
    assert not one.records.filter(votes__isnull=False).exists()
    assert set(
        Standing.objects.filter(record__in=one.records.all()).values_list("needed", flat=True)
    ) == {2}
    with pytest.raises(AuditRefused, match="state"):
        audit(review)


def test_nobody_can_tell_the_sample_from_the_rest(review: Cast, client: Client) -> None:
    one = audit(review)
    sample = set(one.records.values_list("pk", flat=True))
    access = access_review(review.second, review.review.pk)
    setting = open_setting(access, TA)
    shown = next_ids(access, setting, "imported", 0, count=12)
    assert shown == next_ids(access, setting, "newest", 5, count=12)
    assert 0 < len(set(shown) - sample) < len(shown)
    assert sorted(next_ids(access, setting, "title", 0, count=99)) == sorted(
        waiting_records(access, setting).values_list("pk", flat=True)
    )
    event = Event.objects.get(verb="begin_audit")
    assert "records" not in event.data
    client.force_login(review.second, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/reviews/{review.review.pk}/screen/{TA}/").content.decode()
    assert "Audit: mixed order" in page
    assert 'id="order"' not in page


def test_result_is_told_only_when_all_are_decided(review: Cast, client: Client) -> None:
    one = audit(review)
    record = one.records.first()
    assert record is not None
    vote(review.first, record, "include")
    vote(review.second, record, "exclude")
    with pytest.raises(AuditRefused, match="waiting"):
        evaluate_audit(by=review.lead, review=review.review, stage=TA)
    settle(
        by=review.adjudicator,
        review=review.review,
        record_id=record.pk,
        stage=TA,
        verdict="include",
    )
    assert decided_of(one) == 1
    for other in one.records.exclude(pk=record.pk):
        for user in (review.first, review.second):
            vote(user, other, "exclude")
    done = evaluate_audit(by=review.lead, review=review.review, stage=TA)
    assert (done.relevant, done.bound) == (1, claim(4, 27, 8, 1, 0.95).bound)
    assert Record.objects.get(pk=record.pk).place == "await_retrieval"
    [shown] = audits(access_review(review.lead, review.review.pk), TA)
    assert shown.claim is not None
    assert shown.claim.missed == done.bound - 1
    client.force_login(review.observer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/reviews/{review.review.pk}/stopping/{TA}/").content.decode()
    assert f"at most {shown.claim.missed} more relevant records" in page
    sound(review.review)


def test_the_only_audit_is_the_only_one(review: Cast) -> None:
    screen_sample(review, audit(review), 0)
    evaluate_audit(by=review.lead, review=review.review, stage=TA)
    with pytest.raises(AuditRefused, match="looks"):
        audit(review, 5)


def test_several_looks_share_alpha(review: Cast) -> None:
    screen_sample(review, audit(review, repeatable=True), 0)
    evaluate_audit(by=review.lead, review=review.review, stage=TA)
    second = audit(review, 5)
    assert (second.look, second.repeatable) == (2, True)
    give_up_audit(by=review.lead, review=review.review, stage=TA, reason="too dear")
    first, other = audits(access_review(review.lead, review.review.pk), TA)
    assert (first.confidence, other.confidence) == (0.975, 0.9875)
    assert first.claim is not None
    assert first.claim.bound == claim(4, 27, 8, 0, 0.975).bound
    assert other.claim is None


@pytest.mark.parametrize("size", [0, 28])
def test_impossible_samples_are_refused(review: Cast, size: int) -> None:
    with pytest.raises(AuditRefused, match="size"):
        audit(review, size)


def test_no_stop_while_an_audit_runs_and_no_audit_after_a_stop(review: Cast, run_jobs: Run) -> None:
    audit(review)
    set_rule(by=review.lead, review=review.review, stage=TA, rule="x")
    with pytest.raises(StopRefused, match="state"):
        stop(access=access_review(review.lead, review.review.pk), stage=TA)
    give_up_audit(by=review.lead, review=review.review, stage=TA, reason="x")
    stop_now(review, run_jobs)
    with pytest.raises(AuditRefused, match="state"):
        audit(review)


def test_prices_are_those_of_the_specification() -> None:
    assert prices(81, 9000, 0.95)[0].drawn == 4056


def test_p_is_computed_in_a_job(review: Cast, run_jobs: Run, client: Client) -> None:
    client.force_login(review.lead, backend="django.contrib.auth.backends.ModelBackend")
    base = f"/reviews/{review.review.pk}/stopping/{TA}/"
    client.post(f"{base}check/")
    [job] = run_jobs()
    assert job.result["screened"] == 10
    assert 0 < job.result["p"]["0.95"] <= 1
    assert "p = " in client.get(base).content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "were never screened"), ("zh-hans", "篇文献未经筛选")]
)
def test_methods_tell_what_was_never_screened(
    review: Cast, run_jobs: Run, client: Client, language: str, words: str
) -> None:
    screen_sample(review, audit(review), 1)
    evaluate_audit(by=review.lead, review=review.review, stage=TA)
    stop_now(review, run_jobs, "抽样核查后停止")
    review.lead.language = language
    review.lead.save()
    client.force_login(review.lead, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/reviews/{review.review.pk}/methods/?language={language}").content.decode()
    assert words in page
    assert "抽样核查后停止" in page
    assert ("随机抽取8篇" if language != "en" else "8 of 27 records") in page


def test_stopping_page_costs_the_same_with_more_audits(review: Cast, client: Client) -> None:
    client.force_login(review.observer, backend="django.contrib.auth.backends.ModelBackend")
    path = f"/reviews/{review.review.pk}/stopping/{TA}/"
    numbers = count(1)

    def look() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    for _ in range(3):
        one = audit(review, next(numbers), repeatable=True)
        screen_sample(review, one, 0)
        evaluate_audit(by=review.lead, review=review.review, stage=TA)
        if one.look == 1:
            first = look()
    assert look() == first


def test_archive_brings_audit_and_decision_along(review: Cast, run_jobs: Run) -> None:
    screen_sample(review, audit(review), 1)
    evaluate_audit(by=review.lead, review=review.review, stage=TA)
    stop_now(review, run_jobs)
    kept = BytesIO()
    write_archive(review.review, kept)
    kept.seek(0)
    loaded = load_archive(by=review.lead, source=kept)
    [old], [new] = (
        audits(access_review(review.lead, review.review.pk), TA),
        audits(access_review(review.lead, loaded.pk), TA),
    )
    assert (new.claim, new.decided) == (old.claim, old.decided)
    assert set(new.audit.records.values_list("review", flat=True)) == {loaded.pk}
    stopping = Stopping.objects.get(review=loaded)
    assert (stopping.audit, stopping.excluded, stopping.rule) == (new.audit, 19, "抽样核查后停止")
    assert flow(loaded)["records_excluded_automation"] == 19
    sound(loaded)
