"""Searches: added, changed, and deleted while nothing depends on them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.protocol.rule_changes import RuleRefused, carry_out, told
from screening.actions.protocol.rule_outlook import look_ahead, search_change
from screening.actions.refusal import Refusal
from screening.actions.screening.update_baseline import moved_again
from screening.actions.vote_lock import close_gate
from screening.models import Record, Review, Search, User
from screening.models.imports import lane_of

#: Records that change lane with their search in one request.
MOST_MOVED = 5_000


class SearchRefused(Refusal):
    """A change of a search that may not be. `code`: in_use, too_many."""


@transaction.atomic
def add_search(*, by: User, review: Review, **fields: Any) -> Search:
    """A new search of this version of the review."""
    search = Search.objects.create(review=review, **({"version": review.version} | fields))
    log(
        review=review,
        actor=by,
        verb="add_search",
        search=search.pk,
        name=search.name,
        kind=search.kind,
    )
    return search


@transaction.atomic
def change_search(
    *, by: User, search: Search, agreed: str = "", taken_back: bool = False, **fields: Any
) -> Search:
    """Writes the given fields and logs what each was before.

    A kind of the other column of the diagram takes the search's records along. `agreed` is the
    stamp of the outlook that was shown. Raises SearchRefused("too_many") when they are more than
    MOST_MOVED, RuleRefused("changed").
    """
    close_gate(search.review)
    before = {
        name: getattr(search, name)
        for name, value in fields.items()
        if getattr(search, name) != value
    }
    if not before:
        return search
    more: dict[str, Any] = {"taken_back": True} if taken_back else {}
    if "kind" in before:
        change = search_change(search, fields["kind"])
        if moved_records(search, fields["kind"]) > MOST_MOVED:
            raise SearchRefused("too_many")
        if agreed and look_ahead(change).stamp != agreed:
            raise RuleRefused("changed")
        more |= told(change, carry_out(change, by=by), "")
    for name in before:
        setattr(search, name, fields[name])
    search.save(update_fields=list(before))
    # What was still loading has no place yet that would have to move.
    Record.objects.filter(search=search).exclude(lane=search.lane).update(lane=search.lane)
    log(
        review=search.review,
        actor=by,
        verb="change_search",
        search=search.pk,
        name=search.name,
        before=_plain(before),
        after=_plain({name: fields[name] for name in before}),
        **more,
    )
    if "kind" in before:
        moved_again(search.review)
    return search


def moved_records(search: Search, kind: str) -> int:
    """How many records would go to the other column of the diagram with that kind."""
    return Record.objects.filter(search=search).count() if lane_of(kind) != search.lane else 0


@transaction.atomic
def delete_search(*, by: User, search: Search) -> None:
    """Deletes a search that holds neither files nor records.
    Raises SearchRefused("in_use") otherwise.
    """
    if search.files.exists() or search.records.exists():
        raise SearchRefused("in_use")
    log(
        review=search.review,
        actor=by,
        verb="delete_search",
        search=search.pk,
        name=search.name,
        kind=search.kind,
    )
    search.delete()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
