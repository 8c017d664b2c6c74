"""Large exports: asked for, watched, cancelled, and taken away by whoever asked."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from screening.actions.exports import export_job
from screening.actions.jobs import job_queue
from screening.exports import EXPORTS
from screening.models import Job
from screening.queries.access.authorization import Access, access_review
from screening.queries.exports.snapshot import sight
from screening.queries.jobs.job_progress import progress
from screening.tasks import send
from screening.web.download_names import download_name
from screening.web.exports.export_options import chosen_export, file_language, told_wishes
from screening.web.exports.forms import WishesForm

SHOWN = 10


@login_required
@require_POST
def export_prepare(request: HttpRequest, review_id: int, key: str) -> HttpResponse:
    """Has a worker make the file."""
    access = access_review(request.user, review_id)
    chosen = chosen_export(access, key)
    back = reverse("exports", kwargs={"review_id": review_id}) + f"?{request.GET.urlencode()}"
    form = WishesForm(request.GET or None)
    if form.errors:
        return redirect(back)
    with transaction.atomic():
        language = file_language(form, chosen)
        job, new = export_job.ask(
            access=access, key=key, wishes=told_wishes(form), language=language
        )
        if new:
            send(job)
    return redirect(back + "#files")


@login_required
@require_safe
def export_files(request: HttpRequest, review_id: int) -> HttpResponse:
    """One's own files of this review, and how far those are that are being made."""
    access = access_review(request.user, review_id)
    return render(request, "screening/exports/_files.html", files_context(access))


def files_context(access: Access) -> dict[str, Any]:
    """What the list of files needs."""
    files = [
        _file(access, job) for job in export_job.exports_of(access.user, access.review.pk)[:SHOWN]
    ]
    shown = [
        file for file in files if file["export"] and not (file["job"].result or {}).get("swept")
    ]
    return {"access": access, "files": shown, "making": any(file["busy"] for file in shown)}


def _file(access: Access, job: Job) -> dict[str, Any]:
    keep = timedelta(hours=settings.EXPORT_KEEP_HOURS)
    return {
        "job": job,
        "export": EXPORTS.get(job.params.get("key", "")),
        "query": job.params["query"] if "rows" in job.params else None,
        "busy": job.state in job_queue.UNFINISHED,
        "progress": progress(job),
        "until": job.finished_at + keep if job.finished_at else None,
        "stale": _stale(access, job),
    }


def _stale(access: Access, job: Job) -> bool:
    """Whether the member's role or the state of the stages is another than when the file was made."""
    return bool(job.result) and "stored" in job.result and job.result.get("sight") != sight(access)


@login_required
@require_safe
def export_file(
    request: HttpRequest, review_id: int, export_id: int
) -> FileResponse | HttpResponse:
    """The file: for the one who asked, and only while they may see what is in it."""
    access = access_review(request.user, review_id)
    job = get_object_or_404(
        export_job.exports_of(access.user, review_id), pk=export_id, state=Job.State.DONE
    )
    chosen = chosen_export(access, job.params["key"], of_list="rows" in job.params)
    stored, kept = (job.result or {}).get("stored"), timedelta(hours=settings.EXPORT_KEEP_HOURS)
    late = job.finished_at is None or job.finished_at < timezone.now() - kept
    if not stored or late or not default_storage.exists(stored):
        raise Http404
    if _stale(access, job):
        messages.warning(
            request,
            _("Your role or the state of the stages has changed since. Prepare the file again."),
        )
        return redirect("exports", review_id=review_id)
    return FileResponse(
        default_storage.open(stored),
        as_attachment=True,
        filename=download_name(access.review, chosen.filename),
        content_type=chosen.content_type,
        headers={"X-Content-Type-Options": "nosniff"},
    )


@login_required
@require_POST
def export_cancel(request: HttpRequest, review_id: int, export_id: int) -> HttpResponse:
    """Stops the making of one's own file."""
    access = access_review(request.user, review_id)
    job_queue.cancel(
        by=access.user,
        job=get_object_or_404(export_job.exports_of(access.user, review_id), pk=export_id),
    )
    return redirect(reverse("exports", kwargs={"review_id": review_id}) + "#files")
