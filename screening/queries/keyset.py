"""Pages of a long list by the last row seen, never by counting rows: the thousandth page costs what the first does."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps, loads
from typing import Any

from django.db.models import F, Model, Q, QuerySet


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and the cursors of its neighbours ("" where there is none)."""

    rows: Sequence[Any]
    next: str
    previous: str


def page(rows: QuerySet, *, order: str, cursor: str = "", size: int = 50) -> Page:
    """The page of these rows that a cursor points to; an unreadable cursor gives the first.

    `order` is a field name, with "-" for falling; ties are broken by the primary key. Empty values come last.
    """
    field, falling = order.lstrip("-"), order.startswith("-")
    direction, value, key = _read(cursor)
    backwards = direction == "before"
    ordered = _sorted(rows, field, falling != backwards, backwards)
    if direction:
        ordered = ordered.filter(_beyond(field, falling != backwards, backwards, value, key))
    # Keys first: sorting whole rows of a large table costs many times as much.
    keys = list(ordered.values_list("pk", flat=True)[: size + 1])
    known = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    found = [known[key] for key in keys if key in known]
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(direction), more) if backwards else (more, bool(direction))
    return Page(
        found,
        _write("after", field, found[-1]) if found and has_next else "",
        _write("before", field, found[0]) if found and has_previous else "",
    )


def _sorted(rows: QuerySet, field: str, falling: bool, backwards: bool) -> QuerySet:
    key = F("pk").desc() if falling else F("pk").asc()
    if field in {"pk", "id"}:
        return rows.order_by(key)
    nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    return rows.order_by(F(field).desc(**nulls) if falling else F(field).asc(**nulls), key)


def _beyond(field: str, falling: bool, backwards: bool, value: Any, key: int) -> Q:
    side = "lt" if falling else "gt"
    if field in {"pk", "id"}:
        return Q(**{f"pk__{side}": key})
    tied = Q(**{f"{field}__isnull": True} if value is None else {field: value}) & Q(**{f"pk__{side}": key})
    if value is None:
        return tied | Q(**{f"{field}__isnull": False}) if backwards else tied
    further = Q(**{f"{field}__{side}": value}) | tied
    return further if backwards else further | Q(**{f"{field}__isnull": True})


def _write(direction: str, field: str, row: Model) -> str:
    value = row.pk if field in {"pk", "id"} else getattr(row, field)
    return urlsafe_b64encode(dumps([direction, value, row.pk]).encode()).decode()


def _read(cursor: str) -> tuple[str, Any, int]:
    try:
        direction, value, key = loads(urlsafe_b64decode(cursor.encode()))
        if direction in {"after", "before"} and isinstance(value, str | int | None):
            return direction, value, int(key)
    except (ValueError, TypeError):
        pass
    return "", None, 0
