"""Lists of records for the records page: any filter, any order, at any size."""

from django.db.models import QuerySet

from screening.models import Record, Review
from screening.queries.keyset import Page, page

#: Lists are counted up to here and then say "more than 10,000", so that a filter stays fast at any
#: size.
COUNTED_TO = 10_000


def records_of(review: Review) -> QuerySet[Record]:
    """Every record of the review that has been imported.

    The condition leaves out the one place that is not shown,
    as naming all others makes a database look for each.
    """
    return Record.objects.filter(review=review).exclude(place="loading")


def listed(
    rows: QuerySet[Record], *, order: str, cursor: str = "", narrowed: bool = True
) -> tuple[Page, int]:
    """A page of these records, each with search and reason but without its long texts;
    and how many there are.

    The number is exact up to COUNTED_TO and one more than that beyond. `narrowed` says whether a
    filter is on: what a filter leaves is sorted when it is little and looked for in the order asked
    for when it is much, as each way would take seconds in the other case.
    """
    found = list(rows.order_by().values_list("pk", flat=True)[: COUNTED_TO + 1])
    shown = Record.objects.select_related("search", "reason").defer(
        "abstract", "abstract_translated", "notes"
    )
    if narrowed and len(found) <= COUNTED_TO:
        rows = Record.objects.filter(pk__in=found)
    return page(rows, order=order, cursor=cursor, shown=shown), len(found)
