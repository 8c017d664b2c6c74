"""Taking one's data along, and closing one's account; what others build on stays,
under a name that tells nobody.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import get_random_string

from screening.actions.access.accounts import end_sessions
from screening.actions.access.members import end_membership
from screening.models import (
    AccessToken,
    Comment,
    Event,
    FullTextMark,
    Labelling,
    Membership,
    Note,
    SavedFilter,
    Settlement,
    SignInAttempt,
    User,
    Vote,
)
from screening.queries.access.people import reviews_led_alone

#: The domain of the addresses of closed accounts; no mail can ever reach it (RFC 2606).
CLOSED = "closed.invalid"


class LeadsAlone(Exception):
    """Reviews would be left without a lead; `reviews` are their titles."""

    def __init__(self, reviews: list[str]) -> None:
        super().__init__(", ".join(reviews))
        self.reviews = reviews


@transaction.atomic
def close_account(user: User) -> User:
    """Ends the person's memberships and makes the account nobody's: no name, no address, no way in.

    Votes, settlements and the history stay valid, as they name the account by its number; who it
    was is not kept. Raises LeadsAlone, and then nothing was changed.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if alone := reviews_led_alone(user):
        raise LeadsAlone([review.title for review in alone])
    for member in Membership.objects.filter(user=user, ended_at=None).select_related("review"):
        end_membership(by=user, member=member)
    end_sessions(user=user)
    SignInAttempt.objects.filter(user=user).delete()
    SignInAttempt.objects.filter(email=user.email).delete()
    for model in (EmailAddress, Authenticator, SocialAccount, SavedFilter):
        model.objects.filter(user=user).delete()
    pseudonym = get_random_string(8, "abcdefghjkmnpqrstuvwxyz23456789")
    user.email, user.name = f"{pseudonym}@{CLOSED}", f"Former member {pseudonym}"
    user.language, user.theme, user.reads = "", "", []
    user.own_keys, user.news, user.reading = {}, {}, {}
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    return user


def personal_data(user: User) -> dict[str, Any]:
    """Everything the site keeps of the person, as plain values: account, memberships,
    and what they have written.
    """
    return {
        "made": timezone.now().isoformat(),
        "account": _account(user),
        **_ways_in(user),
        **_work(user),
        **_words(user),
        # Whoever took back the votes of somebody who left did not see by that where there were any.
        "history": _rows(
            Event.objects.filter(actor=user).exclude(verb="withdraw_vote"),
            *("at", "review", "verb", "record", "stage"),
        ),
    }


def _account(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "theme": user.theme,
        "keys": user.keys,
        "own_keys": user.own_keys,
        "reads": user.reads,
        "news": user.news,
        "reading": user.reading,
        "since": user.date_joined.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
    }


def _ways_in(user: User) -> dict[str, Any]:
    """Addresses, second factors, accounts elsewhere and tokens, without their secrets."""
    token = ("name", "scopes", "review", "created_at", "expires_at", "last_used_at")
    return {
        "addresses": _of(user, EmailAddress, "email", "verified", "primary"),
        "second_factors": _of(user, Authenticator, "type", "created_at", "last_used_at"),
        "accounts_elsewhere": _of(user, SocialAccount, "provider", "uid", "date_joined"),
        "tries_to_sign_in": _of(user, SignInAttempt, "at", "address", "outcome", "times"),
        "tokens": _of(user, AccessToken, *token),
    }


def _work(user: User) -> dict[str, Any]:
    """Memberships, votes and settlements."""
    reviews = ("review", "review__title_en", "review__title_zh")
    roles = ("leads", "reviews", "adjudicates", "code", "joined_at", "ended_at")
    votes = ("review", "record", "record__title", "stage", "verdict", "reason", "first_verdict")
    settled = Settlement.objects.filter(settled_by=user)
    return {
        "memberships": _of(user, Membership, *reviews, *roles),
        "votes": _of(user, Vote, *votes),
        "settlements": _rows(settled, "review", "record", "stage", "verdict"),
    }


def _words(user: User) -> dict[str, Any]:
    """What the person has written on records and full texts."""
    return {
        "notes": _of(user, Note, "record", "stage", "text"),
        "comments": _of(user, Comment, "record", "stage", "text"),
        "labels": _of(user, Labelling, "record", "label__name"),
        "marks_in_full_texts": _of(user, FullTextMark, "page", "text", "note"),
    }


def _of(user: User, model: type[Model], *wanted: str) -> list[dict[str, Any]]:
    return _rows(model._default_manager.filter(user=user), *wanted)


def _rows(rows: Any, *wanted: str) -> list[dict[str, Any]]:
    """The wanted fields that the table has, of every row."""
    known = {field.name for field in rows.model._meta.get_fields()}
    fields = [name for name in wanted if name.split("__")[0] in known]
    return list(rows.order_by("pk").values(*fields))
