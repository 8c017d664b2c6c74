"""The one door to a review: who asks, whether they are in it, and what they may do there."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from screening.models import Membership, Review, User
from screening.queries.prepared_statements import ID, prepared

#: What may be asked of the door, and which members have it. "judge" is any work on records but
#: votes.
CAPABILITIES = {
    "see": lambda m: True,
    "lead": lambda m: m.leads,
    "keep": lambda m: m.leads,
    "vote": lambda m: m.reviews,
    "settle": lambda m: m.adjudicates,
    "reopen": lambda m: m.leads or m.adjudicates,
    "judge": lambda m: m.leads or m.reviews or m.adjudicates,
}
#: What a service account can have of it: never a vote, a settlement or the end of a review.
SERVICE = ("see", "lead", "judge")
#: What is left of it while a review is put away: reading, and for leads bringing it back or
#: deleting it.
ALWAYS = ("see", "keep")


@dataclass(frozen=True, slots=True)
class Access:
    """An open door: the review, the member, and what the member may do."""

    review: Review
    membership: Membership
    user: User

    @property
    def blinded(self) -> bool:
        """Whether what a voter must not see is hidden: from who votes,
        and from programs that one who votes may use.

        A review that was put away comes back, and so it hides as much.
        """
        return self.membership.reviews or self.user.service_of_id is not None

    def may(self, capability: str) -> bool:
        """Whether the member has that capability, one of CAPABILITIES,
        in the state that the review is in.
        """
        if self.review.put_away_at and capability not in ALWAYS:
            return False
        if self.user.service_of_id is not None:
            return capability == "see" or (capability in SERVICE and self.user.service_leads)
        return CAPABILITIES[capability](self.membership)


def access_review(user: User, review_id: int, capability: str = "see") -> Access:
    """The review, for a member who may do what is asked.

    Raises Http404 for people who are not (or no longer) members, so that the review's existence
    does not show, and PermissionDenied for members without the capability.
    """
    # Beyond what a database numbers there is no review.
    known = _member(review=review_id, user=user.pk) if review_id < 2**63 else []
    membership = next(iter(known), None)
    if membership is None:
        raise Http404
    if user.service_of_id is not None:
        # In memory alone: whoever made the account may be voting, so it sees no more than somebody
        # who still votes.
        membership.leads, membership.reviews, membership.adjudicates = (
            user.service_leads,
            True,
            False,
        )
    access = Access(membership.review, membership, user)
    if not access.may(capability):
        raise PermissionDenied
    return access


@prepared
def _member(review: Any = ID, user: Any = ID) -> QuerySet[Membership]:
    return Membership.objects.select_related("review").filter(
        review=review, user=user, ended_at=None, review__deleting_at=None
    )


def reviews_of(user: User) -> QuerySet[Membership]:
    """The person's memberships that have not ended, newest review first, each with its review."""
    found = Membership.objects.filter(user=user, ended_at=None, review__deleting_at=None)
    return found.select_related("review").order_by("-review_id")
