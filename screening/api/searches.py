"""Searches: what was searched where, and how hits, files and records add up."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from screening.actions.imports import searches as actions
from screening.actions.protocol.rule_outlook import search_change
from screening.api.fields import Id, Moment, choice, input_of
from screening.api.forms import changed, cleaned, sent
from screening.api.operation import Call, one_of, operation
from screening.api.rules import RuleInput, agreed_to
from screening.models import Scope, Search
from screening.queries.imports.import_files import totals
from screening.web.imports.search_forms import SearchForm

BASE = "reviews/<int:review_id>/searches/"
ONE = BASE + "<int:search_id>/"
IMPORT = {"needs": "lead", "scope": Scope.IMPORT}


class TotalsAnswer(serializers.Serializer):
    """How a search adds up: found = imported + rejected; rejected entries that were mended, and records by hand."""

    hits = serializers.IntegerField(allow_null=True)
    found = serializers.IntegerField()
    imported = serializers.IntegerField()
    rejected = serializers.IntegerField()
    mended = serializers.IntegerField()
    by_hand = serializers.IntegerField()
    waiting = serializers.IntegerField()


class SearchAnswer(serializers.Serializer):
    """A search with what PRISMA-S asks to report of it."""

    id = Id()
    kind = choice(Search.Kind.choices)
    name = serializers.CharField()
    platform = serializers.CharField()
    date_run = serializers.DateField(allow_null=True)
    coverage = serializers.CharField()
    strategy = serializers.CharField()
    limits = serializers.CharField()
    filters = serializers.CharField()
    peer_review = serializers.CharField()
    hits = serializers.IntegerField(allow_null=True)
    ran_by = serializers.CharField()
    version = serializers.IntegerField()
    created_at = Moment()
    totals = TotalsAnswer()


@operation("GET", BASE, answers=SearchAnswer, many=True)
def list_searches(call: Call) -> list[Search]:
    """All searches with their numbers."""
    counted = totals(call.review)
    return [_with(one, counted) for one in Search.objects.filter(review=call.review)]


@operation(
    "POST",
    BASE,
    takes=input_of("SearchInput", SearchForm),
    answers=SearchAnswer,
    conflicts=False,
    **IMPORT,
)
def add_search(call: Call) -> Search:
    """A new search; bring its files next."""
    values = cleaned(SearchForm(sent(call.data, SearchForm)))
    made = actions.add_search(by=call.user, review=call.review, **values)
    return _with(made, totals(call.review))


@operation("GET", ONE, answers=SearchAnswer)
def get_search(call: Call) -> Search:
    """A search."""
    return _with(_own(call), totals(call.review))


@operation(
    "PATCH",
    ONE,
    match=True,
    answers=SearchAnswer,
    **IMPORT,
    takes=input_of("SearchChange", SearchForm, partial=True, **RuleInput().fields),
)
def change_search(call: Call) -> Search:
    """Changes what is reported of a search. Another kind may move its records: see 409 `rules.preview`."""
    given = dict(call.data)
    agreed, _reason = given.pop("agreed", ""), given.pop("reason", "")
    one = _own(call)
    values = cleaned(SearchForm(changed(one, SearchForm, given), instance=one))
    fresh = _own(call)
    if actions.moved_records(fresh, values["kind"]) <= actions.MOST_MOVED:
        agreed_to(search_change(fresh, values["kind"]), call.data)
    actions.change_search(by=call.user, search=fresh, agreed=agreed, **values)
    return get_search(call)


@operation("DELETE", ONE, **IMPORT)
def delete_search(call: Call) -> None:
    """Deletes a search that holds neither files nor records."""
    actions.delete_search(by=call.user, search=_own(call))


def _own(call: Call) -> Search:
    found: Search = one_of(
        Search.objects.select_related("review"), review=call.review, pk=call.parts["search_id"]
    )
    return found


def _with(search: Search, counted: dict[int, Any]) -> Search:
    search.totals = asdict(counted[search.pk])  # type: ignore[attr-defined]
    return search
