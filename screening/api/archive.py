"""The whole review as one file, and a review loaded from such a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from rest_framework import serializers

from screening import tasks
from screening.actions.archive.archive_jobs import begin, bring
from screening.api.fields import Id, input_of
from screening.api.forms import cleaned
from screening.api.jobs import JobAnswer, told
from screening.api.operation import Call, one_of, operation
from screening.api.problems import Problem
from screening.models import Job, Scope
from screening.queries.archive.archives import last_archive, loads_of
from screening.queries.exports.snapshot import may_see_votes
from screening.web.archive.forms import ArchiveForm
from screening.web.screening.stage_forms import WhyForm

REVIEW = "reviews/<int:review_id>/"


class ArchiveAnswer(serializers.Serializer):
    """The archive of the review that was made last, or is being made."""

    job = JobAnswer(allow_null=True)
    ready = serializers.BooleanField(
        help_text="Whether one may take it away: only whoever had it made."
    )


class LoadInput(serializers.Serializer):
    """An archive that Reviewapp made of a review."""

    file = serializers.FileField()


class LoadAnswer(serializers.Serializer):
    """How far the loading of an archive is; `review` once it is there."""

    job = JobAnswer()
    review = Id(allow_null=True)


@operation("GET", REVIEW + "archive/", needs="keep", scope=Scope.LEAD, answers=ArchiveAnswer)
def get_archive(call: Call) -> dict[str, Any]:
    """Whether there is an archive of the review."""
    job = last_archive(call.review)
    return {"job": told(job) if job else None, "ready": job is not None and _mine(call, job)}


@operation(
    "POST",
    REVIEW + "archive/",
    needs="keep",
    scope=Scope.LEAD,
    takes=input_of("ArchiveInput", WhyForm),
    answers=ArchiveAnswer,
    status=202,
)
def make_archive(call: Call) -> dict[str, Any]:
    """Has the whole review made into one file. It holds every vote, so all stages have to be closed; say why."""
    if call.user.service_of_id is not None:
        raise Problem("service.accounts")
    if not may_see_votes(call.access):
        raise Problem("archives.open")
    with transaction.atomic():
        job, new = begin(
            by=call.user, review=call.review, reason=cleaned(WhyForm(call.data))["reason"]
        )
        if new:
            tasks.send(job)
    return get_archive(call)


@operation(
    "GET", REVIEW + "archive/content/", needs="keep", scope=Scope.LEAD, answers="application/zip"
)
def get_archive_content(call: Call) -> FileResponse:
    """The archive."""
    job = last_archive(call.review)
    if not may_see_votes(call.access) or (job is not None and job.by_id != call.user.pk):
        raise PermissionDenied
    if job is None or not _mine(call, job):
        raise Http404
    stored = default_storage.open((job.result or {})["stored"])
    name = f"review-{call.review.pk}-archive.zip"
    return FileResponse(stored, as_attachment=True, filename=name, content_type="application/zip")


@operation(
    "POST",
    "archives/",
    needs="",
    scope=Scope.LEAD,
    takes=LoadInput,
    answers=LoadAnswer,
    status=202,
    upload=True,
    slow=True,
    conflicts=False,
)
def load_archive(call: Call) -> dict[str, Any]:
    """Brings an archive. A worker makes a new review of it, which one leads; nothing that is there changes."""
    if call.user.service_of_id is not None:
        raise Problem("service.accounts")
    content = cleaned(ArchiveForm({}, {"file": call.data["file"]}))["file"]
    with transaction.atomic():
        job = bring(by=call.user, content=content)
        tasks.send(job)
    return _load(job)


@operation("GET", "archives/<int:load_id>/", needs="", answers=LoadAnswer)
def get_load(call: Call) -> dict[str, Any]:
    """How far the loading of one's own archive is. Ask again after a second or more."""
    if call.token.review_id is not None:
        raise Http404
    return _load(one_of(loads_of(call.user), pk=call.parts["load_id"]))


def _load(job: Job) -> dict[str, Any]:
    return {"job": told(job), "review": (job.result or {}).get("review")}


def _mine(call: Call, job: Job) -> bool:
    stored = (job.result or {}).get("stored")
    return job.by_id == call.user.pk and bool(stored) and default_storage.exists(stored)
