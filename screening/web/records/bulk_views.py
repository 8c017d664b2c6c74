"""What the records page does beyond showing: many records at once, and filters kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from screening.actions.screening.bulk_edits import MOST, BulkRefused, label_many, remove_many
from screening.models import SavedFilter
from screening.queries.access.authorization import Access, access_review
from screening.queries.screening.votes import visible_labels
from screening.records.text import plain_name
from screening.web.address_numbers import number_in
from screening.web.records.views import filtered

REFUSALS = {
    "none": gettext_lazy("First select some records."),
    "many": gettext_lazy("More than 1,000 records match: narrow the filter."),
    "label": gettext_lazy("Choose a team label."),
    "reason": gettext_lazy("Give a reason for removing the records."),
}


@login_required
@require_POST
def records_many(request: HttpRequest, review_id: int) -> HttpResponse:
    """Labels, removes or restores the ticked records, or all that the filter finds."""
    access = access_review(request.user, review_id, "judge")
    try:
        changed = _change(request, access)
    except BulkRefused as refused:
        messages.warning(request, REFUSALS[refused.code])
    else:
        said = ngettext("%(n)s record was changed.", "%(n)s records were changed.", changed)
        messages.success(request, said % {"n": changed})
    return back_to_list(review_id, request.POST.get("query", ""))


def _change(request: HttpRequest, access: Access) -> int:
    what, ids = request.POST.get("what", ""), _ids(request, access)
    if what in {"label", "unlabel"}:
        chosen = request.POST.get("label", "")
        label = visible_labels(access).filter(pk=number_in(chosen) or 0).first()
        if label is None:
            raise BulkRefused("label")
        return label_many(
            by=access.user, review=access.review, record_ids=ids, label=label, put=what == "label"
        )
    if not access.may("lead"):
        raise PermissionDenied
    if what not in {"remove", "automation", "restore"}:
        raise BulkRefused("none")
    kind = {"remove": "other", "automation": "automation", "restore": ""}[what]
    note = request.POST.get("note", "")
    return remove_many(by=access.user, review=access.review, record_ids=ids, kind=kind, note=note)


def _ids(request: HttpRequest, access: Access) -> list[int]:
    if request.POST.get("all"):
        rows = filtered(access, QueryDict(request.POST.get("query", ""))).qs.order_by("pk")
        return list(rows.values_list("pk", flat=True)[: MOST + 1])
    return [int(pk) for pk in request.POST.getlist("records") if pk.isdecimal() and len(pk) < 19]


@login_required
@require_POST
def filter_save(request: HttpRequest, review_id: int) -> HttpResponse:
    """Keeps the filter under a name, for this person."""
    access = access_review(request.user, review_id)
    name, query = (
        plain_name(request.POST.get("name", ""))[:100],
        request.POST.get("query", "")[:2000],
    )
    if name:
        SavedFilter.objects.update_or_create(
            review=access.review, user=access.user, name=name, defaults={"query": query}
        )
        messages.success(request, gettext("The filter is saved."))
    return back_to_list(review_id, query)


@login_required
@require_POST
def filter_delete(request: HttpRequest, review_id: int, filter_id: int) -> HttpResponse:
    """Forgets a filter of one's own."""
    access = access_review(request.user, review_id)
    get_object_or_404(SavedFilter, review=access.review, user=access.user, pk=filter_id).delete()
    return redirect("records", review_id=review_id)


def back_to_list(review_id: int, query: str) -> HttpResponse:
    """The list again, with its filter and nothing else of the address."""
    kept = QueryDict(query).urlencode()
    return HttpResponseRedirect(
        reverse("records", kwargs={"review_id": review_id}) + (f"?{kept}" if kept else "")
    )
