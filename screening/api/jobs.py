"""Long work: how far it is, what came of it, and stopping it."""

from typing import Any

from rest_framework import serializers

from screening import tasks
from screening.actions.jobs import job_queue as actions
from screening.api.fields import Id, Moment, PageQuery, choice, paged
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.models import Job, Scope
from screening.queries.jobs.job_progress import progress, visible_jobs
from screening.queries.translation import say

BASE = "reviews/<int:review_id>/jobs/"


class JobAnswer(serializers.Serializer):
    """A job. `finished` says that nothing will change any more; then `state` is done, failed or cancelled."""

    id = Id()
    kind = serializers.CharField()
    state = choice(Job.State.choices)
    finished = serializers.BooleanField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    seconds_left = serializers.IntegerField(allow_null=True)
    message = serializers.CharField(
        allow_blank=True, help_text="What went wrong, in the reader's language."
    )
    created_at = Moment()
    finished_at = Moment(allow_null=True)


def told(job: Job) -> dict[str, Any]:
    """The job as it is answered. What it gave is told by what it worked on: a file, an export, an archive."""
    now = progress(job)
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "finished": now.finished,
        "done": now.done,
        "total": now.total,
        "percent": now.percent,
        "seconds_left": now.seconds_left,
        "message": say(job.message) if job.message and job.state == Job.State.FAILED else "",
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }


@operation("GET", BASE, query=(PageQuery,), answers=paged("Job", JobAnswer))
def list_jobs(call: Call) -> dict[str, Any]:
    """Work of this review, newest first: all of it for leads, else what one has started oneself."""
    return page_of(
        call, visible_jobs(call.access), order="-pk", told=lambda rows: [told(row) for row in rows]
    )


@operation("GET", BASE + "<int:job_id>/", answers=JobAnswer)
def get_job(call: Call) -> dict[str, Any]:
    """How far a job is. Ask again after a second or more."""
    return told(one_of(visible_jobs(call.access), pk=call.parts["job_id"]))


@operation(
    "POST",
    BASE + "<int:job_id>/cancel/",
    scope=Scope.IMPORT,
    answers=JobAnswer,
    status=200,
    conflicts=False,
)
def cancel_job(call: Call) -> dict[str, Any]:
    """Asks a job to stop and to leave nothing half done; one that has finished stays as it is."""
    job = actions.cancel(
        by=call.user, job=one_of(visible_jobs(call.access), pk=call.parts["job_id"])
    )
    if job.state not in actions.UNFINISHED and job.kind in tasks.CLEARS:
        tasks.CLEARS[job.kind](job)
    return told(job)
