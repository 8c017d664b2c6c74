"""The protocol as it stands: criteria, reasons and highlight lists."""

from django.db.models import Q, QuerySet

from screening.models import Criterion, HighlightList, Reason, Review, User


def criteria(review: Review, stage: str = "") -> QuerySet[Criterion]:
    """Criteria in force, inclusion first; of one stage if named."""
    current = Criterion.objects.filter(review=review, until_version=None)
    return current.filter(stage=stage) if stage else current


def reasons(review: Review, stage: str = "") -> QuerySet[Reason]:
    """Reasons in use, in the protocol's order; of one stage if named."""
    current = Reason.objects.filter(review=review, retired_at=None)
    return current.filter(stage=stage) if stage else current


def highlight_lists(review: Review, user: User) -> QuerySet[HighlightList]:
    """The team's highlight lists and this person's own."""
    return HighlightList.objects.filter(Q(owner=None) | Q(owner=user), review=review)
