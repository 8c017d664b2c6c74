"""How long a session lasts, where it is listed,
and the second factor that a site may want before anything else.
"""

import time
from collections.abc import Callable
from contextlib import suppress

from allauth.account.adapter import get_adapter
from allauth.account.signals import email_changed, password_reset, user_signed_up
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from screening.actions.access.accounts import confirm_address, end_sessions
from screening.actions.access.members import (
    InvitationEnded,
    UnconfirmedAddress,
    WrongAddress,
    accept_invitation,
)
from screening.actions.access.sign_in import begin_afresh
from screening.models import User
from screening.queries.access.people import needs_second_factor
from screening.web.access.allauth_adapters import invitation_at_hand

BEGUN, SEEN, FACTOR = "begun", "seen", "factor"
#: Seconds after which it is noted again that a session is used; in between a request writes
#: nothing.
NOTED_EVERY = 600
#: Beginnings of the names of addresses that are open before the second factor is set up.
WITHOUT_FACTOR = (
    "mfa_",
    "account_reauthenticate",
    "sign-out",
    "account_logout",
    "language",
    "theme",
    "home",
    "health-",
    "sign-in",
    "account_login",
)


class SessionMiddleware:
    """Ends a session that is too old or has rested too long, notes its use,
    and asks for a second factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not by_program(request):
            keep_session(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Leads people without a second factor to where they set one up, where the site wants it."""
        if (
            settings.MFA_REQUIRED == "nobody"
            or not request.user.is_authenticated
            or by_program(request)
        ):
            return None
        if request.session.get(FACTOR):
            return None
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name.startswith(WITHOUT_FACTOR):
            return None
        if needs_second_factor(request.user):
            return redirect("mfa_index")
        request.session[FACTOR] = True
        return None


def by_program(request: HttpRequest) -> bool:
    """Whether a program asks with a token: it has no session."""
    return bool(getattr(request, "by_program", False))


def keep_session(request: HttpRequest) -> None:
    """Signs the person out of a session that has ended by its age or rest;
    else notes now and then that it is used.
    """
    session, now = request.session, time.time()
    begun, seen = session.get(BEGUN), session.get(SEEN, now)
    if begun is not None and (
        now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE
    ):
        logout(request)
        return
    if begun is None or now - seen > NOTED_EVERY:
        session[BEGUN], session[SEEN] = begun or now, now
        known = UserSession.objects.filter(session_key=session.session_key, user=request.user)
        if not known.update(last_seen_at=timezone.now()):
            UserSession.objects.create_from_request(request)


@receiver(user_logged_in)
def _begin(request: HttpRequest, **about: object) -> None:
    """A session begins when somebody signs in."""
    request.session[BEGUN] = request.session[SEEN] = time.time()
    request.session.pop(FACTOR, None)


@receiver(user_signed_up)
def _join(request: HttpRequest, user: User, **about: object) -> None:
    """Joins the review of the invitation, if it is for whoever has the link or came by mail to this
    address.
    """
    invitation = invitation_at_hand(request)
    if invitation is None:
        return
    if invitation.email and get_adapter().is_email_verified(request, user.email):
        confirm_address(user)
    with suppress(WrongAddress, UnconfirmedAddress, InvitationEnded):
        accept_invitation(by=user, invitation=invitation)


@receiver(email_changed)
def _end_others(request: HttpRequest, user: User, **about: object) -> None:
    """Whoever was signed in under the old address elsewhere is signed out."""
    end_sessions(user=user, but=request.session.session_key)


@receiver(password_reset)
def _forgive(request: HttpRequest, user: User, **about: object) -> None:
    """The link in the mail is a way past tries that others have used up,
    and shows that the mail is read.
    """
    begin_afresh(user=user, address=get_adapter().get_client_ip(request))
    confirm_address(user)
    end_sessions(user=user)
