"""The what-if page: the same votes under other rules,
what would have been lost and what would have been saved.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from screening import tasks
from screening.actions.jobs import job_queue
from screening.queries.access.authorization import access_review
from screening.queries.verification import what_if as queries
from screening.web.stage_names import stage_label

RULES = {
    ("single", "first"): gettext_lazy("One person screens: whoever voted first"),
    ("single", "last"): gettext_lazy("One person screens: whoever voted last"),
    ("maybe", "include"): gettext_lazy("“Maybe” counts as include"),
    ("maybe", "conflict"): gettext_lazy("“Maybe” beside anything goes to the adjudicator"),
    ("maybe", "exclude"): gettext_lazy("“Maybe” counts as exclude"),
    ("run", "50"): gettext_lazy("Stop after 50 irrelevant in a row"),
    ("run", "100"): gettext_lazy("Stop after 100 irrelevant in a row"),
    ("run", "200"): gettext_lazy("Stop after 200 irrelevant in a row"),
    ("p", "95"): gettext_lazy("Stop by Callaghan's test (95 %, p below .05)"),
}


@login_required
@require_safe
def what_if(request: HttpRequest, review_id: int) -> HttpResponse:
    """The table of the last computation, for whom blinding allows it."""
    access = access_review(request.user, review_id, "reopen")
    context: dict[str, Any] = {"access": access, "stage_label": stage_label(queries.stage_asked())}
    context["stage"] = queries.stage_asked()
    if queries.may_ask(access):
        state = queries.what_if(access)
        context |= {
            "allowed": True,
            "state": state,
            "result": state.result,
            "lines": list(_lines(state)),
        }
    return render(request, "screening/verification/what_if.html", context)


def _lines(state: queries.WhatIf) -> Iterator[Mapping[str, Any]]:
    """The changes with their words and the reports that are named."""
    for change in (state.result or {}).get("changes", []):
        shown = [state.records[pk] for pk in change["lost"] if pk in state.records]
        yield {
            **change,
            "label": RULES.get((change["rule"], change["value"]), ""),
            "reports": shown,
        }


@login_required
@require_POST
def what_if_compute(request: HttpRequest, review_id: int) -> HttpResponse:
    """Has it computed by a worker."""
    access = access_review(request.user, review_id, "reopen")
    if not queries.may_ask(access):
        messages.error(
            request,
            _("As long as a stage is open and you vote, this is not for you. Nothing was changed."),
        )
        return redirect("what-if", review_id=review_id)
    with transaction.atomic():
        stage = queries.stage_asked()
        job, new = job_queue.enqueue_once(
            kind="what_if", review=access.review, by=access.user, stage=stage
        )
        if new:
            tasks.send(job)
    messages.success(request, _("It is being computed; check again in a moment."))
    return redirect("what-if", review_id=review_id)
