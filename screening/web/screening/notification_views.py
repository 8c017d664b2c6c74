"""What a person is told in the program, and what the team says about a record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from screening.actions.access.notifications import mark_read
from screening.actions.screening.notes import NoteRefused, comment
from screening.models import Notice, Record
from screening.queries.access.authorization import access_review
from screening.queries.screening.next_tasks import upcoming
from screening.stages import STAGES
from screening.web.refusals import refusal_text

SHOWN = 200


@login_required
@require_safe
def notices(request: HttpRequest, review_id: int) -> HttpResponse:
    """What waits for me, and what I was told, newest first."""
    access = access_review(request.user, review_id)
    told = Notice.objects.filter(review=access.review, user=access.user)[:SHOWN]
    context = {"access": access, "notices": told, "upcoming": upcoming(access)}
    return render(request, "screening/screening/notices.html", context)


@login_required
@require_POST
def read(request: HttpRequest, review_id: int) -> HttpResponse:
    """Marks all as read."""
    access = access_review(request.user, review_id)
    mark_read(by=access.user, review=access.review)
    return redirect("notices", review_id=review_id)


@login_required
@require_POST
def say(request: HttpRequest, review_id: int, record_id: int, stage: str) -> HttpResponse:
    """A comment on a decided record, for the team."""
    access = access_review(request.user, review_id, "judge")
    get_object_or_404(Record, review=access.review, pk=record_id)
    if stage not in STAGES:
        raise Http404
    try:
        comment(
            by=access.user,
            review=access.review,
            record_id=record_id,
            stage=stage,
            text=request.POST.get("text", ""),
        )
    except NoteRefused as refused:
        messages.error(request, refusal_text(refused.code))
    if request.POST.get("back") == "conflicts" and access.may("settle"):
        return redirect(reverse("conflicts", args=[review_id, stage], query={"record": record_id}))
    return redirect(reverse("record", args=[review_id, record_id]) + f"#talk-{stage}")
