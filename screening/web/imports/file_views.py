"""Files of a search: uploaded, looked at, read differently, downloaded, discarded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from screening import tasks
from screening.actions.imports import import_files as actions
from screening.actions.imports.import_files import FileRefused, Upload
from screening.actions.imports.parser_client import Reader
from screening.actions.jobs import job_queue
from screening.formats import FORMATS, SAMPLE_SIZE, sample_of
from screening.formats._archive import is_archive
from screening.formats._asreview_project import KEY as ASREVIEW
from screening.formats._asreview_project import is_project
from screening.models import ImportFile, Job, Review, Search, User
from screening.queries.access.authorization import Access, access_review
from screening.queries.imports.import_files import (
    adoption_of,
    copies,
    file_of,
    job_of,
    twins,
    working,
)
from screening.queries.jobs.job_progress import Progress, progress
from screening.queries.translation import say
from screening.web.imports.forms import ReadAgainForm, UploadForm

#: Bytes that are read while the person waits; the rest is read in the background.
READ_AT_ONCE = 2 << 20
#: Seconds that reading may take while the person waits.
PATIENCE = 20
BUSY = (ImportFile.State.READING, ImportFile.State.IMPORTING, ImportFile.State.UNDOING)
REFUSALS = {
    "state": gettext_lazy(
        "This file is being processed, or has been imported. Nothing was changed."
    ),
    "twin": gettext_lazy(
        "The same file has already been imported. Confirm that you want to import its records again."
    ),
    "in_use": gettext_lazy(
        "People have already worked on these records, so the import cannot be undone."
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A file in a list: how far the work on it is, and the same content brought before."""

    file: ImportFile
    format: str
    progress: Progress | None
    twin: ImportFile | None


def format_label(file: ImportFile) -> str:
    """The name of the format a file was read as; "" when it is not known."""
    if file.format == ASREVIEW:
        return gettext_noop("ASReview project")
    return FORMATS[file.format].label if file.format in FORMATS else file.format


def lines_of(files: Sequence[ImportFile]) -> list[Line]:
    """The files of one review as lines, in a fixed number of queries."""
    if not files:
        return []
    running, same = working(files[0].review), copies(files[0].review)
    return [
        Line(
            file,
            format_label(file),
            progress(running[file.pk]) if file.pk in running else None,
            next((twin for twin in same.get(file.sha256, ()) if twin.pk < file.pk), None),
        )
        for file in files
    ]


@login_required
@require_POST
def upload(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """Takes files, opens archives, reads what is small at once and the rest in the background."""
    access = access_review(request.user, review_id, "lead")
    search = get_object_or_404(Search, review=access.review, pk=search_id)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        for error in form.errors.get("files", []):
            messages.error(request, error)
        return redirect("search", review_id, search_id)
    with Reader(seconds=PATIENCE) as reader:
        stored: list[ImportFile] = []
        for file in form.cleaned_data["files"]:
            stored += _keep(
                request, access, search, file, reader, form.cleaned_data["run_again_on"]
            )
        read_now_or_later(access.review, access.user, stored, reader)
    only = stored[0] if len(stored) == 1 else None
    if only is None:  # the page of a file says it itself
        _tell_twins(request, stored)
    target = (
        reverse("file", args=[review_id, only.pk])
        if only
        else reverse("search", args=[review_id, search_id])
    )
    # A script that followed a redirect would use up the messages before the person sees the page.
    return JsonResponse({"target": target}) if "X-Target" in request.headers else redirect(target)


def _keep(
    request: HttpRequest,
    access: Access,
    search: Search,
    file: UploadedFile,
    reader: Reader,
    day: date | None,
) -> list[ImportFile]:
    upload = Upload(file.name or "?", file)
    head = file.read(1 << 16)
    file.seek(0)
    project = is_archive(head) and is_project(file)  # one whole, though it is packed
    file.seek(0)
    if project or not is_archive(head):
        return [actions.store(by=access.user, search=search, upload=upload, run_again_on=day)]
    found, told = actions.unpack(
        by=access.user, search=search, upload=upload, reader=reader, run_again_on=day
    )
    for message in told:
        messages.warning(request, say(message))
    return found


def read_now_or_later(
    review: Review, by: User, files: Sequence[ImportFile], reader: Reader
) -> None:
    """Reads what is small while the person waits, and leaves the rest to a job."""
    later, spent = [], 0
    for file in files:
        spent += file.size
        if spent <= READ_AT_ONCE:
            actions.read(file=file, reader=reader)
        else:
            later.append(file.pk)
    if later:
        with transaction.atomic():
            tasks.send(job_queue.enqueue(kind="read", review=review, by=by, files=later))


def _tell_twins(request: HttpRequest, files: Sequence[ImportFile]) -> None:
    for file in files:
        if twin := twins(file).filter(pk__lt=file.pk).first():
            values = {"name": file.name, "twin": twin.name, "search": twin.search.name}
            text = _(
                "%(name)s has the same content as %(twin)s, which was already added to %(search)s."
            )
            messages.warning(request, text % values)


@login_required
@require_safe
def file(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """One file: what was found in it before the import, and what became of it after."""
    access = access_review(request.user, review_id)
    one = _own(access, file_id)
    return render(request, "screening/imports/file.html", _context(access, one))


def _context(access: Access, one: ImportFile, form: ReadAgainForm | None = None) -> dict[str, Any]:
    job = job_of(one)
    return {
        "access": access,
        "file": one,
        "search": one.search,
        "leads": access.may("lead"),
        "format": format_label(one),
        "problems": [p for p in one.problems if p["message"] != one.error],
        "job": job,
        "progress": progress(job) if job else None,
        "busy": _busy(one, job),
        "twins": list(twins(one)[:5]),
        "entries": list(one.rejected_entries.order_by("line", "pk")[:200]),
        "form": form or ReadAgainForm(one),
        "unused": one.options.get("unused", []),
        "readings": one.options.get("readings", []),
        "unseen": one.format in FORMATS and not FORMATS[one.format].original,
        "preview": one.preview,
        "decided": one.options.get("decisions", []),
        "adoption": adoption_of(one) if one.options.get("decisions") else None,
        "texts": access.may("lead") or not one.options.get("decisions"),
    }


def _busy(one: ImportFile, job: Job | None) -> bool:
    """Whether somebody works on the file; one that was stored but never read waits for a person
    instead.
    """
    if one.state == ImportFile.State.READING:
        return job is not None and job.state in job_queue.UNFINISHED
    return one.state in BUSY


@login_required
@require_safe
def state(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """How far the work on a file is; asks the browser for the whole page once it is over."""
    access = access_review(request.user, review_id)
    one = _own(access, file_id)
    context = _context(access, one)
    answer = render(request, "screening/imports/_file_state.html", context)
    if not context["busy"]:
        answer["HX-Refresh"] = "true"
    return answer


def check_may_see_text(access: Access, one: ImportFile) -> None:
    """Only leads see the text of a file that holds decisions of people;
    raises PermissionDenied for others.
    """
    if one.options.get("decisions") and not access.may("lead"):
        raise PermissionDenied


@login_required
@require_safe
def download(request: HttpRequest, review_id: int, file_id: int) -> HttpResponseBase:
    """The file exactly as it was brought, never shown by the browser itself."""
    access = access_review(request.user, review_id)
    one = _own(access, file_id)
    check_may_see_text(access, one)
    content = default_storage.open(one.stored.name)
    answer = FileResponse(
        content, as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@login_required
@require_safe
def sample(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """The beginning of a text file with its texts replaced,
    for a reader that was built without such a file.
    """
    access = access_review(request.user, review_id)
    one = _own(access, file_id)
    check_may_see_text(access, one)
    if one.format not in FORMATS or FORMATS[one.format].binary:
        raise Http404
    with default_storage.open(one.stored.name) as content:
        head = content.read(SAMPLE_SIZE)
    text = sample_of(head, one.encoding or "utf-8", header=bool(one.options.get("table")))
    answer = HttpResponse(text, content_type="application/octet-stream")
    answer["Content-Disposition"] = (
        f'attachment; filename="sample-{one.pk}.{FORMATS[one.format].extension}"'
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@login_required
@require_POST
def read_again(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """Reads a file with another format, encoding or meaning of its columns."""
    access = access_review(request.user, review_id, "lead")
    one = _own(access, file_id)
    form = ReadAgainForm(one, request.POST)
    if not form.is_valid():
        return render(request, "screening/imports/file.html", _context(access, one, form))
    data = form.cleaned_data
    try:
        one = actions.choose(
            by=access.user,
            file=one,
            format_key=data["format"],
            encoding=data["encoding"],
            mapping=form.mapping(),
        )
    except FileRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
        return redirect("file", review_id, file_id)
    with Reader(seconds=PATIENCE) as reader:
        read_now_or_later(access.review, access.user, [one], reader)
    return redirect("file", review_id, file_id)


@login_required
@require_POST
def discard(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """Takes away a file that was not imported."""
    access = access_review(request.user, review_id, "lead")
    one = _own(access, file_id)
    try:
        actions.discard(by=access.user, file=one)
    except FileRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
        return redirect("file", review_id, file_id)
    messages.success(request, _("%(name)s was discarded.") % {"name": one.name})
    return redirect("search", review_id, one.search_id)


def _own(access: Access, file_id: int) -> ImportFile:
    return get_object_or_404(file_of(access, file_id))
