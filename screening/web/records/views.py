"""The records page: one table for everything."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from screening.models import SavedFilter, Search
from screening.queries.access.authorization import Access, access_review
from screening.queries.flow.manual_counts import manual_behind
from screening.queries.records.listing import COUNTED_TO, listed, records_of
from screening.queries.screening.votes import visible_labels
from screening.web.address_numbers import LARGEST
from screening.web.filter_bar import group
from screening.web.records.active_filters import active_filters
from screening.web.records.columns import COLUMNS, chosen
from screening.web.records.filters import RecordFilter

ORDERS = {
    "imported": ("pk", _("Order of import")),
    "newest": ("-year", _("Newest first")),
    "oldest": ("year", _("Oldest first")),
    "title": ("title_sort", _("Title")),
    "author": ("author_sort", _("First author")),
}


#: The fields of the filter, as the buttons of its bar.
GROUPS = (
    ("place",),
    ("search",),
    ("year_from", "year_to"),
    ("language",),
    ("type",),
    ("label", "team_label"),
    ("my_vote", "stage"),
    ("reason",),
    ("missing", "duplicates", "notices"),
)
#: Column → the orders that a click on its head gives, one after the other.
SORTED_BY = {"year": ("newest", "oldest")}


def filtered(access: Access, query: QueryDict) -> RecordFilter:
    """The records that a filter leaves. Raises Http404 for a number no database holds."""
    for value in (one for values in dict(query or {}).values() for one in values):
        if value.strip("+- ").isdecimal() and len(value.strip("+- ")) >= len(str(LARGEST)):
            raise Http404
    return RecordFilter(query, records_of(access.review), access=access)


@login_required
@require_safe
def records(request: HttpRequest, review_id: int) -> HttpResponse:
    """The records that the filter finds, page by page."""
    access = access_review(request.user, review_id)
    found = filtered(access, request.GET)
    order = request.GET.get("order", "imported")
    field, cursor = ORDERS.get(order, ORDERS["imported"])[0], request.GET.get("page", "")
    shown, total = listed(found.qs, order=field, cursor=cursor, narrowed=bool(found.data))
    box, columns = (
        request.GET.get("box", ""),
        chosen(request.GET.getlist("columns"), access.review.version),
    )
    query = request.GET.copy()
    query.pop("page", None)
    labels = visible_labels(access) if access.may("judge") else []
    context = {
        "access": access,
        "filter": found,
        "active": active_filters(found, request.GET),
        "page": shown,
        "heads": [(COLUMNS[name], _head_order(name, order)) for name in columns],
        "groups": [made for names in GROUPS if (made := group(found, *names))],
        "hidden": [
            (name, value) for name in ("order", "columns") for value in request.GET.getlist(name)
        ],
        "searches": Search.objects.filter(review=access.review).order_by("pk")
        if access.may("lead")
        else [],
        "lines": [
            (record, [(COLUMNS[n], COLUMNS[n].value(record)) for n in columns])
            for record in shown.rows
        ],
        "offered": [(name, column.label, name in columns) for name, column in COLUMNS.items()],
        "total": min(total, COUNTED_TO),
        "more": total > COUNTED_TO,
        "long": total > min(COUNTED_TO, settings.EXPORT_STREAMED_MOST),
        "forms": [("csv", "CSV"), ("ris", "RIS"), ("bibtex", "BibTeX")],
        "orders": [(key, label) for key, (_field, label) in ORDERS.items()],
        "order": order,
        "query": query.urlencode(),
        "sortless": _without(query, "order"),
        "kept": [
            (n, v) for n, values in query.lists() if n not in {"order", "columns"} for v in values
        ],
        "box": box,
        "by_hand": manual_behind(access.review, box, request.GET.get("detail", "")) if box else [],
        "saved": SavedFilter.objects.filter(review=access.review, user=access.user),
        "labels": labels,
        "changes": bool(labels) or access.may("lead"),
    }
    return render(request, "screening/records/records.html", context)


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    return rest.urlencode()


def _head_order(column: str, order: str) -> str:
    """The order that a click on the column's head gives; "" where nothing is sorted by it."""
    first, *others = SORTED_BY.get(column, ("",))
    return others[0] if others and order == first else first


@login_required
@require_safe
def facets(request: HttpRequest, review_id: int) -> JsonResponse:
    """How many records each value of a filter would leave, all other fields as they are:
    for the filter's bar.
    """
    access = access_review(request.user, review_id)
    found: dict[str, dict[str, int]] = {}
    for name, column in FACETS.items():
        query = request.GET.copy()
        query.pop(name, None)
        rows = filtered(access, query).qs.order_by().values_list(column).annotate(n=Count("pk"))
        found[name] = {str(value): number for value, number in rows}
    return JsonResponse(found)


#: Field of the filter → the column whose values are counted.
FACETS = {"place": "place", "search": "search", "language": "language", "type": "type"}
