import pytest
from django.db import OperationalError, transaction

from screening import tasks
from screening.actions.jobs import job_queue
from screening.actions.jobs.job_run import Cancelled, Failed
from screening.models import Job
from screening.records.messages import Message
from screening.tasks import CLEARS, KINDS, run_job, send


@pytest.fixture
def kind(monkeypatch):
    """Registers the work of the kind "probe"; what was cleared is in the list that comes with it."""
    cleared = []
    monkeypatch.setitem(CLEARS, "probe", lambda job: cleared.append(job.pk))

    def register(work):
        monkeypatch.setitem(KINDS, "probe", work)
        return cleared

    return register


@pytest.fixture
def job(cast):
    return job_queue.enqueue(kind="probe", review=cast.review, by=cast.first, name="肺")


def outcome(job):
    job.refresh_from_db()
    return job.state, job.result, (job.message or {}).get("text")


def test_run_job_writes_what_came_of_it(job, kind):
    cleared = kind(lambda running: {"name": running.params["name"]})
    run_job(job.pk)
    assert outcome(job) == ("done", {"name": "肺"}, None)
    assert cleared == []


def test_run_job_delivered_twice_or_for_nothing_does_nothing(job, kind):
    runs = []
    kind(lambda running: runs.append(1))
    for _ in range(3):
        run_job(job.pk)
    run_job(job.pk + 1000)
    assert runs == [1]


def test_run_job_that_fails_says_why_and_is_cleared(job, kind):
    def work(running):
        raise Failed(Message("%(file)s is empty", {"file": "知网.txt"}))

    cleared = kind(work)
    run_job(job.pk)
    assert outcome(job) == ("failed", None, "%(file)s is empty")
    assert cleared == [job.pk]


def test_run_job_with_an_error_of_ours_is_cleared_and_tells_the_job_number(job, kind, caplog):
    cleared = kind(lambda running: 1 / 0)
    run_job(job.pk)
    assert outcome(job) == ("failed", None, tasks.BROKEN)
    assert cleared == [job.pk]
    assert "ZeroDivisionError" in caplog.text


def test_run_job_cancelled_is_cleared(job, kind):
    def work(running):
        raise Cancelled

    cleared = kind(work)
    run_job(job.pk)
    assert outcome(job)[0] == "cancelled"
    assert cleared == [job.pk]


def test_run_job_cancelled_while_nobody_worked_on_it_only_clears(job, kind):
    cleared = kind(lambda running: pytest.fail("it should not run"))
    job_queue.claim(job.pk).release(counted=True)
    job_queue.cancel(by=job.by, job=job)
    run_job(job.pk)
    assert outcome(job)[0] == "cancelled"
    assert cleared == [job.pk]


def test_run_job_of_an_unknown_kind_says_so(job):
    run_job(job.pk)
    assert outcome(job) == ("failed", None, tasks.UNKNOWN)


def test_run_job_of_a_removed_member_does_nothing(job, kind, cast):
    kind(lambda running: pytest.fail("it should not run"))
    cast.review.memberships.filter(user=cast.first).delete()
    run_job(job.pk)
    assert outcome(job) == ("failed", None, tasks.NOT_ALLOWED)


def test_run_job_waits_for_a_database_in_trouble_but_not_for_ever(job, kind):
    def work(running):
        raise OperationalError("the server closed the connection")

    cleared = kind(work)
    for _ in range(3):
        run_job(job.pk)
        assert outcome(job)[0] == "queued"
    run_job(job.pk)
    assert outcome(job) == ("failed", None, tasks.GIVEN_UP)
    assert cleared == [job.pk]


def test_run_job_stops_with_the_worker_and_waits_for_the_next(job, kind, monkeypatch):
    monkeypatch.setattr(tasks, "_shutting_down", bytearray(1))
    kind(lambda running: (tasks.tell_running_jobs(), running.advance(1, 2)))
    run_job(job.pk)
    assert outcome(job)[0] == "queued"
    assert job.attempts == 0


def test_run_job_that_lost_its_job_writes_nothing(job, kind):
    def work(running):
        Job.objects.filter(pk=job.pk).update(state="done", holder=None, result={"by": "another"})

    cleared = kind(work)
    run_job(job.pk)
    assert outcome(job) == ("done", {"by": "another"}, None)
    assert cleared == []


@pytest.mark.django_db(transaction=True)
def test_send_waits_for_the_commit(job, monkeypatch):
    sent = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_: sent.append(args))
    with transaction.atomic():
        send(job)
        assert sent == []
    assert sent == [(job.pk,)]
    assert Job.objects.get(pk=job.pk).sent_at is not None


def test_send_without_a_broker_leaves_the_job_to_be_found(
    job, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(args, **_):
        raise ConnectionRefusedError

    monkeypatch.setattr(run_job, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        send(job)
    job.refresh_from_db()
    assert (job.state, job.sent_at) == ("queued", None)
    assert job_queue.reap(all_waiting=True) == [job.pk]


def test_reap_sends_and_counts(job, monkeypatch):
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_: None)
    assert tasks.reap(all_waiting=True) == 1
    assert tasks.reap() == 0
