"""The history page: who did what, when, before and after."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from screening import tasks
from screening.actions.jobs import job_queue
from screening.flow.boxes import AWAITING
from screening.models import Record
from screening.queries.access.authorization import Access, access_review
from screening.queries.exports.snapshot import may_see_votes
from screening.queries.history.event_log import visible_events
from screening.queries.history.history_hashes import chain_state
from screening.queries.keyset import page
from screening.web.history import event_words
from screening.web.records.filters import EventFilter


@login_required
@require_safe
def history(request: HttpRequest, review_id: int) -> HttpResponse:
    """What happened, newest first, as far as the reader may see it."""
    access = access_review(request.user, review_id)
    verbs = {key: str(label) for key, label in event_words.VERBS.items()}
    found = EventFilter(request.GET, visible_events(access), access=access, verbs=verbs)
    shown = page(found.qs, order="-pk", cursor=request.GET.get("page", ""))
    lines = event_words.lines(access, shown.rows)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "access": access,
        "filter": found,
        "page": shown,
        "lines": lines,
        "query": query.urlencode(),
    }
    return render(request, "screening/history/history.html", context | _chain(access))


def _chain(access: Access) -> dict[str, Any]:
    """The state of the chain, and what its last check found, as far as it tells no votes."""
    state = chain_state(access.review)
    result = (state.check.result if state.check else None) or {}
    # A stage that is closed can be opened again: as long as a report waits, the number of entries
    # tells of open votes.
    waits = Record.objects.filter(review=access.review, place__in=AWAITING).exists()
    votes = may_see_votes(access) and not waits
    return {
        "chain": state,
        "result": result,
        "problems": result.get("told" if votes else "chain", []),
        "votes": votes,
    }


@login_required
@require_safe
def history_state(request: HttpRequest, review_id: int) -> HttpResponse:
    """The state of the chain by itself; asks the browser for the whole page once a check is over."""
    access = access_review(request.user, review_id)
    context = {"access": access} | _chain(access)
    answer = render(request, "screening/history/_chain.html", context)
    if not context["chain"].checking:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_POST
def history_check(request: HttpRequest, review_id: int) -> HttpResponse:
    """Has the history checked against its seals, and the tables against the history."""
    access = access_review(request.user, review_id, "lead")
    with transaction.atomic():
        job, new = job_queue.enqueue_once(kind="verify", review=access.review, by=access.user)
        if new:
            tasks.send(job)
    return redirect("history", review_id=review_id)
