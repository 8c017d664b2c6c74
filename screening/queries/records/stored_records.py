"""Records between the database and the floors below,
and what a group of duplicates looks like as one record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from screening.dedupe.merge import plan_merge, shown
from screening.models import Record as Row
from screening.models import Review
from screening.queries.access.authorization import Access
from screening.records.bilingual import TOLD
from screening.records.columns import APART, COLUMNS, DERIVED, RENAMED, from_columns, to_columns
from screening.records.record import Record
from screening.records.sorting import shuffle_key

#: Fields that belong to one file entry and so are no part of a plan to merge; the page shows them
#: all the same.
APART_OF_PLAN = ("decisions", "source_database")
_FIELDS = tuple(name for name in Record.__slots__ if name not in {*APART, "notes"})


def to_row(record: Record, *, review: Review, key: str) -> dict[str, Any]:
    """The columns of a new row for this record, all but where it belongs;
    `key` makes its place in the shuffle.
    """
    return to_columns(record) | {"shuffle": shuffle_key(review.seed, key)}


def from_row(row: Row, *, raw: bool = False) -> Record:
    """The record of a row; with its text in the file only when asked (one more query unless it was
    selected).
    """
    source = getattr(row, "source_text", None) if raw else None
    values = {name: getattr(row, name) for name in COLUMNS if name not in DERIVED}
    return from_columns(values, raw=source.raw if source else "", line=source.line if source else 0)


@dataclass(frozen=True, slots=True)
class Merged:
    """A report as one record. `provenance` names for each filled field the rows (ids) whose value
    it is, `others` the rows that say something else, with what they say.
    """

    record: Record
    provenance: Mapping[str, tuple[int, ...]]
    others: Mapping[str, tuple[tuple[int, Any], ...]]


def merged(primary: Row, duplicates: Sequence[Row] = ()) -> Merged:
    """The primary record with what its duplicates know better or alone,
    and where every field came from.

    The rules are those of `dedupe.merge`; the primary record is the one that stands in the
    database.
    """
    records = {row.pk: from_row(row) for row in (primary, *duplicates)}
    own = records[primary.pk]
    if len(records) == 1:
        filled = {name: (primary.pk,) for name in _FIELDS if _is_told(getattr(own, name))}
        return Merged(own, filled, {})
    plan = plan_merge(records, primary=primary.pk)
    values = {name: getattr(plan.joint, name) for name in _FIELDS}
    provenance = {
        name: tuple(int(str(pk)) for pk in source.taken_from)
        for name, source in plan.provenance.items()
    }
    for name in APART_OF_PLAN:
        told = [
            (pk, getattr(record, name)) for pk, record in records.items() if getattr(record, name)
        ]
        if told:
            values[name] = (
                told[0][1] if isinstance(told[0][1], str) else _joined(value for _, value in told)
            )
            provenance[name] = tuple(
                pk for pk, value in told if not isinstance(value, str) or value == values[name]
            )
    provenance = {name: provenance[name] for name in _FIELDS if name in provenance}
    others = {name: _others(name, records, taken) for name, taken in provenance.items()}
    # What a record says in the other language stands beside it and contradicts nothing.
    others |= {
        name: tuple((int(str(pk)), value) for pk, value in plan.provenance[name].others)
        for name in TOLD
        if name in provenance
    }
    return Merged(
        replace(own, **values), provenance, {name: told for name, told in others.items() if told}
    )


def joint_of(primary: Row, duplicates: Sequence[Row]) -> dict[str, Any] | None:
    """What `Record.bilingual` holds for such a report; None for a record by itself."""
    return (
        shown({row.pk: from_row(row) for row in (primary, *duplicates)}, primary.pk)
        if duplicates
        else None
    )


def _others(
    name: str, records: Mapping[int, Record], taken: Sequence[int]
) -> tuple[tuple[int, Any], ...]:
    told = [(pk, getattr(record, name)) for pk, record in records.items() if pk not in taken]
    return tuple((pk, value) for pk, value in told if _is_told(value))


def _is_told(value: Any) -> bool:
    return value not in ("", (), None)


def _joined(lists: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(item for values in lists for item in values))


def column_of(name: str) -> str:
    """The column of a field of a record."""
    return RENAMED.get(name, name)


def group_of(row: Row) -> list[Row]:
    """The primary record of the report this row belongs to, then its duplicates, each with search,
    file and text.
    """
    first = row.primary_id or row.pk
    members = Row.objects.filter(review=row.review_id).select_related(
        "search", "file", "source_text"
    )
    found = list(members.filter(pk=first)) + list(members.filter(primary=first).order_by("pk"))
    return found


def record_of(access: Access, record_id: int) -> QuerySet[Row]:
    """The record of that id in the review, as a query of at most one row;
    what is still loading cannot be seen.
    """
    return Row.objects.filter(review=access.review, pk=record_id).exclude(place="loading")
