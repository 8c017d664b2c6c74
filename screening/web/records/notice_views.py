"""Notices of retraction, concern and correction: which reports have one,
and what the team says to it.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from screening.actions.records.notice_answers import AnswerRefused, answer_notices, withdraw_answer
from screening.queries.access.authorization import access_review
from screening.queries.records.report_notices import noticed

REFUSED = {
    "why": _("Give a reason for keeping the report."),
    "answered": _("Its notices have already been answered."),
}


@login_required
@require_safe
def report_notices(request: HttpRequest, review_id: int) -> HttpResponse:
    """Reports the review rests on, or may, with their notices and answers; unanswered ones first."""
    access = access_review(request.user, review_id)
    reports = sorted(noticed(access.review), key=lambda one: not one.unanswered)
    context = {"access": access, "reports": reports, "works": access.may("judge")}
    return render(request, "screening/records/report_notices.html", context)


@login_required
@require_POST
def notice_answer(request: HttpRequest, review_id: int, record_id: int) -> HttpResponse:
    """Keeps a report in spite of its notices."""
    access = access_review(request.user, review_id, "judge")
    try:
        answer_notices(
            by=access.user,
            review=access.review,
            record_id=record_id,
            why=request.POST.get("why", ""),
        )
        messages.success(request, _("Kept; your reason has been saved."))
    except AnswerRefused as refusal:
        if refusal.code == "record":
            raise Http404 from None
        messages.warning(request, REFUSED[refusal.code])
    return redirect("report-notices", review_id=review_id)


@login_required
@require_POST
def answer_withdraw(request: HttpRequest, review_id: int, answer_id: int) -> HttpResponse:
    """Takes an answer back."""
    access = access_review(request.user, review_id, "judge")
    try:
        withdraw_answer(by=access.user, review=access.review, answer_id=answer_id)
    except AnswerRefused:
        raise Http404 from None
    messages.success(request, _("Undone: its notices are waiting for an answer again."))
    return redirect("report-notices", review_id=review_id)
