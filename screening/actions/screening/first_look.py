"""The first look at fresh outcomes: from then on the votes that made them are final (blinding,
channel L22).

Whoever casts the last vote on a report would see its outcome, and could change the vote in that
knowledge. No page view is stored for that: an outcome reached by several people's votes is fresh,
and any page, file or job that could tell of outcomes ends that for the whole review before it is
read. Screening itself tells nothing of them, see `web/screening/first_look`.
"""

from collections.abc import Iterable

from screening.models import Review, Standing, User


def outcomes_seen(review: Review | int, stages: Iterable[str] | None = None) -> int:
    """Makes the votes behind fresh outcomes of the review final, at these stages or all.
    Gives how many there were.

    Two cheap queries at most; one, and no write, where nothing is fresh.
    """
    fresh = Standing.objects.filter(review=review, fresh=True)
    if stages is not None:
        fresh = fresh.filter(stage__in=list(stages))
    return fresh.update(fresh=False) if fresh.exists() else 0


def seen_by(user: User, review_id: int, stages: Iterable[str] | None = None) -> int:
    """The same when this person looks; strangers see nothing, and so end nothing."""
    fresh = Standing.objects.filter(
        review=review_id,
        fresh=True,
        review__memberships__user=user,
        review__memberships__ended_at=None,
    )
    if stages is not None:
        fresh = fresh.filter(stage__in=list(stages))
    return outcomes_seen(review_id, stages) if fresh.exists() else 0
