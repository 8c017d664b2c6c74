"""Who is in a review, and who is invited."""

import hashlib
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from screening.models import Event, Invitation, Membership, Review, User


def members(review: Review) -> QuerySet[Membership]:
    """The people in the review now, in the order of joining, each with the account."""
    return (
        Membership.objects.filter(review=review, ended_at=None)
        .select_related("user")
        .order_by("joined_at", "pk")
    )


def open_invitations(review: Review) -> QuerySet[Invitation]:
    """Invitations that can still be accepted, newest first."""
    return _open().filter(review=review).select_related("invited_by").order_by("-pk")


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this token can still accept; None for any other token."""
    return (
        _open().filter(token_hash=token_hash(token)).select_related("review", "invited_by").first()
        if token
        else None
    )


def token_hash(token: str) -> str:
    """What is stored of an invitation's token: SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )


def invitations_lately(user: User) -> int:
    """How many invitations the person has made, or sent again, in the last hour,
    in all reviews they are in.
    """
    mine = Membership.objects.filter(user=user, ended_at=None).values("review")
    since = timezone.now() - timedelta(hours=1)
    return Event.objects.filter(review__in=mine, verb="invite", actor=user, at__gt=since).count()
