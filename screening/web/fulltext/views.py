"""Full texts: the list of reports sought, their status, and their files."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from screening.actions.fulltext.fulltext_files import FileRefused, remove_full_text, store_full_text
from screening.actions.fulltext.retrieval import set_retrieval
from screening.models import FullTextFile, Record, Retrieval, UnmatchedFile
from screening.queries.access.authorization import access_review
from screening.queries.fulltext.reports_sought import TABS, in_tab, shown_files, sought, tab_counts
from screening.queries.screening.votes import own_marks
from screening.records.documents import PDF
from screening.web.fulltext.forms import FileForm, StatusForm

PAGE = 50
TAB_LABELS = {
    "to_find": gettext_lazy("Not yet found"),
    "requested": gettext_lazy("Requested"),
    "caj_only": gettext_lazy("CAJ only"),
    "retrieved": gettext_lazy("Retrieved"),
    "not_retrieved": gettext_lazy("Not retrieved"),
}
TO_OBTAIN = ("to_find", "requested", "caj_only")
FILE_REFUSALS = {
    "record": gettext_lazy(
        "The full text of this report is no longer sought. The file was not saved."
    ),
    "kind": gettext_lazy(
        "This is not a PDF, CAJ or document file, or the file is damaged. It was not saved."
    ),
    "empty": gettext_lazy("The file is empty. It was not saved."),
    "size": gettext_lazy("The file is too large. It was not saved."),
    "twice": gettext_lazy("This report already has this file."),
}
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@login_required
@require_safe
def full_texts(request: HttpRequest, review_id: int) -> HttpResponse:
    """Reports sought, by where they stand."""
    access = access_review(request.user, review_id)
    counts = tab_counts(access.review)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else next((name for name in TABS if counts[name]), "to_find")
    found = in_tab(sought(access.review), tab).order_by("title_sort", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "access": access,
        "tabs": [(name, label, counts[name]) for name, label in TAB_LABELS.items()],
        "tab": tab,
        "tab_query": f"tab={tab}",
        "page": page,
        "statuses": [("to_find", _("Not yet found")), *Retrieval.Status.choices],
        "works": access.may("judge"),
        "counts": counts,
        "total": sum(counts.values()),
        "left": sum(counts[name] for name in TO_OBTAIN),
        "to_match": UnmatchedFile.objects.filter(review=access.review).count()
        if access.may("judge")
        else 0,
    }
    return render(request, "screening/fulltext/reports.html", context)


@login_required
@require_POST
def set_status(request: HttpRequest, review_id: int) -> HttpResponse:
    """Writes one status to the ticked reports."""
    access = access_review(request.user, review_id, "judge")
    form = StatusForm(request.POST)
    if form.is_valid():
        status = "" if form.cleaned_data["status"] == "to_find" else form.cleaned_data["status"]
        changed = set_retrieval(
            by=access.user,
            review=access.review,
            record_ids=form.cleaned_data["records"],
            status=status,
            note=form.cleaned_data["note"],
        )
        messages.success(
            request,
            ngettext("%(n)d report changed.", "%(n)d reports changed.", changed) % {"n": changed},
        )
    else:
        messages.warning(request, _("First select the reports to change."))
    return _back(request, review_id)


@login_required
@require_POST
def upload(request: HttpRequest, review_id: int, record_id: int) -> HttpResponse:
    """Keeps a file with its report."""
    access = access_review(request.user, review_id, "judge")
    get_object_or_404(Record, review=access.review, pk=record_id)
    form = FileForm(request.POST, request.FILES)
    given: Any = form.files.get("file")
    if given is None:
        messages.warning(request, _("Choose a file first."))
        return _back(request, review_id)
    try:
        kept = store_full_text(
            by=access.user,
            review=access.review,
            record_id=record_id,
            name=given.name,
            content=given,
            limit=settings.UPLOAD_LIMIT,
        )
        messages.success(
            request,
            _("%(name)s was saved; the report is marked as retrieved.") % {"name": kept.name},
        )
    except FileRefused as refused:
        messages.error(request, str(FILE_REFUSALS[refused.code]))
    return _back(request, review_id)


@login_required
@require_safe
def download(request: HttpRequest, review_id: int, document_id: int) -> FileResponse:
    """The file as it was uploaded, to be saved, never shown by our own pages' rights."""
    access = access_review(request.user, review_id)
    file = get_object_or_404(shown_files(access.review), pk=document_id)
    try:
        content = file.stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        content, as_attachment=True, filename=file.name, content_type=file.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


@login_required
@require_safe
def read(request: HttpRequest, review_id: int, document_id: int) -> HttpResponse:
    """A PDF in the page; other files can only be downloaded."""
    access = access_review(request.user, review_id)
    file = get_object_or_404(shown_files(access.review), pk=document_id)
    if file.content_type != PDF:
        return redirect("full-text-file", review_id=review_id, document_id=document_id)
    context = {
        "access": access,
        "file": file,
        "marks": own_marks(access, file) if access.may("judge") else None,
    }
    return render(request, "screening/fulltext/read.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, review_id: int, document_id: int) -> HttpResponse:
    """Takes a file away again."""
    access = access_review(request.user, review_id, "judge")
    get_object_or_404(FullTextFile, pk=document_id, record__review=access.review)
    if remove_full_text(by=access.user, review=access.review, file_id=document_id):
        messages.success(
            request, _("The file was removed. The report is still marked as retrieved.")
        )
    return _back(request, review_id)


def _back(request: HttpRequest, review_id: int) -> HttpResponse:
    tab = request.POST.get("tab", "")
    query = {"tab": tab} if tab in TABS else None
    return redirect(reverse("full-texts", kwargs={"review_id": review_id}, query=query))
