"""Many full texts at once, and the page on which a person says which report each is."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.fulltext.fulltext_files import FileRefused, match_file
from screening.actions.fulltext.fulltext_matching import sort_in
from screening.models import UnmatchedFile
from screening.queries.access.authorization import Access, access_review
from screening.queries.fulltext.reports_sought import sought
from screening.web.fulltext.views import FILE_REFUSALS

HOW = {
    "doi": gettext_lazy("same DOI"),
    "pmid": gettext_lazy("same PMID"),
    "title": gettext_lazy("title in the text"),
    "name": gettext_lazy("title in the file name"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest, review_id: int) -> HttpResponse:
    """Files that wait for their report, and a place to drop more."""
    access = access_review(request.user, review_id, "judge")
    if request.method == "POST":
        _take(request, access)
        return redirect("full-text-many", review_id=review_id)
    files = (
        UnmatchedFile.objects.filter(review=access.review)
        .select_related("suggested", "by")
        .order_by("pk")
    )
    context = {
        "access": access,
        "rows": [(file, HOW.get(file.found.get("how", ""), "")) for file in files],
        "reports": sought(access.review).order_by("title_sort", "pk") if files else [],
    }
    return render(request, "screening/fulltext/many.html", context)


def _take(request: HttpRequest, access: Access) -> None:
    taken = 0
    for given in request.FILES.getlist("files"):
        try:
            sort_in(
                by=access.user,
                review=access.review,
                name=given.name or "",
                content=given,
                limit=settings.UPLOAD_LIMIT,
            )
            taken += 1
        except FileRefused as refused:
            messages.error(request, f"{given.name}: {FILE_REFUSALS[refused.code]}")
    if taken:
        told = ngettext(
            "%(n)d file was read. Check below.", "%(n)d files were read. Check below.", taken
        )
        messages.success(request, told % {"n": taken})


@login_required
@require_POST
def match(request: HttpRequest, review_id: int) -> HttpResponse:
    """Gives every file the report chosen for it; "drop" throws it away,
    nothing chosen leaves it waiting.
    """
    access = access_review(request.user, review_id, "judge")
    done = 0
    for file in UnmatchedFile.objects.filter(review=access.review).order_by("pk"):
        chosen = request.POST.get(f"report-{file.pk}", "")
        if chosen != "drop" and not (chosen.isdecimal() and len(chosen) < 19):
            continue
        try:
            report = None if chosen == "drop" else int(chosen)
            match_file(by=access.user, review=access.review, unmatched_id=file.pk, record_id=report)
            done += 1
        except FileRefused as refused:
            messages.error(request, f"{file.name}: {FILE_REFUSALS[refused.code]}")
    if done:
        messages.success(
            request, ngettext("%(n)d file assigned.", "%(n)d files assigned.", done) % {"n": done}
        )
    return redirect("full-text-many", review_id=review_id)
