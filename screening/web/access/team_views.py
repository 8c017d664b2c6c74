"""The team of a review."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from screening.actions.access.inactive_reviews import hand_over
from screening.actions.access.members import (
    InvitationEnded,
    LastLead,
    change_roles,
    end_membership,
    invite,
    note_mailed,
    renew_invitation,
    revoke_invitation,
)
from screening.actions.screening.offboarding import remove_member
from screening.models import Invitation, Membership
from screening.queries.access.authorization import Access, access_review
from screening.queries.access.members import invitations_lately, members, open_invitations
from screening.web.access.team_forms import InvitationsForm, RemovalForm, RolesForm

#: Where the session keeps new links, each with the only address it is for or a name, until they
#: were shown once.
LINK = "invitation_link"
#: Invitations that one person sends by mail in an hour, in all reviews; links beyond are to be
#: passed on by hand.
MAILS_AN_HOUR = 60
logger = logging.getLogger(__name__)


@login_required
@require_safe
def team(request: HttpRequest, review_id: int) -> HttpResponse:
    """Who is in the review; for leads also who is invited."""
    access = access_review(request.user, review_id)
    return _page(request, access, InvitationsForm(initial={"reviews": True}))


@login_required
@require_POST
def invitations(request: HttpRequest, review_id: int) -> HttpResponse:
    """Invites somebody by mail, or makes a link to pass on;
    a link that no mail could carry is to be passed on too.
    """
    access = access_review(request.user, review_id, "lead")
    form = InvitationsForm(request.POST)
    if not form.is_valid():
        return _page(request, access, form)
    asked, mailed = form.cleaned_data, []
    for email in asked["email"] or [""]:
        made = {"email": email, "name": "" if email else asked["name"], "valid": form.valid()}
        invitation, token = invite(by=access.user, review=access.review, **made, **form.roles())
        if _passed_on(request, invitation, token):
            mailed.append(email)
    if mailed:
        messages.success(request, _("Invitations sent: %(emails)s") % {"emails": ", ".join(mailed)})
    return redirect("team", review_id=review_id)


@login_required
@require_POST
def invitation_renew(request: HttpRequest, review_id: int, invitation_id: int) -> HttpResponse:
    """Sends an invitation once more, or makes a new link in its place."""
    access = access_review(request.user, review_id, "lead")
    invitation = get_object_or_404(Invitation, pk=invitation_id, review=access.review)
    try:
        token = renew_invitation(by=access.user, invitation=invitation)
    except InvitationEnded:
        messages.warning(request, _("The invitation had already been used or revoked."))
    else:
        if _passed_on(request, invitation, token):
            messages.success(
                request, _("Invitations sent: %(emails)s") % {"emails": invitation.email}
            )
    return redirect("team", review_id=review_id)


def _passed_on(request: HttpRequest, invitation: Invitation, token: str) -> bool:
    """Whether the link went by mail; one that did not is shown once, to be passed on by hand."""
    link = request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    few = invitations_lately(request.user) <= MAILS_AN_HOUR
    if invitation.email and few and _sent(request, invitation, link):
        note_mailed(invitation)
        return True
    request.session[LINK] = [
        *request.session.get(LINK, []),
        [link, invitation.email, invitation.name],
    ]
    return False


@login_required
@require_POST
def invitation_revoke(request: HttpRequest, review_id: int, invitation_id: int) -> HttpResponse:
    """Makes an open invitation worthless."""
    access = access_review(request.user, review_id, "lead")
    invitation = get_object_or_404(Invitation, pk=invitation_id, review=access.review)
    if revoke_invitation(by=access.user, invitation=invitation):
        messages.success(request, _("The invitation is no longer valid."))
    else:
        messages.warning(request, _("The invitation had already been used or revoked."))
    return redirect("team", review_id=review_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, review_id: int, member_id: int) -> HttpResponse:
    """What one member may do."""
    access = access_review(request.user, review_id, "lead")
    person = _member(access, member_id)
    form = RolesForm(request.POST if request.method == "POST" else None, initial=person.__dict__)
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(by=access.user, member=person, **form.cleaned_data)
        except LastLead:
            form.add_error(
                None, _("Somebody must lead the review. Make somebody else a lead first.")
            )
        else:
            messages.success(request, _("Saved."))
            return redirect("team", review_id=review_id)
    return render(
        request, "screening/access/member.html", {"access": access, "person": person, "form": form}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, review_id: int, member_id: int) -> HttpResponse:
    """Takes a member out of the review, after asking once."""
    access = access_review(request.user, review_id, "lead")
    person = _member(access, member_id)
    form = RemovalForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            remove_member(by=access.user, member=person, **form.cleaned_data)
        except LastLead:
            form.add_error(
                None, _("Somebody must lead the review. Make somebody else a lead first.")
            )
        else:
            messages.success(
                request, _("%(name)s is no longer in the review.") % {"name": person.user}
            )
            return redirect(
                "reviews" if person.user_id == access.user.pk else reverse("team", args=[review_id])
            )
    return render(
        request,
        "screening/access/member_remove.html",
        {"access": access, "person": person, "form": form},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, review_id: int) -> HttpResponse:
    """Leaves the review, after asking once."""
    access = access_review(request.user, review_id)
    others = members(access.review).exclude(pk=access.membership.pk).select_related("user")
    alone = access.membership.leads and not others.filter(leads=True).exists()
    if request.method == "POST" and _left(request, access, others if alone else None):
        messages.success(
            request, _("You have left “%(review)s”.") % {"review": access.review.title}
        )
        return redirect("reviews")
    return render(
        request, "screening/access/leave.html", {"access": access, "alone": alone, "others": others}
    )


def _left(request: HttpRequest, access: Access, successors: QuerySet[Membership] | None) -> bool:
    """Ends the own membership; who leads alone names who leads from then on."""
    chosen = request.POST.get("successor", "")
    successor = successors.filter(pk=int(chosen)).first() if successors and _is_id(chosen) else None
    if successor is None:
        return _end(request, access, access.membership)
    hand_over(by=access.user, member=access.membership, successor=successor)
    return True


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def _end(request: HttpRequest, access: Access, person: Membership) -> bool:
    try:
        end_membership(by=access.user, member=person)
    except LastLead:
        messages.error(
            request, _("Somebody must lead the review. Make somebody else a lead first.")
        )
        return False
    return True


def _member(access: Access, member_id: int) -> Membership:
    return get_object_or_404(members(access.review), pk=member_id)


def _page(request: HttpRequest, access: Access, form: InvitationsForm) -> HttpResponse:
    leads = access.may("lead")
    links = request.session.pop(LINK, []) if leads else []
    context = {
        "access": access,
        "members": members(access.review),
        "invitations": open_invitations(access.review) if leads else [],
        "form": form if leads else None,
        "links": links,
    }
    return render(request, "screening/access/team.html", context)


def _sent(request: HttpRequest, invitation: Invitation, link: str) -> bool:
    """Whether a mail server has taken the mail;
    without one it is printed where the guest cannot read it.
    """
    context = {"invitation": invitation, "link": link, "by": request.user}
    title = " ".join(invitation.review.title.split())
    subject = _("Invitation to the review “%(review)s”") % {"review": title}
    text = render_to_string("screening/access/mail/invitation.txt", context, request)
    try:
        send_mail(subject, text, None, [invitation.email])
    except OSError as error:
        logger.warning("an invitation could not be mailed: %s", error)
        return False
    return settings.EMAIL_BACKEND != settings.PRINTED_MAIL
