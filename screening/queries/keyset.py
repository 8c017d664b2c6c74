"""Pages of a long list by the last row seen, never by counting rows:
the thousandth page costs what the first does.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import dumps, loads
from typing import Any

from django.db.models import Model, Q, QuerySet, TextField

from screening.models.expressions import BEGINNING, Beginning

KEYS = ("pk", "id")
#: Texts of which an index holds only the beginning.
LONG = ("title_sort", "author_sort")
LARGEST = 1 << 63


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and the cursors of its neighbours ("" where there is none)."""

    rows: Sequence[Any]
    next: str
    previous: str


@dataclass(frozen=True, slots=True)
class _Cursor:
    """A row seen before: on which side of it the page lies ("" for the first page),
    its value and its key.
    """

    side: str = ""
    value: Any = None
    key: int = 0


def page(
    rows: QuerySet, *, order: str, cursor: str = "", size: int = 50, shown: QuerySet | None = None
) -> Page:
    """The page of these rows that a cursor points to; an unreadable cursor gives the first.

    `order` is a field name, with "-" for falling; ties are broken by the primary key. Empty values
    come last. `shown` are the rows to give, where they are to be read with more or less than
    `rows`; no filter is asked of them.
    """
    field, falling = order.lstrip("-"), order.startswith("-")
    seen = _read(
        cursor,
        isinstance(rows.model._meta.get_field(field), TextField) if field not in KEYS else None,
    )
    backwards = seen.side == "before"
    keys: list[int] = []
    # Keys first: sorting whole rows of a large table costs many times as much.
    for part in _parts(rows, field, falling != backwards, backwards, seen):
        keys += part.values_list("pk", flat=True)[: size + 1 - len(keys)]
        if len(keys) > size:
            break
    wanted = (rows if shown is None else shown).order_by().filter(pk__in=keys)
    known = {row.pk: row for row in wanted}
    found = [known[key] for key in keys if key in known]
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(seen.side), more) if backwards else (more, bool(seen.side))
    return Page(
        found,
        _write("after", field, found[-1]) if found and has_next else "",
        _write("before", field, found[0]) if found and has_previous else "",
    )


def is_cursor(text: str) -> bool:
    """Whether `page` could have made it."""
    return bool(_read(text, None).side)


def _parts(
    rows: QuerySet, field: str, down: bool, backwards: bool, seen: _Cursor
) -> Iterator[QuerySet]:
    """The rows beyond the cursor in order; those without a value apart,
    as no index has them last both ways.
    """
    nullable = field not in KEYS and rows.model._meta.get_field(field).null
    parts = [False, True] if nullable else [False]
    if backwards:
        parts.reverse()
    if seen.side and nullable:
        parts = parts[parts.index(seen.value is None) :]
    for empty in parts:
        part = rows.filter(**{f"{field}__isnull": empty}) if nullable else rows
        columns = [] if empty or field in KEYS else [field]
        if field in LONG:
            part, columns = part.alias(beginning=Beginning(field)), ["beginning", field]
        if seen.side and empty == (nullable and seen.value is None):
            part = part.filter(_beyond(columns, down, seen))
        yield part.order_by(*(f"-{name}" if down else name for name in (*columns, "pk")))


def _beyond(columns: Sequence[str], down: bool, seen: _Cursor) -> Q:
    """Rows that come after the one seen; the bound of the first column stands alone,
    for the index to begin at.
    """
    side = "lt" if down else "gt"
    values = {
        name: str(seen.value)[:BEGINNING] if name == "beginning" else seen.value for name in columns
    }
    found = Q(**{f"pk__{side}": seen.key})
    for name in reversed(columns):
        found = Q(**{f"{name}__{side}": values[name]}) | Q(**{name: values[name]}) & found
    return Q(**{f"{name}__{side}e": values[name] for name in columns[:1]}) & found


def _write(side: str, field: str, row: Model) -> str:
    value = row.pk if field in KEYS else getattr(row, field)
    return urlsafe_b64encode(dumps([side, value, row.pk]).encode()).decode()


def _read(cursor: str, is_text: bool | None) -> _Cursor:
    """The cursor, or that of the first page for one that nobody wrote;
    `is_text` is None for the key itself.
    """
    try:
        side, value, key = loads(urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError, RecursionError):
        return _Cursor()
    kind = str if is_text else int
    fits = (
        is_text is None
        or value is None
        or (type(value) is kind and (is_text or abs(value) < LARGEST))
    )
    sound = side in ("after", "before") and type(key) is int and abs(key) < LARGEST
    return _Cursor(side, value, key) if fits and sound and "\0" not in str(value) else _Cursor()
