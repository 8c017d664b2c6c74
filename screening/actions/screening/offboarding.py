"""What becomes of a member's open work when they leave:
nothing may wait for somebody who will not come.
"""

from django.db import transaction

from screening.actions.access.members import end_membership
from screening.actions.screening.stages import StageRefused
from screening.actions.screening.vote_withdrawal import withdraw
from screening.actions.vote_lock import close_gate
from screening.models import Membership, Record, Review, User
from screening.queries.screening.votes import open_votes

KEEP, WITHDRAW, HAND_OVER = "keep", "withdraw", "hand_over"
#: What may happen with a removed member's votes on undecided reports: they stay and count, or are
#: taken back so that others can vote in their place, or are taken back and all that was dealt to
#: the member goes to one other person.
CHOICES = (KEEP, WITHDRAW, HAND_OVER)
BATCH = 500


@transaction.atomic
def remove_member(
    *, by: User, member: Membership, open_votes: str = KEEP, successor: User | None = None
) -> Membership:
    """Ends a membership and deals with its open work as chosen, one of CHOICES.
    Votes on decided reports always stay.

    What was dealt to the member and has no vote of theirs is free for everybody again, or the
    successor's. Raises LastLead when nobody would lead any more; StageRefused("voters") when a
    hand-over has no other reviewer.
    """
    review = member.review
    close_gate(review)
    heir = successor if open_votes == HAND_OVER else None
    if open_votes == HAND_OVER and (
        heir is None or heir == member.user or not _reviews(review, heir)
    ):
        raise StageRefused("voters")
    if open_votes != KEEP:
        _withdraw_open(by, review, member.user)
    return end_membership(by=by, member=member, heir=heir)


@transaction.atomic
def withdraw_votes(*, by: User, review: Review, user: User) -> int:
    """Takes back a removed person's votes on reports that are still open,
    so that others can vote in their place.

    Votes on decided reports stay. Gives how many were taken back.
    Raises StageRefused("voters") for a present member.
    """
    close_gate(review)
    if _reviews(review, user):
        raise StageRefused("voters")
    return _withdraw_open(by, review, user)


def _withdraw_open(by: User, review: Review, user: User) -> int:
    open_ones = open_votes(review).filter(user=user)
    ids = sorted(set(open_ones.values_list("record", flat=True)))
    taken = 0
    for start in range(0, len(ids), BATCH):
        records = (
            Record.objects.select_for_update(of=("self",))
            .order_by("pk")
            .filter(pk__in=ids[start : start + BATCH])
        )
        taken += len(withdraw(by=by, review=review, records=list(records), votes=open_ones))
    return taken


def _reviews(review: Review, user: User) -> bool:
    return Membership.objects.filter(review=review, user=user, ended_at=None, reviews=True).exists()
