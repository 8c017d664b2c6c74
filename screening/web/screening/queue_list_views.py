"""The list over the same queue: searched, narrowed, and decided many at a time."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from screening.actions.screening.bulk_voting import MOST
from screening.queries.access.display_settings import CHOICES
from screening.queries.protocol.highlights import highlights
from screening.queries.screening.cards import cards
from screening.queries.screening.keywords import keywords
from screening.queries.screening.next_tasks import upcoming
from screening.queries.screening.queue import all_ids
from screening.web.filter_bar import group
from screening.web.records.active_filters import active_filters
from screening.web.screening.queue_filters import QueueFilter
from screening.web.screening.views import frame_of, open_stage, order_asked

#: What the address of the list says beside its filter.
BESIDES = ("page", "order", "seed", "size")


@login_required
@require_safe
def screen_list(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """What waits for me as a list, to search it and to vote on several records at once."""
    access, setting = open_stage(request, review_id, stage)
    order, seed = order_asked(request, access, setting)
    found = QueueFilter.of(access, setting, request.GET)
    narrowed = found.qs
    shared = frame_of(access, setting, order, seed)
    page = Paginator(
        all_ids(access, setting, order, seed, narrowed), _size(request, shared["wishes"])
    ).get_page(request.GET.get("page"))
    shown = cards(access, stage, list(page.object_list))
    lists, terms = highlights(access.review, access.user)
    active = active_filters(found, request.GET)
    kept = {"order": order, "seed": seed} | (
        {"size": request.GET["size"]} if "size" in request.GET else {}
    )
    context = shared | {
        "page": page,
        "rows": [(card, uuid4()) for card in shown],
        "lists": lists,
        "terms": terms,
        "filter": found,
        "groups": _groups(found),
        "active": active,
        "bare_query": urlencode(kept),
        "filter_query": filter_of(request.GET),
        "filter_pairs": _pairs(request.GET, BESIDES),
        "hidden": list(kept.items()),
        "list_query": "&".join(filter(None, [urlencode(kept), filter_of(request.GET)])),
        "act": uuid4(),
        "most": MOST,
        "upcoming": [] if shown or active else upcoming(access, stage),
    }
    return render(request, "screening/screening/queue_list.html", context)


@login_required
@require_safe
def words(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """The most frequent words and phrases of the list as it is narrowed now, a part of its page."""
    access, setting = open_stage(request, review_id, stage)
    found = QueueFilter.of(access, setting, request.GET)
    kept = request.GET.copy()
    for gone in ("page", "q"):
        kept.pop(gone, None)
    before = request.GET.get("q", "").strip()
    told = [
        (word, number, urlencode({"q": f"{before} {word}".strip()}), word in before)
        for word, number in keywords(found.qs)
    ]
    context: dict[str, Any] = {
        "access": access,
        "stage": stage,
        "words": told,
        "kept": kept.urlencode(),
    }
    return render(request, "screening/screening/_words.html", context)


def filter_of(query: QueryDict) -> str:
    """The filter that an address names, without what else it says of the list."""
    kept = query.copy()
    for name in BESIDES:
        kept.pop(name, None)
    return kept.urlencode()


def _pairs(query: QueryDict, without: Collection[str]) -> list[tuple[str, str]]:
    return [
        (name, value) for name, values in query.lists() if name not in without for value in values
    ]


def _size(request: HttpRequest, wishes: dict[str, str]) -> int:
    asked = request.GET.get("size", "")
    return int(asked if asked in CHOICES["page"] else wishes["page"])


def _groups(found: QueueFilter) -> list[Any]:
    names = (("year_from", "year_to"), ("source",), ("language",), ("label",), ("journal",))
    return [made for fields in names if (made := group(found, *fields))]
