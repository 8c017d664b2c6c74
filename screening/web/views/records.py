"""The records page: one table for everything."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from screening.models import Label, Record, SavedFilter
from screening.prisma.boxes import POSITIONS
from screening.queries.access import Access, access_review
from screening.queries.keyset import page
from screening.queries.manual import manual_behind
from screening.web.columns import COLUMNS, chosen
from screening.web.filters import RecordFilter

ORDERS = {
    "imported": ("pk", _("Order of import")),
    "newest": ("-year", _("Newest first")),
    "oldest": ("year", _("Oldest first")),
    "title": ("title_sort", _("Title")),
}
COUNTED_TO = 10_000
"""Lists are counted up to here and then say "10,000+", so that a filter stays fast at any size."""


def filtered(access: Access, query: object) -> RecordFilter:
    """The records of the review, narrowed by the fields of a filter."""
    everything = Record.objects.filter(review=access.review, place__in=POSITIONS)
    return RecordFilter(query, everything, access=access)


@login_required
@require_safe
def records(request: HttpRequest, review_id: int) -> HttpResponse:
    """The records that the filter finds, page by page."""
    access = access_review(request.user, review_id)
    found = filtered(access, request.GET)
    order = request.GET.get("order", "imported")
    rows = found.qs.select_related("search", "reason").defer("abstract", "abstract_translated", "notes")
    shown = page(rows, order=ORDERS.get(order, ORDERS["imported"])[0], cursor=request.GET.get("page", ""))
    total = found.qs.order_by()[: COUNTED_TO + 1].count()
    box, columns = request.GET.get("box", ""), chosen(request.GET.getlist("columns"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "access": access,
        "filter": found,
        "page": shown,
        "columns": [COLUMNS[name] for name in columns],
        "lines": [(record, [(COLUMNS[n], COLUMNS[n].value(record)) for n in columns]) for record in shown.rows],
        "offered": [(name, column.label, name in columns) for name, column in COLUMNS.items()],
        "total": min(total, COUNTED_TO),
        "more": total > COUNTED_TO,
        "orders": [(key, label) for key, (_field, label) in ORDERS.items()],
        "order": order,
        "query": query.urlencode(),
        "box": box,
        "by_hand": manual_behind(access.review, box, request.GET.get("detail", "")) if box else [],
        "saved": SavedFilter.objects.filter(review=access.review, user=access.user),
        "labels": Label.objects.filter(review=access.review) if access.may("judge") else [],
    }
    return render(request, "screening/records.html", context)
