"""Searches: what was searched where, and how its hits, files and records add up."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.imports import searches as actions
from screening.actions.protocol.rule_changes import RuleRefused
from screening.actions.protocol.rule_outlook import search_change
from screening.models import ImportFile, Search
from screening.queries.access.authorization import Access, access_review
from screening.queries.imports.import_files import Totals, totals
from screening.web.imports.file_views import BUSY, lines_of
from screening.web.imports.forms import UploadForm
from screening.web.imports.search_forms import SearchForm
from screening.web.protocol.rule_views import REFUSALS as RULE_REFUSALS
from screening.web.protocol.rule_views import preview, unagreed

REFUSALS = {
    "in_use": gettext_lazy(
        "This search contains files or records. Undo their import and discard the files first."
    ),
    "too_many": gettext_lazy(
        "Too many records would move to the other column at once. Undo the imports first."
    ),
}

#: How a strategy begins whose lines were pasted with the numbers the database gave them: #1, 1.,
#: S1, (1), 1、
_NUMBERED = re.compile(r"\s*(?:[#＃S]|[(（])?\s?1(?:[.、．:：)）\s]|$)")


@login_required
@require_safe
def searches(request: HttpRequest, review_id: int) -> HttpResponse:
    """All searches with their numbers."""
    access = access_review(request.user, review_id)
    counted = totals(access.review)
    rows = [(search, counted[search.pk]) for search in Search.objects.filter(review=access.review)]
    context = {
        "access": access,
        "rows": rows,
        "sum": _sum(list(counted.values())),
        "without_hits": sum(each.hits is None for each in counted.values()),
        "leads": access.may("lead"),
    }
    return render(request, "screening/imports/searches.html", context)


def _sum(counted: list[Totals]) -> Totals:
    # A search without a number is left out of the sum, not counted as nothing; the page says so.
    hits = [each.hits for each in counted if each.hits is not None]
    names = ("found", "imported", "rejected", "mended", "by_hand", "waiting")
    return Totals(
        sum(hits) if hits else None,
        *(sum(getattr(each, name) for each in counted) for name in names),
    )


@login_required
@require_safe
def search(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """One search: what is reported of it, its files, and the way to bring more."""
    access = access_review(request.user, review_id)
    one = _own(access, search_id)
    files = list(one.files.select_related("uploaded_by").order_by("-pk"))
    lines = one.strategy.split("\n") if one.strategy else []
    context = {
        "access": access,
        "search": one,
        "totals": totals(access.review)[one.pk],
        "lines": lines_of(files),
        "strategy": lines,
        "numbered": bool(_NUMBERED.match(one.strategy)),
        "form": UploadForm(),
        "leads": access.may("lead"),
        "run_again": sorted({file.run_again_on for file in files if file.run_again_on}),
        "busy": any(file.state in BUSY for file in files),
        "ready": sum(file.state == ImportFile.State.READ and file.found > 0 for file in files),
    }
    return render(request, "screening/imports/search.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search_new(request: HttpRequest, review_id: int) -> HttpResponse:
    """A new search."""
    access = access_review(request.user, review_id, "lead")
    form = SearchForm(request.POST or None, initial={"kind": request.GET.get("kind", "database")})
    if request.method == "POST" and form.is_valid():
        made = actions.add_search(by=access.user, review=access.review, **form.cleaned_data)
        messages.success(request, _("Saved. Now upload the exported files."))
        return redirect("search", review_id, made.pk)
    return _form(request, access, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search_edit(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """What is reported of a search."""
    access = access_review(request.user, review_id, "lead")
    one = _own(access, search_id)
    form = SearchForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        fresh, agreed = _own(access, search_id), request.POST.get("agreed", "")
        small = actions.moved_records(fresh, form.cleaned_data["kind"]) <= actions.MOST_MOVED
        if small and (found := unagreed(request, search_change(fresh, form.cleaned_data["kind"]))):
            return preview(request, access, found, title=one.name, back="searches")
        try:
            actions.change_search(by=access.user, search=fresh, agreed=agreed, **form.cleaned_data)
        except RuleRefused as refused:
            messages.error(request, str(RULE_REFUSALS[refused.code]))
            return redirect("search", review_id, search_id)
        except actions.SearchRefused as refused:
            form.add_error("kind", str(REFUSALS[refused.code]))
        else:
            messages.success(request, _("Saved."))
            return redirect("search", review_id, search_id)
    return _form(request, access, form, one)


@login_required
@require_POST
def search_delete(request: HttpRequest, review_id: int, search_id: int) -> HttpResponse:
    """Deletes a search that holds nothing."""
    access = access_review(request.user, review_id, "lead")
    try:
        actions.delete_search(by=access.user, search=_own(access, search_id))
    except actions.SearchRefused as refused:
        messages.error(request, str(REFUSALS[refused.code]))
        return redirect("search", review_id, search_id)
    messages.success(request, _("The search was deleted."))
    return redirect("searches", review_id)


def _own(access: Access, search_id: int) -> Search:
    return get_object_or_404(Search, review=access.review, pk=search_id)


def _form(
    request: HttpRequest, access: Access, form: SearchForm, one: Search | None
) -> HttpResponse:
    return render(
        request,
        "screening/imports/search_form.html",
        {"access": access, "form": form, "search": one},
    )
