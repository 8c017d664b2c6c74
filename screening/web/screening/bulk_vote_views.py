"""One verdict for many records of the list, and taking the whole act back."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from screening.actions.screening.bulk_voting import MOST, Done, undo_many, vote_on_many
from screening.models import BulkVote
from screening.queries.access.authorization import Access, access_review
from screening.queries.screening.queue import all_ids, open_setting
from screening.stages import STAGES
from screening.web.refusals import refusal_text
from screening.web.screening.forms import ManyVotesForm
from screening.web.screening.queue_filters import QueueFilter
from screening.web.screening.views import order_asked
from screening.web.undo_offer import offer_undo


@login_required
@require_POST
def vote_many(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """One verdict for the ticked records, or for all that match; what is refused is told,
    the rest stands.
    """
    access = access_review(request.user, review_id, "vote")
    if stage not in STAGES:
        raise Http404
    form = ManyVotesForm(request.POST)
    if not form.is_valid():
        messages.error(request, refusal_text("invalid"))
        return _back(request, review_id, stage)
    asked = form.cleaned_data
    ids = _matching(request, access, stage, asked["matching"]) if asked["all"] else form.picked()
    if ids is None:
        messages.warning(
            request,
            _("More records match now than the page showed. Nothing was saved: check again."),
        )
        return _back(request, review_id, stage)
    done = vote_on_many(
        by=access.user,
        review=access.review,
        stage=stage,
        record_ids=ids,
        verdict=asked["verdict"],
        reason_id=asked["reason"],
        key=form.key(ids),
    )
    request.votes = done.voted  # type: ignore[attr-defined]
    _tell(request, access, stage, done)
    return _back(request, review_id, stage)


@login_required
@require_POST
def undo(request: HttpRequest, review_id: int, stage: str, act_id: int) -> HttpResponse:
    """Takes one's own act back: every vote of it that still stands and can be changed."""
    access = access_review(request.user, review_id, "vote")
    act = get_object_or_404(
        BulkVote, pk=act_id, review=access.review, user=access.user, stage=stage
    )
    done = undo_many(by=access.user, act=act)
    said = ngettext("%(n)d vote was withdrawn.", "%(n)d votes were withdrawn.", done.voted) % {
        "n": done.voted
    }
    messages.success(request, said)
    _refusals(request, done.refused)
    return redirect(
        "my-decisions" if request.POST.get("from") == "decisions" else "screen-list",
        review_id,
        stage,
    )


def _matching(
    request: HttpRequest, access: Access, stage: str, shown: int | None
) -> list[int] | None:
    """What the list's filter lets through, in its order;
    None when that is more than the page had told.
    """
    setting = open_setting(access, stage)
    order, seed = order_asked(request, access, setting)
    found = QueueFilter.of(access, setting, QueryDict(request.POST.get("query", "")))
    ids = list(all_ids(access, setting, order, seed, found.qs)[: max(MOST, shown or 0) + 1])
    return None if shown is not None and len(ids) > shown else ids[:MOST]


def _tell(request: HttpRequest, access: Access, stage: str, done: Done) -> None:
    if done.act and done.voted:
        said = ngettext("%(n)d vote saved.", "%(n)d votes saved.", done.voted) % {"n": done.voted}
        offer_undo(
            request, said, reverse("votes-undo", args=[access.review.pk, stage, done.act.pk])
        )
    _refusals(request, done.refused)
    if not done.voted and not done.refused:
        messages.warning(request, _("Select the records you want to vote on first."))


def _refusals(request: HttpRequest, refused: Counter[str]) -> None:
    for code, times in refused.items():
        messages.warning(request, f"{refusal_text(code)} ({times})")


def _back(request: HttpRequest, review_id: int, stage: str) -> HttpResponse:
    """The list again, in its order and with its filter."""
    query = QueryDict(request.POST.get("query", "")).copy()
    for name in ("order", "seed", "page", "size"):
        if value := request.POST.get(name):
            query[name] = value
    kept = f"?{query.urlencode()}" if query else ""
    return redirect(reverse("screen-list", args=[review_id, stage]) + kept)
