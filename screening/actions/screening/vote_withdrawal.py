"""Open votes taken back by somebody else: of a person who has left,
or on a full text that is not at hand after all.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from screening.actions.history.event_log import log
from screening.actions.screening.outcomes import restate
from screening.models import Record, Review, User, Vote
from screening.queries.screening.votes import open_votes


def withdraw(
    *, by: User, review: Review, records: Sequence[Record], votes: QuerySet[Vote]
) -> list[Vote]:
    """Takes those of these votes back that are on these (locked) records;
    the history keeps what they said.
    """
    taken = list(votes.filter(record__in=records))
    for vote in taken:
        log(
            review=review,
            actor=by,
            verb="withdraw_vote",
            record=vote.record_id,
            stage=vote.stage,
            user=vote.user_id,
            before={"verdict": vote.verdict, "reason": vote.reason_id},
        )
    Vote.objects.filter(pk__in=[vote.pk for vote in taken]).delete()
    restate(review, records)
    return taken


def withdraw_open(*, by: User, review: Review, records: Sequence[Record], stage: str) -> list[Vote]:
    """Takes all open votes at a stage on these (locked) records back."""
    return withdraw(
        by=by, review=review, records=records, votes=open_votes(review).filter(stage=stage)
    )
