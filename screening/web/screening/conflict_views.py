"""Conflicts: who settles one sees both sides, and settles it or asks the two to talk."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from screening.actions.screening.adjudication import discuss, settle, settle_many
from screening.actions.screening.voting import Refused
from screening.models import Record, Standing
from screening.queries.access.authorization import Access, access_review
from screening.queries.protocol.current_protocol import criteria, reasons
from screening.queries.screening.conflicts import (
    ballots,
    by_pair,
    by_reason,
    last_settled,
    pairs,
    reasons_named,
    waiting_conflicts,
)
from screening.queries.screening.discussion import discussion, mentionable
from screening.queries.screening.queue import open_setting
from screening.stages import STAGES
from screening.web.records.record_rendering import drawn
from screening.web.refusals import refusal_text
from screening.web.screening.conflict_forms import PlainConflictsForm, SettleForm
from screening.web.screening.reopening_views import conflict_tabs, offer_settle_undo
from screening.web.stage_names import stage_label

SHOWN = 100


def _door(request: HttpRequest, review_id: int, stage: str) -> Access:
    access = access_review(request.user, review_id, "settle")
    if stage not in STAGES:
        raise Http404
    return access


def _known(access: Access, record_id: int) -> None:
    if not Record.objects.filter(review=access.review, pk=record_id).exists():
        raise Http404


def _filtered(access: Access, stage: str, query: dict[str, str]) -> QuerySet[Standing]:
    """Conflicts in the order they arose, narrowed to a pair, a reason and a language."""
    found = (
        waiting_conflicts(access, stage)
        .select_related("record")
        .order_by("discussed_at", "reached_at", "pk")
    )
    people = [int(part) for part in query.get("pair", "").split("-") if _is_id(part)]
    if people:
        found = by_pair(access, found, people)
    if _is_id(query.get("reason", "")):
        found = by_reason(access, found, int(query["reason"]))
    language = query.get("language", "")
    if language in {"zh", "en"}:
        found = found.filter(record__language=language)
    elif language == "other":
        found = found.exclude(record__language__in=["zh", "en"])
    return found


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


@login_required
@require_safe
def conflicts(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """The queue at the left, the chosen conflict at the right."""
    access = _door(request, review_id, stage)
    query = {name: request.GET.get(name, "") for name in ("pair", "reason", "language")}
    found = _filtered(access, stage, query)
    listed = list(found[:SHOWN])
    chosen = _chosen(listed, request.GET.get("record", ""))
    known_reasons = {reason.pk: reason for reason in reasons(access.review, stage)}
    context = {
        "access": access,
        "stage": stage,
        "stage_label": stage_label(stage),
        "stages": [
            (key, stage_label(key), waiting_conflicts(access, key).count()) for key in STAGES
        ],
        "query": query,
        "query_text": urlencode({k: v for k, v in query.items() if v}),
        "pairs": pairs(access, stage),
        "reasons_named": [
            (known_reasons.get(r["reason"]), r["times"]) for r in reasons_named(access, stage)
        ],
        "listed": listed,
        "total": found.count() if len(listed) == SHOWN else len(listed),
        "reasons": list(known_reasons.values()),
        "last": last_settled(access, stage),
        **conflict_tabs(access, stage),
        **(_side_by_side(request, access, stage, listed, chosen) if chosen else {}),
    }
    return render(request, "screening/screening/conflicts.html", context)


def _chosen(listed: list[Standing], record: str) -> Standing | None:
    return next((s for s in listed if str(s.record_id) == record), listed[0] if listed else None)


def _side_by_side(
    request: HttpRequest, access: Access, stage: str, listed: list[Standing], chosen: Standing
) -> dict[str, Any]:
    place = listed.index(chosen)
    setting, votes = open_setting(access, stage), ballots(access, stage, chosen.record_id)
    judged = setting.judged and any(ballot.vote.judgements for ballot in votes)
    named = {ballot.vote.reason_id for ballot in votes}
    numbered = [
        (number, one, one.pk in named)
        for number, one in enumerate(reasons(access.review, stage), 1)
    ]
    talk = discussion(access, stage, chosen.record_id) if chosen.discussed_at else []
    return {
        "chosen": chosen,
        "card": drawn(request, access, stage, [chosen.record_id])[0],
        "ballots": votes,
        "criteria": criteria(access.review, stage),
        "judged": judged,
        # What the two have named is offered first; the number, which is the key, is that of the
        # protocol.
        "offered": sorted(numbered, key=lambda one: not one[2]),
        "talk": talk,
        "people": mentionable(access, stage, chosen.record_id) if chosen.discussed_at else [],
        "reason_required": STAGES[stage].reason_required or setting.reason_required,
        "following": listed[place + 1].record_id if place + 1 < len(listed) else None,
        "previous": listed[place - 1].record_id if place else None,
    }


@login_required
@require_POST
def settle_one(request: HttpRequest, review_id: int, stage: str, record_id: int) -> HttpResponse:
    """Settles one conflict and goes on to the next."""
    access = _door(request, review_id, stage)
    _known(access, record_id)
    form = SettleForm(request.POST, review=access.review, stage=stage)
    if not form.is_valid():
        messages.error(request, refusal_text("reason" if "reason" in form.errors else "verdict"))
        return _back(request, access, stage, record_id)
    try:
        made = settle(
            by=access.user, review=access.review, record_id=record_id, stage=stage, **form.values()
        )
    except Refused as refused:
        messages.error(request, refusal_text(refused.code))
        return _back(request, access, stage, record_id)
    offer_settle_undo(request, review_id, stage, _("Conflict resolved."), [made])
    return _back(request, access, stage, request.POST.get("following", ""))


@login_required
@require_POST
def discuss_one(request: HttpRequest, review_id: int, stage: str, record_id: int) -> HttpResponse:
    """Asks the two to talk; they may revise their own votes."""
    access = _door(request, review_id, stage)
    _known(access, record_id)
    try:
        discuss(by=access.user, review=access.review, record_id=record_id, stage=stage)
    except Refused as refused:
        messages.error(request, refusal_text(refused.code))
    else:
        messages.success(request, _("Sent to discussion; the reviewers can change their votes."))
    return _back(request, access, stage, request.POST.get("following", ""))


@login_required
@require_POST
def settle_plain(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """Settles the ticked conflicts alike."""
    access = _door(request, review_id, stage)
    form = PlainConflictsForm(request.POST, review=access.review, stage=stage)
    if not form.is_valid():
        messages.warning(request, _("First select conflicts and choose a verdict."))
        return _back(request, access, stage, "")
    picked = form.cleaned_data["records"]
    done, refused = settle_many(
        by=access.user, review=access.review, record_ids=picked, stage=stage, **form.values()
    )
    if done:
        text = ngettext("%(n)d conflict resolved.", "%(n)d conflicts resolved.", len(done)) % {
            "n": len(done)
        }
        offer_settle_undo(request, review_id, stage, text, done)
    for code, times in refused.items():
        messages.warning(request, f"{refusal_text(code)} ({times})")
    return _back(request, access, stage, "")


def _back(request: HttpRequest, access: Access, stage: str, record: Any) -> HttpResponse:
    query = {k: request.POST.get(k, "") for k in ("pair", "reason_filter", "language")}
    query = {
        "pair": query["pair"],
        "reason": query["reason_filter"],
        "language": query["language"],
        "record": record,
    }
    where = {"review_id": access.review.pk, "stage": stage}
    return redirect(
        reverse("conflicts", kwargs=where, query={k: v for k, v in query.items() if v} or None)
    )
