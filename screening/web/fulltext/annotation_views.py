"""A person's own marks beside a full text: passages and notes by page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.fulltext.annotations import MarkRefused, mark_page, unmark_page
from screening.models import FullTextFile
from screening.queries.access.authorization import Access, access_review
from screening.queries.fulltext.reports_sought import shown_files
from screening.queries.screening.votes import own_marks
from screening.web.fulltext.forms import MarkForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: HttpRequest, review_id: int, document_id: int) -> HttpResponse:
    """My marks on this file; a posted one is added."""
    access = access_review(request.user, review_id, "judge")
    file = get_object_or_404(shown_files(access.review), pk=document_id)
    if request.method != "POST":
        return _answer(request, access, file)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _answer(
            request,
            access,
            file,
            wrong=_("Give the page, and keep the text under 5,000 characters."),
        )
    try:
        mark_page(by=access.user, review=access.review, file_id=file.pk, **form.cleaned_data)
    except MarkRefused:
        return _answer(request, access, file, wrong=_("Mark some text, or write a note, first."))
    return _answer(request, access, file, said=_("Saved. Only you can see it."))


@login_required
@require_POST
def unmark(request: HttpRequest, review_id: int, document_id: int, mark_id: int) -> HttpResponse:
    """Takes one of my marks away."""
    access = access_review(request.user, review_id, "judge")
    file = get_object_or_404(shown_files(access.review), pk=document_id)
    mark = get_object_or_404(own_marks(access, file), pk=mark_id)
    unmark_page(by=access.user, review=access.review, mark_id=mark.pk)
    return _answer(request, access, file, said=_("The mark was removed."))


def _answer(
    request: HttpRequest, access: Access, file: FullTextFile, *, said: str = "", wrong: str = ""
) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        context = {
            "access": access,
            "file": file,
            "marks": own_marks(access, file),
            "said": said,
            "wrong": wrong,
        }
        return render(request, "screening/fulltext/_annotations.html", context)
    if wrong:
        messages.error(request, wrong)
    elif said:
        messages.success(request, said)
    return redirect("full-text-read", review_id=access.review.pk, document_id=file.pk)
