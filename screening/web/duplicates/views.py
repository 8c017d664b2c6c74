"""The duplicates page: to check, merged, linked, kept apart; every answer can be taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from screening import tasks
from screening.actions.duplicates import duplicate_answers
from screening.actions.duplicates.merge import MergeRefused
from screening.actions.jobs import job_queue
from screening.models import DuplicatePair, Job
from screening.queries.access.authorization import Access, access_review
from screening.queries.duplicates import duplicate_pairs as queries
from screening.queries.duplicates.duplicate_samples import open_sample
from screening.queries.keyset import page
from screening.web.address_numbers import number_in
from screening.web.duplicates.forms import AnswerForm, ThresholdForm
from screening.web.refusals import merge_refusal

TABS = ("check", "merged", "linked", "apart")


@login_required
@require_safe
def duplicates(request: HttpRequest, review_id: int) -> HttpResponse:
    """One of the four tabs; "to check" shows one pair after the other."""
    access = access_review(request.user, review_id)
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "check"
    context = _context(access, tab)
    if tab == "check":
        context |= _pair(access, request.GET.get("pair", ""))
    elif tab == "merged":
        context |= _merged(
            access, request.GET.get("page", ""), doubtful=request.GET.get("order") == "doubtful"
        )
    elif tab == "linked":
        context["page"] = page(
            queries.linked(access.review), order="-pk", cursor=request.GET.get("page", "")
        )
        context["in_one_study"] = queries.in_one_study(context["page"].rows)
    else:
        rows = queries.kept_apart(access.review)
        context["page"] = page(rows, order="-pk", cursor=request.GET.get("page", ""))
    return render(request, "screening/duplicates/duplicates.html", context)


@login_required
@require_POST
def pair_answer(request: HttpRequest, review_id: int, pair_id: int) -> HttpResponse:
    """Same report, different reports, or later."""
    access = access_review(request.user, review_id, "judge")
    pair = get_object_or_404(DuplicatePair, review=access.review, pk=pair_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            duplicate_answers.answer_pair(
                by=access.user,
                review=access.review,
                pair_id=pair.pk,
                answer=form.cleaned_data["answer"],
                primary_id=form.cleaned_data["primary"],
            )
        except duplicate_answers.AnsweredAlready as already:
            text = _("Somebody else has since answered this pair: %(answer)s. Their answer stands.")
            messages.warning(request, text % {"answer": already.pair.get_answer_display()})
        except MergeRefused as refused:
            messages.error(request, merge_refusal(refused.code))
    else:
        messages.error(request, _("Choose one of the three answers."))
    return back(access, "linked" if request.POST.get("tab") == "linked" else "check")


@login_required
@require_POST
def pair_reopen(request: HttpRequest, review_id: int, pair_id: int) -> HttpResponse:
    """Takes "different" back."""
    access = access_review(request.user, review_id, "judge")
    get_object_or_404(DuplicatePair, review=access.review, pk=pair_id)
    duplicate_answers.reopen_pair(by=access.user, review=access.review, pair_id=pair_id)
    return back(access, "apart")


@login_required
@require_POST
def dedupe_start(request: HttpRequest, review_id: int) -> HttpResponse:
    """Looks for duplicates among the records that are new since the last run."""
    access = access_review(request.user, review_id, "lead")
    job, _new = job_queue.enqueue_once(kind="dedupe", review=access.review, by=access.user)
    tasks.send(job)
    return back(access, "check")


@login_required
@require_safe
def threshold(request: HttpRequest, review_id: int) -> HttpResponse:
    """What a threshold would merge, before anything is done."""
    access = access_review(request.user, review_id, "lead")
    form = ThresholdForm(request.GET or None)
    score = form.cleaned_data["score"] if form.is_valid() else None
    found = (
        queries.above(access.review, score) if score is not None else DuplicatePair.objects.none()
    )
    context = {
        "access": access,
        "form": form,
        "score": score,
        "pairs": found[:100],
        "total": found.count(),
        "sampled": open_sample(access.review),
    }
    return render(request, "screening/duplicates/threshold.html", context)


@login_required
@require_POST
def threshold_apply(request: HttpRequest, review_id: int) -> HttpResponse:
    """Merges the pairs that the preview showed, and says how many of them were not merged."""
    access = access_review(request.user, review_id, "lead")
    wanted = {int(pk) for pk in request.POST.getlist("pair") if pk.isdecimal() and len(pk) < 19}
    merged = 0
    sampled = open_sample(access.review) is not None
    for pair in queries.to_check(access.review).filter(pk__in=set() if sampled else wanted):
        try:
            duplicate_answers.answer_pair(
                by=access.user, review=access.review, pair_id=pair.pk, answer="same"
            )
            merged += 1
        except (duplicate_answers.AnsweredAlready, MergeRefused):
            continue
    text = ngettext("%(n)d pair is merged.", "%(n)d pairs are merged.", merged)
    messages.success(request, text % {"n": merged})
    if left := len(wanted) - merged:
        text = ngettext(
            "%(n)d ticked pair was not merged: a person found records of its reports to be different, or answered it "
            "meanwhile.",
            "%(n)d ticked pairs were not merged: a person found records of their reports to be different, or answered "
            "them meanwhile.",
            left,
        )
        messages.warning(request, text % {"n": left})
    return back(access, "merged")


def _context(access: Access, tab: str) -> dict[str, Any]:
    running = Job.objects.filter(
        review=access.review, kind="dedupe", state__in=["queued", "running"]
    ).first()
    return {"access": access, "tab": tab, "counts": queries.counts(access.review), "job": running}


def _pair(access: Access, wanted: str) -> dict[str, Any]:
    waiting = queries.to_check(access.review)
    chosen = waiting.filter(pk=number).first() if (number := number_in(wanted)) else None
    pair = chosen or waiting.first()
    listed = list(waiting[:30])
    lines = queries.comparison(pair.first, pair.second) if pair else []
    return {"pair": pair, "lines": lines, "waiting": listed, "sampled": open_sample(access.review)}


def _merged(access: Access, cursor: str, *, doubtful: bool) -> dict[str, Any]:
    """Merges that stand, the latest or the least certain first."""
    shown = page(
        queries.merges(access.review), order="score" if doubtful else "-pk", cursor=cursor, size=25
    )
    groups = []
    for merge in shown.rows:
        members = queries.members(merge)
        filled = queries.filled(merge.primary, [member.record for member in members])
        groups.append({"merge": merge, "members": members, "filled": filled})
    return {
        "page": shown,
        "groups": groups,
        "runs": queries.runs(access.review),
        "doubtful": doubtful,
    }


def back(access: Access, tab: str) -> HttpResponse:
    """To a tab of the duplicates page."""
    return redirect(f"{reverse('duplicates', kwargs={'review_id': access.review.pk})}?tab={tab}")
