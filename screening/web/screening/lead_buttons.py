"""Views for the buttons by which a lead runs a stage."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from screening.actions.refusal import Refusal
from screening.queries.access.authorization import Access, access_review
from screening.stages import STAGES
from screening.web.screening.stage_forms import WhyForm

Change = Callable[[HttpRequest, Access, str], str]


def lead_button(
    refused: type[Refusal] | tuple[type[Refusal], ...],
    words: Mapping[str, Any],
    page: Callable[[int, str], str],
) -> Callable[[Change], Callable[..., HttpResponse]]:
    """Makes a view of a change: checks the door, does it, says what was done or why not.

    `words` are what is said of each refusal, `page` gives the address to go on to.
    """

    def decorate(change: Change) -> Callable[..., HttpResponse]:
        @login_required
        @require_POST
        def view(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
            access = access_review(request.user, review_id, "lead")
            if stage not in STAGES:
                raise Http404
            try:
                messages.success(request, change(request, access, stage))
            except refused as refusal:
                messages.error(request, str(words[refusal.code]))
            return redirect(page(review_id, stage))

        view.__doc__ = change.__doc__
        return view

    return decorate


def why_of(request: HttpRequest) -> str:
    """The reason that came with the press; "" for none."""
    form = WhyForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""
