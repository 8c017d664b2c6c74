"""Lists page by page: each page names the address of the next, and the thousandth costs what the first does."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from screening.api.operation import Call
from screening.api.problems import Problem
from screening.queries.keyset import Page, is_cursor, page


def page_of(
    call: Call,
    rows: QuerySet[Any],
    *,
    order: str,
    told: Callable[[Sequence[Any]], list[Any]] = list,
    shown: QuerySet[Any] | None = None,
) -> dict[str, Any]:
    """The page that the cursor of the call names; `told` makes of its rows what is answered."""
    return as_page(
        call,
        page(rows, order=order, cursor=cursor_of(call), size=call.query["limit"], shown=shown),
        told,
    )


def cursor_of(call: Call) -> str:
    """The cursor that was sent, or "". Raises Problem for one that nobody has made."""
    cursor: str = call.query["cursor"]
    if cursor and not is_cursor(cursor):
        raise Problem("request.cursor")
    return cursor


def as_page(
    call: Call, found: Page, told: Callable[[Sequence[Any]], list[Any]] = list
) -> dict[str, Any]:
    """A page with the addresses of its neighbours."""
    return {
        "results": told(found.rows),
        "next": _address(call, found.next),
        "previous": _address(call, found.previous),
    }


def _address(call: Call, cursor: str) -> str | None:
    if not cursor:
        return None
    query = call.request.query_params.copy()
    query["cursor"] = cursor
    return str(call.request.build_absolute_uri(f"{call.request.path}?{query.urlencode()}"))
