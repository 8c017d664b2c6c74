"""The whole review as one file, and a review loaded from such a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening import tasks
from screening.actions.archive.archive_jobs import ReasonMissing, begin, bring
from screening.actions.jobs import job_queue
from screening.queries.access.authorization import Access, access_review
from screening.queries.archive.archives import last_archive, loads_of
from screening.queries.exports.snapshot import may_see_votes
from screening.queries.jobs.job_progress import progress
from screening.web.archive.forms import ArchiveForm
from screening.web.download_names import download_name
from screening.web.screening.stage_forms import WhyForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, review_id: int) -> HttpResponse:
    """Has the archive made, and shows the one there is."""
    access = access_review(request.user, review_id, "keep")
    if request.method == "POST":
        if may_see_votes(access):
            _begin(request, access)
        else:
            messages.warning(
                request, _("An archive contains every individual vote: close all stages first.")
            )
        return redirect("archive", review_id=review_id)
    return render(request, "screening/archive/archive.html", _context(access))


def _begin(request: HttpRequest, access: Access) -> None:
    form = WhyForm(request.POST)
    try:
        with transaction.atomic():
            why = form.cleaned_data["reason"] if form.is_valid() else ""
            job, new = begin(by=access.user, review=access.review, reason=why)
            if new:
                tasks.send(job)
    except ReasonMissing:
        messages.error(request, _("Give a reason; it is kept in the history. Nothing was changed."))


def _context(access: Access) -> dict[str, Any]:
    job = last_archive(access.review)
    return {
        "access": access,
        "job": job,
        "busy": job is not None and job.state in job_queue.UNFINISHED,
        "votes": may_see_votes(access),
        "mine": job is not None and job.by_id == access.user.pk,
    }


@login_required
@require_safe
def archive_state(request: HttpRequest, review_id: int) -> HttpResponse:
    """Whether the archive is being made; asks the browser for the whole page once it is over."""
    context = _context(access_review(request.user, review_id, "keep"))
    answer = render(request, "screening/archive/_archive_state.html", context)
    if not context["busy"]:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_safe
def archive_download(request: HttpRequest, review_id: int) -> FileResponse:
    """The archive, for whoever had it made; it shows single votes,
    and so waits for all stages to be closed.
    """
    access = access_review(request.user, review_id, "keep")
    if not may_see_votes(access):
        raise PermissionDenied
    job = last_archive(access.review)
    if job is not None and job.by_id != access.user.pk:
        raise PermissionDenied
    stored = (job.result or {}).get("stored") if job else None
    if not stored or not default_storage.exists(stored):
        raise Http404
    name = download_name(access.review, "archive.zip")
    return FileResponse(
        default_storage.open(stored),
        as_attachment=True,
        filename=name,
        content_type="application/zip",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_load(request: HttpRequest) -> HttpResponse:
    """Takes an archive of another installation; it is loaded in the background."""
    form = ArchiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            job = bring(by=request.user, content=form.cleaned_data["file"])
            tasks.send(job)
        return redirect("review-loading", load_id=job.pk)
    return render(request, "screening/archive/review_load.html", {"form": form})


@login_required
@require_safe
def review_loading(request: HttpRequest, load_id: int) -> HttpResponse:
    """How far the loading of one's own archive is, and what came of it."""
    job = get_object_or_404(loads_of(request.user), pk=load_id)
    context = {"job": job, "progress": progress(job), "busy": job.state in job_queue.UNFINISHED}
    context["loaded"] = (job.result or {}).get("review")
    if not request.htmx:
        return render(request, "screening/archive/review_loading.html", context)
    answer = render(request, "screening/archive/_review_loading.html", context)
    if not context["busy"]:
        answer["HX-Refresh"] = "true"
    return answer
