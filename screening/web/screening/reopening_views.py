"""Opening one report again: the page that asks, taking it back, what was settled,
and what people ask for.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.screening.adjudication import undo_settle_many
from screening.actions.screening.reopening import (
    ReopenRefused,
    ask_reopening,
    decline_reopening,
    reopen,
    undo_reopening,
)
from screening.models import Record, Reopening, ReopeningRequest, Settlement, StageSetting
from screening.queries.access.authorization import Access, access_review
from screening.queries.records.stored_records import group_of
from screening.queries.screening.conflicts import names_of, waiting_conflicts
from screening.queries.screening.my_decisions import decisions_of
from screening.queries.screening.reopening import open_requests, shown_standings
from screening.stages import STAGES
from screening.web.refusals import refusal_text, reopening_refusal
from screening.web.screening.settled_filters import SettledFilter
from screening.web.stage_names import stage_label
from screening.web.undo_offer import offer_undo

PAGE = 25


def _report(access: Access, record_id: int, stage: str) -> Record:
    """The report, by any of its records."""
    if stage not in STAGES:
        raise Http404
    row = get_object_or_404(
        Record.objects.exclude(place="loading"), review=access.review, pk=record_id
    )
    return group_of(row)[0]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_one(request: HttpRequest, review_id: int, record_id: int, stage: str) -> HttpResponse:
    """Says what will happen, asks why, and opens one report again."""
    access = access_review(request.user, review_id, "reopen")
    report = _report(access, record_id, stage)
    standing = shown_standings(access, report).filter(stage=stage).first()
    why = request.POST.get("reason", "")
    if request.method == "POST" and standing is not None:
        try:
            made = reopen(
                by=access.user,
                review=access.review,
                record_id=report.pk,
                stage=stage,
                votes=request.POST.get("votes", ""),
                reason=why[:10_000],
            )
        except ReopenRefused as refused:
            messages.error(request, reopening_refusal(refused.code))
        else:
            back = reverse("reopening-undo", args=[review_id, made.pk])
            offer_undo(request, _("Report re-opened; nothing else has changed."), back)
            return redirect("record", review_id, report.pk)
    elif standing is None:
        messages.warning(request, reopening_refusal("undecided"))
        return redirect("record", review_id, report.pk)
    settlement = (
        Settlement.objects.filter(record=report, stage=stage).select_related("reason").first()
    )
    context = {
        "access": access,
        "record": report,
        "stage": stage,
        "stage_label": stage_label(stage),
        "standing": standing,
        "settlement": settlement,
        "why": why,
        "later": [key for key, one in STAGES.items() if one.after == stage],
        "setting": StageSetting.objects.get(review=access.review, stage=stage),
        "asked": _named(access, open_requests(access.review).filter(report=report.pk, stage=stage)),
    }
    return render(request, "screening/screening/reopen.html", context)


@login_required
@require_POST
def reopening_undo(request: HttpRequest, review_id: int, reopening_id: int) -> HttpResponse:
    """Takes a re-opening back."""
    access = access_review(request.user, review_id, "reopen")
    made = get_object_or_404(Reopening, review=access.review, pk=reopening_id)
    try:
        undo_reopening(by=access.user, review=access.review, reopening_id=made.pk)
    except ReopenRefused as refused:
        messages.error(request, reopening_refusal(refused.code))
    else:
        messages.success(request, _("Undone: the report is exactly as it was before."))
    return redirect("record", review_id, made.record_id)


@login_required
@require_safe
def settled(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """What was settled, with filters; each can be opened again."""
    access = access_review(request.user, review_id, "reopen")
    if stage not in STAGES:
        raise Http404
    found = SettledFilter.of(access, stage, request.GET)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    names = names_of(access)
    context = {
        "access": access,
        "stage": stage,
        "filter": found,
        "page": page,
        "rows": [
            (row, names.get(row.settled_by_id, str(row.settled_by))) for row in page.object_list
        ],
        "filter_query": urlencode({k: v for k, v in request.GET.items() if k != "page"}),
        **conflict_tabs(access, stage),
    }
    return render(request, "screening/screening/settled.html", context)


def conflict_tabs(access: Access, stage: str) -> dict[str, Any]:
    """What the head of the pages of conflicts shows: how many wait, and what was asked for."""
    return {
        "tab_stages": [(key, stage_label(key)) for key in STAGES],
        "waiting": waiting_conflicts(access, stage).count() if access.may("settle") else 0,
        "asked": _named(access, open_requests(access.review).filter(stage=stage)),
    }


def _named(access: Access, asked: Iterable[ReopeningRequest]) -> list[tuple[ReopeningRequest, str]]:
    names = names_of(access)
    return [(one, names.get(one.by_id, str(one.by))) for one in asked]


@login_required
@require_POST
def settle_undo(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """Takes one's last settlements back, one or those that were made alike."""
    access = access_review(request.user, review_id, "settle")
    ids = [int(pk) for pk in request.POST.getlist("settlements") if pk.isdecimal() and len(pk) < 19]
    done, refused = undo_settle_many(by=access.user, review=access.review, settlement_ids=ids)
    if done:
        text = ngettext("%(n)d resolution was undone.", "%(n)d resolutions were undone.", len(done))
        messages.success(request, text % {"n": len(done)})
    for code, times in refused.items():
        messages.warning(request, f"{refusal_text('slip_' + code)} ({times})")
    query = {"record": done[0].record_id} if len(done) == 1 else None
    return redirect(reverse("conflicts", args=[review_id, stage], query=query))


def offer_settle_undo(
    request: HttpRequest, review_id: int, stage: str, text: str, made: Sequence[Settlement]
) -> None:
    """The message after settling, with the way back."""
    back = reverse("settle-undo", args=[review_id, stage])
    offer_undo(request, text, back, swaps=True, settlements=[one.pk for one in made])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopening_ask(request: HttpRequest, review_id: int, record_id: int, stage: str) -> HttpResponse:
    """A word to those who settle, from somebody whose vote can no longer be changed."""
    access = access_review(request.user, review_id, "vote")
    report = _report(access, record_id, stage)
    if not decisions_of(access, stage).filter(record=report, fixed=True).exists():
        messages.warning(request, reopening_refusal("open"))
        return redirect("record", review_id, report.pk)
    text = request.POST.get("text", "")
    if request.method == "POST":
        try:
            ask_reopening(
                by=access.user,
                review=access.review,
                record_id=report.pk,
                stage=stage,
                text=text[:10_000],
            )
        except ReopenRefused as refused:
            messages.error(request, reopening_refusal(refused.code))
        else:
            messages.success(request, _("Request sent. You will be notified of the answer."))
            return redirect("my-decisions", review_id, stage)
    context = {
        "access": access,
        "record": report,
        "stage": stage,
        "stage_label": stage_label(stage),
        "text": text,
    }
    return render(request, "screening/screening/reopening_ask.html", context)


@login_required
@require_POST
def reopening_decline(request: HttpRequest, review_id: int, request_id: int) -> HttpResponse:
    """Leaves the report as it is, with a word for who asked."""
    access = access_review(request.user, review_id, "reopen")
    asked = get_object_or_404(ReopeningRequest, review=access.review, pk=request_id)
    try:
        decline_reopening(
            by=access.user,
            review=access.review,
            request_id=asked.pk,
            reply=request.POST.get("reply", "")[:10_000],
        )
    except ReopenRefused as refused:
        messages.error(request, reopening_refusal(refused.code))
    else:
        messages.success(request, _("The decision stands; the person who asked is told why."))
    return redirect("settled", review_id, asked.stage)
