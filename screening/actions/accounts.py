"""What people do with their accounts."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from screening.actions.members import accept_invitation
from screening.models import Invitation, User


class AddressTaken(Exception):
    """There is an account with that address."""


@transaction.atomic
def sign_up(*, name: str, email: str, password: str, language: str = "", invitation: Invitation | None = None) -> User:
    """A new account, which joins the review it was invited to.

    Raises AddressTaken, WrongAddress or InvitationEnded; then there is no account either.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name.strip(), language=language)
    except IntegrityError:
        raise AddressTaken from None
    if invitation:
        accept_invitation(by=user, invitation=invitation)
    return user


def change_account(*, user: User, **fields: Any) -> User:
    """Writes these fields of the account."""
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    return user


def change_email(*, user: User, email: str) -> str:
    """Signs the person in under another address from now on; gives the old one. Raises AddressTaken."""
    old, user.email = user.email, email.strip().lower()
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        user.email = old
        raise AddressTaken from None
    return old


def end_sessions(*, user: User, but: str | None = None) -> int:
    """Signs the person out everywhere except in the session with the key `but`; how many sessions that ended."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(user.pk):
            store(session.session_key).delete()
            ended += 1
    return ended
