"""Who is in a review, and who is invited."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from screening.models import Invitation, Membership, Review


def members(review: Review) -> QuerySet[Membership]:
    """The people in the review now, in the order of joining, each with the account."""
    return Membership.objects.filter(review=review, ended_at=None).select_related("user").order_by("joined_at", "pk")


def open_invitations(review: Review) -> QuerySet[Invitation]:
    """Invitations that can still be accepted, newest first."""
    return _open().filter(review=review).select_related("invited_by").order_by("-pk")


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this token can still accept; None for an unknown, used, revoked or expired one alike."""
    return (
        _open().filter(token_hash=token_hash(token)).select_related("review", "invited_by").first() if token else None
    )


def token_hash(token: str) -> str:
    """What is stored of an invitation's token: SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
