"""How far long work is, for the progress bar."""

from dataclasses import dataclass

from django.db.models import QuerySet

from screening.models import Job
from screening.queries.access.authorization import Access


@dataclass(frozen=True, slots=True)
class Progress:
    """A job as its progress bar shows it: `percent` 0 to 100, `rate` in units a second;
    None where not known.
    """

    job: Job
    done: int
    total: int
    percent: int | None
    rate: float | None
    seconds_left: int | None
    finished: bool


def progress(job: Job) -> Progress:
    """What can be said about the job now."""
    percent = min(100, job.done * 100 // job.total) if job.total else None
    running = job.state == Job.State.RUNNING
    rate = job.rate if running and job.rate and job.rate > 0 else None
    left = round((job.total - job.done) / rate) if rate and job.total > job.done else None
    return Progress(
        job, job.done, job.total, percent, rate, left, job.state not in {"queued", "running"}
    )


def visible_jobs(access: Access) -> QuerySet[Job]:
    """The review's jobs that the member may see, newest first: all for a lead,
    else those they started.
    """
    jobs = Job.objects.filter(review=access.review).select_related("by").order_by("-pk")
    return jobs if access.may("lead") else jobs.filter(by=access.user)


def unfinished_jobs(access: Access, kind: str = "") -> QuerySet[Job]:
    """Of those, the ones that wait or run, of one kind if given."""
    jobs = visible_jobs(access).filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    return jobs.filter(kind=kind) if kind else jobs
