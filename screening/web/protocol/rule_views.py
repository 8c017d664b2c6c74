"""What a change of the rules would do, shown before it takes effect; and changes taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from screening.actions.imports.searches import SearchRefused, change_search
from screening.actions.protocol.reviews import change_review
from screening.actions.protocol.rule_changes import RuleRefused, take_back, taking_back
from screening.actions.protocol.rule_outlook import Change, Outlook, look_ahead
from screening.queries.access.authorization import Access, access_review
from screening.web.stage_names import place_words

NOT_SENT_ON = {"csrfmiddlewaretoken", "agreed", "reason"}
REFUSALS = {
    "reason": gettext_lazy("Give a reason: open votes would decide reports. Nothing was changed."),
    "changed": gettext_lazy(
        "Somebody has voted in the meantime, so the numbers have changed. Check again. Nothing was changed."
    ),
    "state": gettext_lazy(
        "This is no longer the latest change, or it has already been undone. Nothing was changed."
    ),
    "too_many": gettext_lazy(
        "Too many records would move to the other column at once. Nothing was changed."
    ),
}


def unagreed(request: HttpRequest, change: Change) -> Outlook | None:
    """What the change does, where reports are concerned and the person has not agreed to just that;
    else None.
    """
    found = look_ahead(change)
    agreed = request.POST.get("agreed") == found.stamp
    if not found.changes or (
        agreed and (request.POST.get("reason", "").strip() or not found.opened)
    ):
        return None
    if request.POST.get("agreed"):
        messages.error(request, str(REFUSALS["reason" if agreed else "changed"]))
    return found


def preview(
    request: HttpRequest,
    access: Access,
    found: Outlook,
    *,
    title: str,
    back: str,
    taken_back: bool = False,
) -> HttpResponse:
    """The page that shows it, with everything the form had said, to be sent again."""
    sent = [
        (name, value)
        for name in request.POST
        if name not in NOT_SENT_ON
        for value in request.POST.getlist(name)
    ]
    context = {
        "access": access,
        "title": title,
        "back": back,
        "found": found,
        "sent": sent,
        "taken_back": taken_back,
        "moves": [
            (place_words(before), place_words(now), n)
            for (before, now), n in sorted(found.moves.items())
        ],
        "opened": len(found.opened),
        "returned": len(found.returned),
        "stuck": len(found.stuck),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "screening/protocol/rules.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_take_back(request: HttpRequest, review_id: int, change_id: int) -> HttpResponse:
    """Takes the last change of a rule back, once it has been seen what that does."""
    access = access_review(request.user, review_id, "lead")
    try:
        change = taking_back(access.review, change_id)
        if request.method != "POST":
            return preview(
                request,
                access,
                look_ahead(change),
                title=_("Undo a change of the rules"),
                back="protocol",
                taken_back=True,
            )
        if found := unagreed(request, change):
            return preview(
                request,
                access,
                found,
                title=_("Undo a change of the rules"),
                back="protocol",
                taken_back=True,
            )
        _take_back(access, change, change_id, request.POST)
        messages.success(request, _("Change undone."))
    except (RuleRefused, SearchRefused) as refused:
        messages.error(request, str(REFUSALS.get(refused.code, REFUSALS["state"])))
    return redirect("protocol", review_id=review_id)


def _take_back(access: Access, change: Change, change_id: int, sent: Any) -> None:
    agreed = sent.get("agreed", "")
    if change.setting is not None:
        take_back(
            by=access.user,
            review=access.review,
            change_id=change_id,
            reason=sent.get("reason", ""),
            agreed=agreed,
        )
    elif change.search is not None:
        change_search(
            by=access.user, search=change.search, agreed=agreed, taken_back=True, **change.after
        )
    else:
        change_review(
            by=access.user, review=access.review, agreed=agreed, taken_back=True, **change.after
        )
