"""Telling people in the program what changed for them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from screening.models import Notice, Review, User


def tell(review: Review, people: Iterable[User], kind: str, stage: str = "", data: dict[str, Any] | None = None) -> int:
    """Writes one notice of a kind of `Notice.Kind` to each of these people. Gives how many were told."""
    told = [Notice(review=review, user=user, kind=kind, stage=stage, data=data or {}) for user in people]
    return len(Notice.objects.bulk_create(told))


def tell_team(review: Review, kind: str, stage: str = "", data: dict[str, Any] | None = None) -> int:
    """Writes one notice to every member whose membership has not ended."""
    team = User.objects.filter(memberships__review=review, memberships__ended_at=None)
    return tell(review, team, kind, stage, data)


def mark_read(*, by: User, review: Review | None) -> int:
    """Marks the person's notices of this review as read, or those of reviews that are gone. Gives how many were new."""
    return Notice.objects.filter(review=review, user=by, read_at=None).update(read_at=timezone.now())
