"""Long work as rows: asked for, claimed by one worker at a time, cancelled,
found again when a worker died.

Nothing here starts a task: `screening.tasks.send` does, once the row is committed.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now

from screening.actions.jobs.job_run import Running
from screening.actions.jobs.queues import of_queue, queue_of, room
from screening.models import Job, Review, User

log = logging.getLogger(__name__)
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


def enqueue(*, kind: str, review: Review | None, by: User | None, **params: Any) -> Job:
    """A new job, waiting. `params` must be JSON.
    Send it with `tasks.send(job)` in the same transaction.
    """
    return Job.objects.create(kind=kind, review=review, by=by, params=params)


@transaction.atomic
def enqueue_once(*, kind: str, review: Review, by: User | None, **params: Any) -> tuple[Job, bool]:
    """The unfinished job of this kind in this review, or a new one; and whether it is new."""
    # Two people who press at once must find the same job.
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    there = Job.objects.filter(
        kind=kind, review=review, state__in=UNFINISHED, cancel_asked=False
    ).first()
    return (there, False) if there else (enqueue(kind=kind, review=review, by=by, **params), True)


def claim(
    job_id: int, *, stopping: Callable[[], bool] = bool, in_turn: bool = False
) -> Running | None:
    """The job, for this worker alone; None when it is finished, gone,
    or another worker is alive on it.

    `stopping` says whether the worker is about to shut down. A job that was started too often comes
    back `given_up`. `in_turn`: also None while its review has as many at work as it may have.
    """
    holder = uuid4()
    fields = {
        "state": Job.State.RUNNING,
        "holder": holder,
        "attempts": F("attempts") + 1,
        "rate": None,
    }
    fields |= {"started_at": Now(), "heartbeat_at": Now()}
    # One conditional update is the whole claim: of two workers exactly one changes the row.
    with transaction.atomic():
        if in_turn and not _has_room(job_id):
            return None
        taken = Job.objects.filter(Q(state=Job.State.QUEUED) & _due() | _stale(), pk=job_id).update(
            **fields
        )
    job = (
        Job.objects.select_related("review", "by").filter(pk=job_id, holder=holder).first()
        if taken
        else None
    )
    return Running(job, stopping) if job else None


def _has_room(job_id: int) -> bool:
    """Whether the job may begin beside those at work; holds the review's row,
    so that of two only one is told so.
    """
    job = Job.objects.filter(pk=job_id).only("kind", "review").first()
    if job is None:
        return False
    if job.review_id:
        Review.objects.select_for_update(of=("self",), no_key=True).filter(pk=job.review_id).first()
    busy = Counter(_at_work().exclude(pk=job_id).values_list("kind", "review"))
    return room(job.kind, job.review_id, busy, settings.JOBS_PER_REVIEW)


def fairest(job_id: int) -> int | None:
    """Which waiting job is to be done now that a worker has a hand free:
    not always the one whose message has come.

    Only jobs of that message's queue are looked at. What whoever runs the site has put first comes
    first; then reviews take turns, and in a review the people: the job of whoever was served
    longest ago. Within one person's jobs the oldest comes first. A review that has enough at work
    waits; None when nothing may begin.
    """
    kind = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
    if kind is None:
        return None
    waiting = list(
        of_queue(Job.objects.filter(_due(), state=Job.State.QUEUED), queue_of(kind))
        .order_by("-priority", "pk")
        # Enough to be fair among any number of waiting reviews, and bounded.
        .values_list("pk", "review", "by", "kind", "priority")[:1000]
    )
    busy = Counter(_at_work().values_list("kind", "review"))
    waiting = [job for job in waiting if room(job[3], job[1], busy, settings.JOBS_PER_REVIEW)]
    turn = _turns(waiting)
    return min(waiting, key=turn)[0] if waiting else None


def _turns(waiting: list[tuple[int, int | None, int | None, str, int]]) -> Callable[[Any], Any]:
    """The key by which jobs take turns."""
    served = Job.objects.exclude(started_at=None)
    reviews = dict(
        served.filter(review__in={job[1] for job in waiting})
        .values_list("review")
        .annotate(Max("started_at"))
    )
    people = {
        (review, by): at
        for review, by, at in served.filter(by__in={job[2] for job in waiting})
        .values_list("review", "by")
        .annotate(Max("started_at"))
    }
    # Whoever was never served comes before everybody who was.
    longest_ago = datetime.min.replace(tzinfo=UTC)

    def turn(
        job: tuple[int, int | None, int | None, str, int],
    ) -> tuple[int, datetime, datetime, int]:
        pk, review, by, _kind, priority = job
        return (
            -priority,
            reviews.get(review) or longest_ago,
            people.get((review, by)) or longest_ago,
            pk,
        )

    return turn


def _at_work() -> Any:
    return Job.objects.filter(state=Job.State.RUNNING).exclude(_stale()).order_by()


def queue(job_id: int) -> str:
    """The queue that the job waits in."""
    kind = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
    return queue_of(kind or "")


def hold_back(job_id: int) -> None:
    """Its message was taken and nothing could begin:
    it is sent again when something of its queue ends.
    """
    Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(sent_at=None)


def held_back(kind: str) -> list[int]:
    """Jobs of the queue of that kind, at most a few, whose message was taken in vain. Send them."""
    waiting = of_queue(Job.objects.filter(state=Job.State.QUEUED, sent_at=None), queue_of(kind))
    return list(waiting.order_by("-priority", "pk").values_list("pk", flat=True)[:5])


def put_first(*, by: User | None, job: Job) -> Job:
    """Has a waiting job done before all others of its queue that were not put first.
    Returns it as it is now.
    """
    highest = (
        Job.objects.filter(state=Job.State.QUEUED).aggregate(most=Max("priority"))["most"] or 0
    )
    if Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        priority=min(highest + 1, 30_000)
    ):
        log.info("job %s was put first by %s", job.pk, by.pk if by else "the terminal")
    return Job.objects.get(pk=job.pk)


def cancel(*, by: User | None, job: Job) -> Job:
    """Cancels a job that waits, asks one that runs to stop within a second or so;
    a finished one stays as it is.

    Returns the job as it is now.
    """
    ended = {
        "state": Job.State.CANCELLED,
        "finished_at": Now(),
        "result": {"cancelled_by": by.pk if by else None},
    }
    rows = Job.objects.filter(pk=job.pk, state__in=UNFINISHED)
    # One that has been at work may have left something behind: a worker takes it once more and
    # clears that away.
    if not rows.filter(state=Job.State.QUEUED, attempts=0).update(**ended):
        rows.update(cancel_asked=True, result=ended["result"])
    return Job.objects.get(pk=job.pk)


def retry(*, job: Job) -> Job:
    """A failed or cancelled job, waiting to go on from its checkpoint; `tasks.send` sends it."""
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    afresh = dict.fromkeys(["message", "result", "sent_at", "finished_at", "not_before"])
    ended.update(state=Job.State.QUEUED, attempts=0, cancel_asked=False, **afresh)
    return Job.objects.get(pk=job.pk)


def sent(job_id: int) -> None:
    """Notes that a message is on its way."""
    Job.objects.filter(pk=job_id).update(sent_at=Now())


def reap(*, all_waiting: bool = False) -> list[int]:
    """Ids of the jobs to send again: their message seems lost,
    or their worker gone (they wait again from here on).

    `all_waiting`: every waiting job, as when the only worker has just started.
    A message too many does no harm.
    """
    Job.objects.filter(_stale()).update(state=Job.State.QUEUED, holder=None, sent_at=None)
    unsent = Q(
        sent_at=None, created_at__lt=Now() - timedelta(seconds=settings.JOB_HEARTBEAT_SECONDS)
    )
    late = Q(sent_at__lt=Now() - timedelta(seconds=settings.JOB_RESEND_SECONDS))
    waiting = Job.objects.filter(_due(), state=Job.State.QUEUED)
    return list(
        (waiting if all_waiting else waiting.filter(unsent | late))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _due() -> Q:
    """Not put off, or not any more."""
    return Q(not_before=None) | Q(not_before__lte=Now())


def _stale() -> Q:
    """Running, but without a sign of life; by the database's clock, as hosts may differ."""
    silence = timedelta(seconds=settings.JOB_STALE_SECONDS)
    return Q(state=Job.State.RUNNING, heartbeat_at__lt=Now() - silence)
