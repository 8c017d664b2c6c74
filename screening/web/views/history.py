"""The history page: who did what, when, before and after."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from screening.queries.access import access_review
from screening.queries.history import visible_events
from screening.queries.keyset import page
from screening.web import events
from screening.web.filters import EventFilter


@login_required
@require_safe
def history(request: HttpRequest, review_id: int) -> HttpResponse:
    """What happened, newest first, as far as the reader may see it."""
    access = access_review(request.user, review_id)
    verbs = {key: str(label) for key, label in events.VERBS.items()}
    found = EventFilter(request.GET, visible_events(access), access=access, verbs=verbs)
    shown = page(found.qs, order="-pk", cursor=request.GET.get("page", ""))
    lines = events.lines(access.review, shown.rows)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"access": access, "filter": found, "page": shown, "lines": lines, "query": query.urlencode()}
    return render(request, "screening/history.html", context)
