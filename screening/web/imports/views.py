"""Imports: begun, cancelled, undone; what was rejected, and mending it."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening import tasks
from screening.actions.imports import import_job, imported_decisions, undo_import
from screening.actions.imports.import_files import FileRefused
from screening.actions.jobs import job_queue
from screening.actions.records.record_edits import RecordRefused, mend_entry
from screening.models import ImportFile, RejectedEntry, Search
from screening.queries.access.authorization import Access, access_review
from screening.queries.imports.import_files import dependents, file_of, job_of
from screening.queries.translation import say
from screening.web.imports.file_views import REFUSALS, check_may_see_text
from screening.web.imports.forms import DecisionsForm, EntryForm
from screening.web.language import in_reader_language


@login_required
@require_POST
def import_file(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """Begins the import of a file."""
    access = access_review(request.user, review_id, "lead")
    one = _own(access, file_id)
    try:
        with transaction.atomic():
            tasks.send(
                import_job.begin_import(by=access.user, file=one, again="again" in request.POST)
            )
    except FileRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    return redirect("file", review_id, file_id)


@login_required
@require_POST
def import_all(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """Begins the import of every file of a search that waits for it;
    copies of imported files are left for a person.
    """
    access = access_review(request.user, review_id, "lead")
    search = get_object_or_404(Search, review=access.review, pk=search_id)
    begun = 0
    for one in search.files.filter(state=ImportFile.State.READ, found__gt=0).order_by("pk"):
        try:
            with transaction.atomic():
                tasks.send(import_job.begin_import(by=access.user, file=one))
        except FileRefused as refused:
            messages.warning(request, f"{one.name}: {REFUSALS[refused.code]}")
        else:
            begun += 1
    if begun:
        text = ngettext("Import of %(n)d file started.", "Import of %(n)d files started.", begun)
        messages.success(request, text % {"n": begun})
    return redirect("search", review_id, search_id)


@login_required
@require_POST
def cancel(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """Asks the work on a file to stop and to leave nothing;
    what has ended without clearing up is cleared now.
    """
    access = access_review(request.user, review_id, "lead")
    one = _own(access, file_id)
    job = job_of(one)
    ended = (
        job is not None
        and job_queue.cancel(by=access.user, job=job).state not in job_queue.UNFINISHED
    )
    if job is not None and ended and job.kind in tasks.CLEARS:
        tasks.CLEARS[job.kind](job)
    return redirect("file", review_id, file_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """What an undo would take along, and the undo itself while that is nothing of people."""
    access = access_review(request.user, review_id, "lead")
    one = _own(access, file_id)
    if request.method == "POST":
        try:
            with transaction.atomic():
                tasks.send(undo_import.begin_undo(by=access.user, file=one))
        except FileRefused as refused:
            messages.error(request, str(REFUSALS[refused.code]))
            return redirect("file-undo" if refused.code == "in_use" else "file", review_id, file_id)
        return redirect("file", review_id, file_id)
    context = {"access": access, "file": one, "dependents": dependents(one, access)}
    return render(request, "screening/imports/file_undo.html", context)


@login_required
@require_safe
def rejected(request: HttpRequest, review_id: int, file_id: int) -> HttpResponseBase:
    """Every rejected entry as one text: place, reason, and the entry as it stands in the file."""
    access = access_review(request.user, review_id)
    one = _own(access, file_id)
    check_may_see_text(access, one)
    answer = StreamingHttpResponse(
        in_reader_language(_rejected_text(one)), content_type="text/plain; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="rejected-{one.pk}.txt"'
    return answer


def _rejected_text(one: ImportFile) -> Iterator[str]:
    yield "\ufeff"
    for entry in one.rejected_entries.filter(mended_as=None).order_by("line", "pk").iterator():
        yield f"==== {one.name}:{entry.line} ==== {say(entry.message)}\n{entry.raw}\n\n"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, review_id: int, file_id: int, entry_id: int) -> HttpResponse:
    """A rejected entry, with its text to be mended and read again."""
    access = access_review(request.user, review_id, "lead" if request.method == "POST" else "see")
    one = _own(access, file_id)
    check_may_see_text(access, one)
    entry = get_object_or_404(RejectedEntry, file=one, pk=entry_id)
    form = EntryForm(request.POST or None, initial={"raw": entry.raw})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = mend_entry(by=access.user, entry=entry, raw=form.cleaned_data["raw"])
                tasks.send(import_job.next_dedupe(access.review, access.user))
        except RecordRefused as refused:
            if refused.code == "mended":
                raise Http404 from None
            said = [say(problem.message) for problem in refused.problems]
            form.add_error("raw", said or _("This text does not contain a record."))
        else:
            messages.success(request, _("The entry has been imported as a record."))
            return redirect("record", review_id, made[0].pk)
    context = {
        "access": access,
        "file": one,
        "entry": entry,
        "form": form,
        "leads": access.may("lead"),
    }
    return render(request, "screening/imports/entry.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: HttpRequest, review_id: int, file_id: int) -> HttpResponse:
    """What becomes of the decisions that another tool wrote into the file."""
    access = access_review(request.user, review_id, "lead")
    one = _own(access, file_id)
    form = DecisionsForm(one, request.POST or None)
    if request.method == "POST" and form.is_valid() and not form.choices():
        messages.warning(
            request, _("First choose what the decisions become. Nothing was imported.")
        )
    elif request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                tasks.send(
                    imported_decisions.begin_adoption(
                        by=access.user, file=one, choices=form.choices()
                    )
                )
        except imported_decisions.AdoptionRefused:
            messages.error(
                request, _("These decisions cannot be imported now. Nothing was changed.")
            )
        else:
            messages.success(
                request, _("The decisions are being imported; you can continue working.")
            )
        return redirect("file", review_id, file_id)
    return render(
        request,
        "screening/imports/file_decisions.html",
        {"access": access, "file": one, "form": form},
    )


def _own(access: Access, file_id: int) -> ImportFile:
    return get_object_or_404(file_of(access, file_id))
