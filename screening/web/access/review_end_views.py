"""The end of a review: put away for now, brought back, or deleted for good."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.access.inactive_reviews import bring_back, put_away
from screening.actions.access.notifications import mark_read
from screening.actions.archive.review_deletion import DeletionRefused, ask_deletion
from screening.models import Job, User
from screening.queries.access.authorization import Access, access_review
from screening.queries.archive.archives import last_archive
from screening.queries.exports.snapshot import may_see_votes
from screening.tasks import send

REFUSALS = {
    "title": gettext_lazy("That is not the title of this review. Nothing was deleted."),
    "busy": gettext_lazy(
        "A job on its records is still running. Wait for it to finish or cancel it first. Nothing was deleted."
    ),
    "gone": gettext_lazy("The review is already being deleted."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, review_id: int) -> HttpResponse:
    """The page that offers both, and the deletion itself: with the title typed,
    after the archive was offered.
    """
    access = access_review(request.user, review_id, "keep")
    if request.method == "POST":
        typed = request.POST.get("title", "")
        if begin_deletion(
            request,
            access.review.title,
            lambda: ask_deletion(by=access.user, review=access.review, typed=typed),
        ):
            return redirect("reviews")
    return render(
        request,
        "screening/access/review_end.html",
        {
            "access": access,
            "archived": last_archive(access.review),
            "votes": may_see_votes(access),
            "leads": [user for user in _leads(access) if user != access.user],
        },
    )


def begin_deletion(request: HttpRequest, title: str, ask: Callable[[], Job]) -> bool:
    """Begins the deletion that is asked for, and says so or why not; whether it has begun."""
    try:
        with transaction.atomic():
            send(ask())
    except DeletionRefused as refused:
        messages.error(request, REFUSALS[refused.code])
        return False
    text = _("“%(review)s” is being deleted; all leads have been notified.")
    messages.success(request, text % {"review": title})
    return True


def _leads(access: Access) -> list[User]:
    members = access.review.memberships.filter(ended_at=None, leads=True).select_related("user")
    return [member.user for member in members]


@login_required
@require_POST
def away(request: HttpRequest, review_id: int) -> HttpResponse:
    """Puts the review away."""
    access = access_review(request.user, review_id, "keep")
    put_away(by=access.user, review=access.review)
    messages.success(
        request, _("The review is now inactive: it can be read, and reactivated at any time.")
    )
    return redirect("reviews")


@login_required
@require_POST
def back(request: HttpRequest, review_id: int) -> HttpResponse:
    """Brings the review back."""
    access = access_review(request.user, review_id, "keep")
    bring_back(by=access.user, review=access.review)
    messages.success(request, _("The review is active again."))
    return redirect("overview", review_id=review_id)


@login_required
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """What was told of reviews that are gone has been read."""
    mark_read(by=request.user, review=None)
    return redirect("reviews")
