"""A review that is done with for now: off the lists and only read, until a lead brings it back."""

from django.db import transaction
from django.utils import timezone

from screening.actions.access.members import change_roles, end_membership
from screening.actions.history.event_log import log
from screening.actions.vote_lock import close_gate
from screening.models import Membership, Review, User


@transaction.atomic
def put_away(*, by: User, review: Review) -> bool:
    """From the next request on the review is only read. False when it was put away already."""
    return _set(by, review, away=True)


@transaction.atomic
def bring_back(*, by: User, review: Review) -> bool:
    """The review is worked on again, as it was. False when it was not put away."""
    return _set(by, review, away=False)


def _set(by: User, review: Review, *, away: bool) -> bool:
    close_gate(review)
    changed = Review.objects.filter(pk=review.pk, put_away_at__isnull=away)
    if not changed.update(put_away_at=timezone.now() if away else None):
        return False
    log(review=review, actor=by, verb="put_away" if away else "bring_back")
    return True


@transaction.atomic
def hand_over(*, by: User, member: Membership, successor: Membership) -> Membership:
    """The successor leads from now on, and the member leaves.

    Raises ValueError when the successor is no other present member of the same review.
    """
    others = Membership.objects.filter(review=member.review, ended_at=None).exclude(pk=member.pk)
    chosen = others.filter(pk=successor.pk).first()
    if chosen is None:
        raise ValueError("the successor is not in the review")
    change_roles(
        by=by, member=chosen, leads=True, reviews=chosen.reviews, adjudicates=chosen.adjudicates
    )
    return end_membership(by=by, member=member)
