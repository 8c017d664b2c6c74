"""Archives of a review, and archives that somebody has brought."""

from django.db.models import QuerySet

from screening.models import Job, Review, User


def last_archive(review: Review) -> Job | None:
    """The job that made the review's archive last, or that is at work on it.

    The file is for whoever asked for it: it holds what makes a person unfit to vote.
    """
    return (
        Job.objects.filter(review=review, kind="archive")
        .select_related("by")
        .order_by("-pk")
        .first()
    )


def loads_of(user: User) -> QuerySet[Job]:
    """The archives that this person has brought, newest first."""
    return Job.objects.filter(kind="load_review", by=user).order_by("-pk")
