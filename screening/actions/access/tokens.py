"""Tokens of people and service accounts of reviews: made, ended, used."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from screening.actions.access.members import next_code
from screening.actions.history.event_log import log
from screening.models import AccessToken, GivenAnswer, Membership, Review, Scope, User
from screening.queries.access.tokens import hash_of, new_text

LONGEST = timedelta(days=366)
#: How exactly the last use of a token is known; in between a request writes nothing.
NOTED_EVERY = timedelta(minutes=1)
ANSWERS_KEPT = timedelta(days=1)
#: No mail reaches it, so nobody can ask for a password of such an account.
SERVICE_HOST = "service.invalid"


@transaction.atomic
def make_token(
    *,
    by: User,
    name: str,
    scopes: Collection[str],
    valid: timedelta,
    review: Review | None = None,
    user: User | None = None,
) -> tuple[AccessToken, str]:
    """A new token of the person, or of a service account they look after, and its text,
    which is shown once.

    Reading is in every scope. Raises ValueError for an unknown scope, no name,
    or a validity over a year.
    """
    known = [scope for scope in Scope.values if scope in {*scopes, Scope.READ}]
    if set(scopes) - set(Scope.values) or not name.strip() or not timedelta(0) < valid <= LONGEST:
        raise ValueError("a token needs a name, known scopes and an end within a year")
    text = new_text()
    made = AccessToken.objects.create(
        user=user or by,
        made_by=by,
        name=name.strip()[:100],
        scopes=known,
        review=review,
        token_hash=hash_of(text),
        beginning=text[:12],
        expires_at=timezone.now() + valid,
    )
    if review is not None:
        log(review=review, actor=by, verb="make_token", token=made.pk, name=made.name, scopes=known)
    return made, text


@transaction.atomic
def end_token(*, by: User, token: AccessToken) -> bool:
    """From the next request on the token is worthless; False when it was already."""
    if not AccessToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=timezone.now()):
        return False
    if token.review is not None:
        log(review=token.review, actor=by, verb="end_token", token=token.pk, name=token.name)
    return True


def note_use(token: AccessToken, now: datetime) -> None:
    """Notes that the token was used, at most once a minute."""
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        due = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
        AccessToken.objects.filter(due, pk=token.pk).update(last_used_at=now)


@transaction.atomic
def add_service_account(*, by: User, review: Review, name: str, leads: bool) -> User:
    """An account for programs of this review. It reads,
    and with `leads` it brings files and manages; it never votes.

    What others did is shown to it only as far as to somebody who still votes on everything. Raises
    ValueError without a name.
    """
    if not name.strip():
        raise ValueError("a service account needs a name")
    review = Review.objects.select_for_update().get(pk=review.pk)
    user = User(
        email=f"{uuid4().hex}@{SERVICE_HOST}",
        name=name.strip()[:150],
        service_of=review,
        service_leads=leads,
    )
    user.set_unusable_password()
    user.save()
    Membership.objects.create(review=review, user=user, code=next_code(review))
    log(review=review, actor=by, verb="add_service_account", user=user.pk, name=user.name)
    return user


@transaction.atomic
def end_service_account(*, by: User, review: Review, user: User) -> bool:
    """Ends the account and its tokens; what it has done stays under its name.
    False when it had ended already.
    """
    ended = Membership.objects.filter(review=review, user=user, ended_at=None).update(
        ended_at=timezone.now()
    )
    AccessToken.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())
    User.objects.filter(pk=user.pk).update(is_active=False)
    if ended:
        log(review=review, actor=by, verb="end_service_account", user=user.pk, name=user.name)
    return bool(ended)


def forget_answers(now: datetime | None = None) -> int:
    """Deletes answers kept for repeated requests that are older than a day; how many."""
    old = GivenAnswer.objects.filter(at__lt=(now or timezone.now()) - ANSWERS_KEPT)
    return old.delete()[0]
