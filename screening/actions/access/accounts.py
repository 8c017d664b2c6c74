"""What people do with their accounts."""

from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from screening.models import User
from screening.queries.access.people import anybody


class AlreadyPeople(Exception):
    """The site has people already, so nobody is the first."""


@transaction.atomic
def make_first_account(*, name: str, email: str, password: str, language: str = "") -> User:
    """The account of whoever runs the site. Raises AlreadyPeople."""
    if anybody():
        raise AlreadyPeople
    return User.objects.create_superuser(email, password, name=name.strip(), language=language)


def change_account(*, user: User, **fields: Any) -> User:
    """Writes these fields of the account."""
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    return user


def confirm_address(user: User) -> None:
    """The person has shown to read the mail of the account's address."""
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )
    if not address.verified:
        address.verified, address.primary = True, True
        address.save(update_fields=["verified", "primary"])


def end_session(*, user: User, listed: int) -> bool:
    """Signs the person out of one session of the list; False when none of theirs goes on by it."""
    found = UserSession.objects.filter(user=user, pk=listed).first()
    if found is None:
        return False
    found.end()
    return True


def end_sessions(*, user: User, but: str | None = None) -> int:
    """Signs the person out everywhere except in the session with the key `but`;
    how many sessions that ended.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    UserSession.objects.filter(user=user).exclude(session_key=but or "").delete()
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(user.pk):
            store(session.session_key).delete()
            ended += 1
    return ended
