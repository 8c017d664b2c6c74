"""The way into a review: the link of an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.actions.access.accounts import confirm_address
from screening.actions.access.members import (
    InvitationEnded,
    UnconfirmedAddress,
    WrongAddress,
    accept_invitation,
)
from screening.queries.access.members import invitation_of
from screening.web.access.allauth_adapters import TOKEN


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address into the session; changes nothing else."""
    request.session[TOKEN] = token
    return redirect("join")


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Shows the title of the review, and joins it when asked to."""
    found = invitation_of(request.session.get(TOKEN, ""))
    if found is None:
        return render(request, "screening/access/join_ended.html", status=410)
    if request.method != "POST":
        wrong = request.user.is_authenticated and found.email not in {"", request.user.email}
        return render(request, "screening/access/join.html", {"invitation": found, "wrong": wrong})
    if not request.user.is_authenticated:
        return redirect(f"{reverse('sign-in')}?next={reverse('join')}")
    if found.mailed_at and found.email == request.user.email:
        confirm_address(request.user)
    try:
        member = accept_invitation(by=request.user, invitation=found)
    except WrongAddress:
        return render(
            request, "screening/access/join.html", {"invitation": found, "wrong": True}, status=403
        )
    except UnconfirmedAddress:
        messages.warning(
            request, _("Confirm your e-mail address first; then open the invitation again.")
        )
        return redirect("account_email")
    except InvitationEnded:
        return render(request, "screening/access/join_ended.html", status=410)
    del request.session[TOKEN]
    messages.success(request, _("You have joined “%(review)s”.") % {"review": member.review.title})
    return redirect("overview", review_id=member.review_id)
