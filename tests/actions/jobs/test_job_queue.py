from datetime import timedelta

import pytest
from django.utils import timezone

from screening.actions.jobs import job_queue
from screening.actions.jobs.job_run import ATTEMPTS, Cancelled, Lost, Stopped
from screening.models import Job
from screening.records.messages import Message
from tests.builders import make_review, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    user = make_user()
    return job_queue.enqueue(kind="count", review=make_review(lead=user), by=user, words="肺结节")


def age(job, **columns):
    Job.objects.filter(pk=job.pk).update(
        **{name: timezone.now() - timedelta(seconds=s) for name, s in columns.items()}
    )


def state(job):
    return Job.objects.get(pk=job.pk).state


def test_enqueue_waits_with_its_parameters(job):
    assert (job.state, job.params, job.attempts) == ("queued", {"words": "肺结节"}, 0)


def test_claim_takes_the_job_once(job):
    running = job_queue.claim(job.pk)
    assert running is not None
    assert (running.params, running.resume, running.job.state) == (
        {"words": "肺结节"},
        {},
        "running",
    )
    assert job_queue.claim(job.pk) is None


@pytest.mark.parametrize("end", ["done", "failed", "cancelled"])
def test_claim_leaves_finished_jobs(job, end):
    Job.objects.filter(pk=job.pk).update(state=end)
    assert job_queue.claim(job.pk) is None


def test_claim_takes_over_from_a_silent_worker_who_has_lost_it(job):
    first = job_queue.claim(job.pk)
    age(job, heartbeat_at=31)
    second = job_queue.claim(job.pk)
    assert second.job.attempts == 2
    for write in (
        first.finish,
        lambda: first.remember(at=1),
        lambda: first.fail(Message("no")),
        first.release,
    ):
        with pytest.raises(Lost):
            write()
    first.beat()
    with pytest.raises(Lost):
        first.check()
    second.finish({"found": 3})
    assert Job.objects.get(pk=job.pk).result == {"found": 3}


def test_remember_is_found_by_the_next_attempt_and_counts_attempts_afresh(job):
    first = job_queue.claim(job.pk)
    first.done = 4
    first.remember(next=5)
    first.remember(seen=["肺"])
    age(job, heartbeat_at=31)
    second = job_queue.claim(job.pk)
    assert (second.resume, second.params, second.done) == (
        {"next": 5, "seen": ["肺"]},
        {"words": "肺结节"},
        4,
    )
    assert second.job.attempts == 2


def test_claim_gives_up_after_three_attempts_without_a_checkpoint(job):
    for attempt in range(ATTEMPTS):
        assert not job_queue.claim(job.pk).given_up, attempt
        age(job, heartbeat_at=31)
    assert job_queue.claim(job.pk).given_up


def test_release_lets_the_job_wait_without_counting_the_attempt(job):
    job_queue.claim(job.pk).release()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.holder, job.sent_at) == ("queued", 0, None, None)
    job_queue.claim(job.pk).release(counted=True)
    job.refresh_from_db()
    assert job.attempts == 1


def test_finish_fills_the_bar(job):
    running = job_queue.claim(job.pk)
    running.advance(3, 10)
    running.finish()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result, job.holder) == ("done", 10, 10, {}, None)
    assert job.finished_at is not None


def test_fail_keeps_message_and_progress(job):
    running = job_queue.claim(job.pk)
    running.advance(3, 10)
    running.fail(Message("%(file)s is empty", {"file": "知网.txt"}))
    job.refresh_from_db()
    assert (job.state, job.done, job.message["values"]) == ("failed", 3, {"file": "知网.txt"})


def test_advance_stops_when_the_worker_shuts_down(job):
    running = job_queue.claim(job.pk, stopping=lambda: True)
    with pytest.raises(Stopped):
        running.advance(1, 2)


@pytest.mark.django_db(transaction=True)
def test_advance_writes_at_most_every_half_second_and_hears_of_cancelling(job, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("screening.actions.jobs.job_run.monotonic", lambda: now[0])
    running = job_queue.claim(job.pk)
    written = []
    for step in range(1, 41):
        now[0] += 0.125
        running.advance(step, 40, Message("Reading"))
        written.append(Job.objects.get(pk=job.pk).done)
    assert len(set(written)) == 11
    assert Job.objects.get(pk=job.pk).rate == pytest.approx(8, rel=0.05)
    job_queue.cancel(by=job.by, job=job)
    now[0] += 1
    with pytest.raises(Cancelled):
        running.advance(41)
    assert state(job) == "running"
    running.give_in()
    assert state(job) == "cancelled"


def test_cancel_ends_a_waiting_job_at_once(job):
    cancelled = job_queue.cancel(by=job.by, job=job)
    assert (cancelled.state, cancelled.result) == ("cancelled", {"cancelled_by": job.by.pk})
    assert job_queue.claim(job.pk) is None


def test_cancel_of_a_job_that_was_at_work_leaves_the_clearing_to_a_worker(job):
    job_queue.claim(job.pk).release(counted=True)
    assert job_queue.cancel(by=job.by, job=job).state == "queued"
    with pytest.raises(Cancelled):
        job_queue.claim(job.pk).check()


def test_cancel_leaves_a_finished_job(job):
    job_queue.claim(job.pk).finish({"found": 3})
    assert job_queue.cancel(by=job.by, job=job).result == {"found": 3}


def test_retry_makes_a_failed_job_wait_again_from_its_checkpoint(job):
    running = job_queue.claim(job.pk)
    running.remember(next=7)
    running.fail(Message("no"))
    assert job_queue.retry(job=job).state == "queued"
    again = job_queue.claim(job.pk)
    assert (again.resume, again.job.attempts, again.message) == ({"next": 7}, 1, None)


def test_enqueue_once_returns_the_unfinished_one(job):
    same, new = job_queue.enqueue_once(kind="count", review=job.review, by=job.by)
    assert (same, new) == (job, False)
    _, new = job_queue.enqueue_once(kind="rank", review=job.review, by=job.by)
    assert new
    job_queue.cancel(by=job.by, job=job)
    assert job_queue.enqueue_once(kind="count", review=job.review, by=job.by)[1]


@pytest.mark.parametrize(
    ("ages", "again"),
    [
        ({"created_at": 1}, False),
        ({"created_at": 6}, True),
        ({"created_at": 90, "sent_at": 59}, False),
        ({"created_at": 90, "sent_at": 61}, True),
    ],
)
def test_reap_sends_waiting_jobs_whose_message_seems_lost(job, ages, again):
    age(job, **ages)
    assert job_queue.reap() == ([job.pk] if again else [])
    assert job_queue.reap(all_waiting=True) == [job.pk]


@pytest.mark.parametrize(("silence", "again"), [(29, False), (31, True)])
def test_reap_sends_jobs_whose_worker_is_gone(job, silence, again):
    age(job, created_at=100)
    job_queue.claim(job.pk)
    age(job, heartbeat_at=silence)
    assert job_queue.reap() == ([job.pk] if again else [])
    assert state(job) == ("queued" if again else "running")


def test_reviews_and_people_take_turns(cast):
    """One review asks for twenty jobs, then another for one,
    then a third person of the first for one.
    """
    other = make_review()
    many = [
        job_queue.enqueue(kind="export", review=cast.review, by=cast.lead).pk for _ in range(20)
    ]
    few = job_queue.enqueue(kind="export", review=other, by=other.created_by).pk
    late = job_queue.enqueue(kind="export", review=cast.review, by=cast.first).pk
    order = []
    for message in [*many, few, late]:
        chosen = job_queue.fairest(message)
        job_queue.claim(chosen)
        Job.objects.filter(pk=chosen).update(state="done", started_at=timezone.now())
        order.append(chosen)
    assert sorted(order) == sorted([*many, few, late])
    assert few in order[:2]
    assert late in order[:3]
    assert [pk for pk in order if pk in many] == many


def claim_next(message):
    """The job that a message leads to, at work."""
    chosen = job_queue.fairest(message)
    return chosen and job_queue.claim(chosen, in_turn=True) and chosen


def test_a_review_with_enough_at_work_waits_and_others_go_on(job, settings):
    other = make_review(lead=job.by)
    first, second = (
        job_queue.enqueue(kind="import", review=job.review, by=job.by).pk for _ in range(2)
    )
    theirs = job_queue.enqueue(kind="import", review=other, by=job.by).pk
    assert claim_next(second) == job.pk
    assert claim_next(second) == theirs
    assert claim_next(second) is None
    assert job_queue.claim(first, in_turn=True) is None
    settings.JOBS_PER_REVIEW = 2
    assert claim_next(second) == first


def test_one_search_for_duplicates_a_review_whatever_the_settings(job, settings):
    settings.JOBS_PER_REVIEW = 9
    first, second = (
        job_queue.enqueue(kind="dedupe", review=job.review, by=job.by).pk for _ in range(2)
    )
    assert job_queue.claim(first, in_turn=True)
    assert job_queue.claim(second, in_turn=True) is None
    Job.objects.filter(pk=first).update(
        heartbeat_at=timezone.now() - timedelta(hours=1)
    )  # its worker has died
    assert job_queue.claim(second, in_turn=True)


def test_a_message_leads_to_jobs_of_its_queue_alone(job):
    export = job_queue.enqueue(kind="export", review=job.review, by=job.by).pk
    letters = [job_queue.enqueue(kind="news", review=None, by=None).pk for _ in range(2)]
    assert job_queue.fairest(export) == export
    assert job_queue.fairest(job.pk) == job.pk
    assert claim_next(letters[1]) == letters[0]
    assert claim_next(letters[1]) is None
    assert claim_next(export) == export


def test_what_is_put_first_comes_first(job):
    later = job_queue.enqueue(kind="import", review=job.review, by=job.by)
    assert job_queue.put_first(by=None, job=later).priority == 1
    assert job_queue.fairest(job.pk) == later.pk


def test_a_message_that_came_too_early_is_sent_again_when_the_queue_moves(job):
    waiting = job_queue.enqueue(kind="import", review=job.review, by=job.by)
    job_queue.sent(waiting.pk)
    job_queue.claim(job.pk)
    assert job_queue.fairest(waiting.pk) is None
    assert job_queue.held_back("import") == []
    job_queue.hold_back(waiting.pk)
    assert job_queue.held_back("import") == [waiting.pk]
    assert job_queue.held_back("export") == []
