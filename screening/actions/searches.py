"""Searches: added, changed, and deleted while nothing depends on them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from screening.actions.history import log
from screening.actions.standing import restate
from screening.models import Record, Review, Search, User

MOST_MOVED = 5_000
"""Records that change lane with their search in one request."""


class SearchRefused(Exception):
    """A change of a search that may not be. `code`: in_use, too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def add_search(*, by: User, review: Review, **fields: Any) -> Search:
    """A new search of this version of the review."""
    search = Search.objects.create(review=review, **({"version": review.version} | fields))
    log(review=review, actor=by, verb="add_search", search=search.pk, name=search.name, kind=search.kind)
    return search


@transaction.atomic
def change_search(*, by: User, search: Search, **fields: Any) -> Search:
    """Writes the given fields and logs what each was before.

    A kind of the other column of the diagram takes the search's records along. Raises SearchRefused("too_many") when
    they are more than MOST_MOVED.
    """
    before = {name: getattr(search, name) for name, value in fields.items() if getattr(search, name) != value}
    if not before:
        return search
    lane = search.lane
    for name in before:
        setattr(search, name, fields[name])
    search.save(update_fields=list(before))
    log(
        review=search.review, actor=by, verb="change_search", search=search.pk, name=search.name,
        before=_plain(before), after=_plain({name: fields[name] for name in before}),
    )  # fmt: skip
    if search.lane != lane:
        _move_records(search)
    return search


def _move_records(search: Search) -> None:
    records = Record.objects.filter(search=search)
    if records.count() > MOST_MOVED:
        raise SearchRefused("too_many")
    records.update(lane=search.lane)
    restate(search.review, list(records.exclude(place="loading")))


@transaction.atomic
def delete_search(*, by: User, search: Search) -> None:
    """Deletes a search that holds neither files nor records. Raises SearchRefused("in_use") otherwise."""
    if search.files.exists() or search.records.exists():
        raise SearchRefused("in_use")
    log(review=search.review, actor=by, verb="delete_search", search=search.pk, name=search.name, kind=search.kind)
    search.delete()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
