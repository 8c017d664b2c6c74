"""Screening: one record and one decision, the list over the same queue, and my decisions."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from screening.decisions.judgement import MET, NOT_MET, UNCLEAR
from screening.models import OrderReason, StageSetting, Verdict
from screening.queries.access.authorization import Access, access_review
from screening.queries.access.display_settings import CHOICES, reading
from screening.queries.protocol.current_protocol import criteria, reasons
from screening.queries.protocol.highlights import highlights
from screening.queries.ranking.audits import open_audit
from screening.queries.ranking.ranked_queue import reason_for
from screening.queries.ranking.stopping_signals import standing_stop
from screening.queries.screening.bulk_votes import acts_of
from screening.queries.screening.cards import cards
from screening.queries.screening.next_tasks import upcoming
from screening.queries.screening.queue import (
    AHEAD,
    ORDERS,
    next_ids,
    offered_orders,
    open_round,
    open_setting,
    progress,
)
from screening.queries.screening.votes import visible_labels
from screening.stages import STAGES
from screening.web.records.record_rendering import draw, drawn
from screening.web.screening.decision_filters import DecisionFilter
from screening.web.screening.vote_views import said_no, signed_out, wants_json
from screening.web.stage_names import stage_label

JUDGEMENT_ANSWERS = [
    (MET, pgettext_lazy("criterion", "met")),
    (UNCLEAR, _lazy("unclear")),
    (NOT_MET, _lazy("not met")),
]
LIST_PAGE = 25
MOST_IDS = 400
#: Records that a person takes along at most: as many as the outbox of the browser holds votes.
MOST_TAKEN = 200


def open_stage(request: HttpRequest, review_id: int, stage: str) -> tuple[Access, StageSetting]:
    access = access_review(request.user, review_id, "vote")
    if stage not in STAGES:
        raise Http404
    return access, open_setting(access, stage)


def order_asked(request: HttpRequest, access: Access, setting: StageSetting) -> tuple[str, int]:
    """The order asked for, or the first one offered; and the seed of the random one."""
    asked = request.POST if request.method == "POST" else request.GET
    order, seed = asked.get("order", ""), asked.get("seed", "")
    own_seed = (access.review.seed + 7919 * access.membership.pk) % 10_000
    offered = offered_orders(setting)
    return order if order in offered else offered[0], int(seed) if seed.isdecimal() and len(
        seed
    ) < 10 else own_seed


@login_required
@require_safe
def screen(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """The record that is next for me, with the following ones in hand."""
    access, setting = open_stage(request, review_id, stage)
    order, seed = order_asked(request, access, setting)
    taken = _taken(request, stage)
    ids = next_ids(access, setting, order, seed, count=taken or AHEAD)
    return _page(request, access, setting, ids, order, seed, taken=taken)


@login_required
@require_safe
def screen_record(request: HttpRequest, review_id: int, stage: str, record_id: int) -> HttpResponse:
    """One record out of the order: to look at my vote again, or to change it."""
    access, setting = open_stage(request, review_id, stage)
    order, seed = order_asked(request, access, setting)
    ids = [record_id, *next_ids(access, setting, order, seed, but=[record_id])]
    if not cards(access, stage, [record_id]):
        raise Http404
    return _page(
        request, access, setting, ids, order, seed, why=reason_for(access, setting, record_id)
    )


def _taken(request: HttpRequest, stage: str) -> int:
    """How many records the person takes along to screen without a connection,
    0 for a page of every day.
    """
    asked = request.GET.get("take", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    return min(wanted, MOST_TAKEN) if works_offline(stage) else 0


def works_offline(stage: str) -> bool:
    """Whether what is judged there is all on the card; full texts are not taken along."""
    return not STAGES[stage].retrieval


def _page(
    request: HttpRequest,
    access: Access,
    setting: StageSetting,
    ids: list[int],
    order: str,
    seed: int,
    why: OrderReason | None = None,
    taken: int = 0,
) -> HttpResponse:
    stage, found = setting.stage, cards(access, setting.stage, ids)
    listed = list(criteria(access.review, stage))
    drawn_cards = draw(request, access, stage, found)
    context = frame_of(access, setting, order, seed) | {
        "card": found[0] if found else None,
        "first": drawn_cards[0] if drawn_cards else None,
        "key": uuid4(),
        "note_key": uuid4(),
        "labels_key": uuid4(),
        "judgement_answers": JUDGEMENT_ANSWERS,
        "criteria": listed,
        "kinds": len({one.kind for one in listed}) > 1,
        "labels": visible_labels(access),
        "highlight_lists": highlights(access.review, access.user)[0],
        "upcoming": upcoming(access, stage),
        "why": why,
    }
    context["config"] = _config(request, access, setting, order, seed) | {
        "cards": drawn_cards,
        "pack": bool(taken),
        "criteria": [{"id": str(c.pk), "inclusion": c.inclusion} for c in context["criteria"]],
        **context["progress"],
    }
    return render(request, "screening/screening/screen.html", context)


def frame_of(access: Access, setting: StageSetting, order: str, seed: int) -> dict[str, Any]:
    """What the focus view and the list view share."""
    stage = STAGES[setting.stage]
    labels = dict(Verdict.choices)
    return {
        "access": access,
        "setting": setting,
        "stage": setting.stage,
        "stage_label": stage_label(setting.stage),
        "stages": [(key, stage_label(key)) for key in STAGES],
        "orders": [(key, ORDERS[key][0]) for key in offered_orders(setting)],
        "audit": setting.is_open and open_audit(access.review, setting.stage) is not None,
        "calibrating": setting.is_open and open_round(access, setting.stage) is not None,
        "stopped": standing_stop(access.review, setting.stage) is not None,
        "order": order,
        "seed": seed,
        "verdicts": [(verdict, labels[verdict]) for verdict in stage.verdicts],
        "reasons": list(reasons(access.review, setting.stage)),
        "reason_required": stage.reason_required or setting.reason_required,
        "progress": progress(access, setting),
        "wishes": reading(access.user),
        "wish_choices": CHOICES,
    }


def _config(
    request: HttpRequest, access: Access, setting: StageSetting, order: str, seed: int
) -> dict[str, Any]:
    where = {"review_id": access.review.pk, "stage": setting.stage}
    names = {
        "cards": "screen-cards",
        "vote": "vote",
        "clear": "clear-vote",
        "note": "note",
        "labels": "labels",
    }
    names["screen"] = "screen"
    return {
        "user": access.user.pk,
        "review": access.review.pk,
        "stage": setting.stage,
        "order": order,
        "seed": seed,
        "ahead": AHEAD,
        "open": setting.is_open,
        "advance": reading(access.user)["advance"] == "yes",
        "offline": works_offline(setting.stage) and setting.is_open,
        "verdicts": STAGES[setting.stage].verdicts,
        "reasonRequired": STAGES[setting.stage].reason_required or setting.reason_required,
        "urls": {key: reverse(name, kwargs=where) for key, name in names.items()}
        | {"signIn": reverse("sign-in")},
    }


def next_cards(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """The next records for the page that has `but` in hand already; or those named in `ids`."""
    if not request.user.is_authenticated:
        return signed_out(request, review_id, stage)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    try:
        access, setting = open_stage(request, review_id, stage)
    except Http404:
        if wants_json(request):
            return said_no("member", 404)
        raise
    order, seed = order_asked(request, access, setting)
    wanted = _ids(request.GET.get("ids", ""))
    ids = wanted or next_ids(access, setting, order, seed, but=_ids(request.GET.get("but", "")))
    return JsonResponse(
        {
            "cards": drawn(request, access, stage, ids),
            "user": access.user.pk,
            "csrf": get_token(request),
        }
    )


def _ids(text: str) -> list[int]:
    return [int(part) for part in text.split(",")[:MOST_IDS] if part.isdecimal() and len(part) < 19]


@login_required
@require_safe
def decisions(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """My votes at this stage, newest first, with filters;
    each can be changed until its record is settled.
    """
    access, setting = open_stage(request, review_id, stage)
    votes = DecisionFilter.of(access, stage, request.GET)
    page = Paginator(votes.qs, LIST_PAGE).get_page(request.GET.get("page"))
    context = {
        "access": access,
        "setting": setting,
        "stage": stage,
        "stage_label": stage_label(stage),
        "stages": [(key, stage_label(key)) for key in STAGES],
        "filter": votes,
        "page": page,
        "rows": [(vote, uuid4()) for vote in page.object_list],
        "acts": acts_of(access, stage),
        "title": _("My decisions"),
        "filter_query": urlencode({k: v for k, v in request.GET.items() if k != "page"}),
    }
    return render(request, "screening/screening/decisions.html", context)
