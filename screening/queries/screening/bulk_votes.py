"""A person's own votes on many records at once."""

from django.db.models import QuerySet

from screening.models import BulkVote
from screening.queries.access.authorization import Access

#: Acts that are listed.
MOST = 10


def acts_of(access: Access, stage: str) -> QuerySet[BulkVote]:
    """The member's latest acts at a stage, newest first, that were not taken back."""
    mine = BulkVote.objects.filter(
        review=access.review, user=access.user, stage=stage, undone_at=None
    )
    return mine.order_by("-cast_at", "-pk")[:MOST]
