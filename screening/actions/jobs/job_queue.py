"""Long work as rows: asked for, claimed by one worker at a time, cancelled, found again when a worker died.

Nothing here starts a task: `screening.tasks.send` does, once the row is committed.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now

from screening.actions.jobs.job_run import Running
from screening.models import Job, Review, User

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


def enqueue(*, kind: str, review: Review | None, by: User | None, **params: Any) -> Job:
    """A new job, waiting. `params` must be JSON. Send it with `tasks.send(job)` in the same transaction."""
    return Job.objects.create(kind=kind, review=review, by=by, params=params)


@transaction.atomic
def enqueue_once(*, kind: str, review: Review, by: User | None, **params: Any) -> tuple[Job, bool]:
    """The unfinished job of this kind in this review, or a new one; and whether it is new."""
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    there = Job.objects.filter(kind=kind, review=review, state__in=UNFINISHED, cancel_asked=False).first()
    return (there, False) if there else (enqueue(kind=kind, review=review, by=by, **params), True)


def claim(job_id: int, *, stopping: Callable[[], bool] = bool) -> Running | None:
    """The job, for this worker alone; None when it is finished, gone, or another worker is alive on it.

    `stopping` says whether the worker is about to shut down. A job that was started too often comes back `given_up`.
    """
    holder = uuid4()
    fields = {"state": Job.State.RUNNING, "holder": holder, "attempts": F("attempts") + 1, "rate": None}
    fields |= {"started_at": Now(), "heartbeat_at": Now()}
    taken = Job.objects.filter(Q(state=Job.State.QUEUED) | _stale(), pk=job_id).update(**fields)
    job = Job.objects.select_related("review", "by").filter(pk=job_id, holder=holder).first() if taken else None
    return Running(job, stopping) if job else None


def fairest(job_id: int) -> int:
    """Which waiting job is to be done now that a worker has a hand free: not always the one whose message has come.

    Reviews take turns, and in a review the people: the job of whoever was served longest ago. Within one person's jobs
    the oldest comes first. There are as many messages as jobs, so all have their turn.
    """
    waiting = list(Job.objects.filter(state=Job.State.QUEUED).order_by("pk").values_list("pk", "review", "by")[:1000])
    if not waiting:
        return job_id
    served = Job.objects.exclude(started_at=None)
    reviews = dict(
        served.filter(review__in={review for _, review, _ in waiting}).values_list("review").annotate(Max("started_at"))
    )
    people = {
        (review, by): at
        for review, by, at in served.filter(by__in={by for _, _, by in waiting})
        .values_list("review", "by")
        .annotate(Max("started_at"))
    }
    longest_ago = datetime.min.replace(tzinfo=UTC)

    def turn(job: tuple[int, int | None, int | None]) -> tuple[datetime, datetime, int]:
        pk, review, by = job
        return reviews.get(review) or longest_ago, people.get((review, by)) or longest_ago, pk

    return min(waiting, key=turn)[0]


def cancel(*, by: User, job: Job) -> Job:
    """Cancels a job that waits, asks one that runs to stop within a second or so; a finished one stays as it is.

    Returns the job as it is now.
    """
    ended = {"state": Job.State.CANCELLED, "finished_at": Now(), "result": {"cancelled_by": by.pk}}
    rows = Job.objects.filter(pk=job.pk, state__in=UNFINISHED)
    # One that has been at work may have left something behind: a worker takes it once more and clears that away.
    if not rows.filter(state=Job.State.QUEUED, attempts=0).update(**ended):
        rows.update(cancel_asked=True, result=ended["result"])
    return Job.objects.get(pk=job.pk)


def retry(*, job: Job) -> Job:
    """A failed or cancelled job, waiting again, to go on from its last checkpoint. Send it with `tasks.send(job)`."""
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    afresh = dict.fromkeys(["message", "result", "sent_at", "finished_at"])
    ended.update(state=Job.State.QUEUED, attempts=0, cancel_asked=False, **afresh)
    return Job.objects.get(pk=job.pk)


def sent(job_id: int) -> None:
    """Notes that a message is on its way."""
    Job.objects.filter(pk=job_id).update(sent_at=Now())


def reap(*, all_waiting: bool = False) -> list[int]:
    """Ids of the jobs to send again: their message seems lost, or their worker gone (they wait again from here on).

    `all_waiting`: every waiting job, as when the only worker has just started. A message too many does no harm.
    """
    Job.objects.filter(_stale()).update(state=Job.State.QUEUED, holder=None, sent_at=None)
    unsent = Q(sent_at=None, created_at__lt=Now() - timedelta(seconds=settings.JOB_HEARTBEAT_SECONDS))
    late = Q(sent_at__lt=Now() - timedelta(seconds=settings.JOB_RESEND_SECONDS))
    waiting = Job.objects.filter(state=Job.State.QUEUED)
    return list((waiting if all_waiting else waiting.filter(unsent | late)).order_by("pk").values_list("pk", flat=True))


def _stale() -> Q:
    """Running, but without a sign of life; by the database's clock, as hosts may differ."""
    silence = timedelta(seconds=settings.JOB_STALE_SECONDS)
    return Q(state=Job.State.RUNNING, heartbeat_at__lt=Now() - silence)
