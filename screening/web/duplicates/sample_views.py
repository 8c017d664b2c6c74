"""The sample that tells how often the program is wrong: drawn, evaluated, given up."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from screening.actions.duplicates import duplicate_samples as actions
from screening.queries.access.authorization import Access, access_review
from screening.queries.duplicates import duplicate_samples as queries
from screening.web.duplicates.forms import SampleForm
from screening.web.refusals import merge_refusal


@login_required
@require_safe
def sample(request: HttpRequest, review_id: int) -> HttpResponse:
    """What the last sample said, and the one that runs."""
    access = access_review(request.user, review_id)
    context = {
        "access": access,
        "running": queries.open_sample(access.review),
        "evaluated": queries.evaluated(access.review),
        "form": SampleForm(),
    }
    return render(request, "screening/duplicates/sample.html", context)


def _change(change: Callable[[HttpRequest, Access], str]) -> Callable[..., HttpResponse]:
    """A view for one button of the lead's: checks the door, does it, says what was done or why not."""

    @login_required
    @require_POST
    def view(request: HttpRequest, review_id: int) -> HttpResponse:
        access = access_review(request.user, review_id, "lead")
        try:
            messages.success(request, change(request, access))
        except actions.SampleRefused as refused:
            messages.warning(request, merge_refusal(refused.code))
        return redirect("duplicate-sample", review_id=review_id)

    view.__doc__ = change.__doc__
    return view


@_change
def begin(request: HttpRequest, access: Access) -> str:
    """Draws a sample and mixes it into the questions."""
    form = SampleForm(request.POST)
    if not form.is_valid():
        raise actions.SampleRefused("sample_size")
    actions.begin_sample(by=access.user, review=access.review, size=form.cleaned_data["size"])
    return _("The sample is drawn and stands among the pairs to check.")


@_change
def evaluate(request: HttpRequest, access: Access) -> str:
    """Tells what the sample found and undoes the merges that were wrong."""
    actions.evaluate_sample(by=access.user, review=access.review)
    return _("The sample is evaluated. Merges that were found wrong are undone.")


@_change
def give_up(request: HttpRequest, access: Access) -> str:
    """Ends the sample without a result."""
    reason = request.POST.get("reason", "")[:2000].replace("\x00", "")
    actions.give_up_sample(by=access.user, review=access.review, reason=reason)
    return _("The sample was given up. Answers stay, and merges that were found wrong are undone.")
