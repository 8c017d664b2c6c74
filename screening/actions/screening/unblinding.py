"""The door through which open votes are shown: whoever has gone through it votes on nothing that it showed.

Votes of others are inert towards a person who may still vote on a report. Where a lead needs to see or use them all
the same (ends the blinding of a stage, has an archive made, lowers the number of votes wanted), it takes a reason,
everybody is told, and from then on the report takes no vote of those to whom it was shown.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from screening.actions.access.notifications import tell_team
from screening.models import Review, Standing, Unblinded, User, Vote
from screening.queries.screening.votes import open_votes

BATCH = 2_000


def bar(*, review: Review, people: Iterable[User], reports: Iterable[tuple[int, str]], cause: str) -> int:
    """These people may not vote on these (record id, stage) from now on. Gives how many rows that made, at most."""
    users = [user.pk for user in people]
    rows = [
        Unblinded(review=review, record_id=record, stage=stage, user_id=user, cause=cause)
        for record, stage in reports
        for user in users
    ]
    Unblinded.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def show_open_votes(*, review: Review, to: Iterable[User], cause: str, stage: str = "") -> int:
    """Bars people from the reports on which others have open votes, at a stage or all. Gives how many reports."""
    shown = open_votes(review).filter(stage=stage) if stage else open_votes(review)
    found: set[tuple[int, str]] = set()
    for user in to:
        reports = set(shown.exclude(user=user).values_list("record", "stage"))
        bar(review=review, people=[user], reports=sorted(reports), cause=cause)
        found |= reports
    return len(found)


def team(review: Review) -> QuerySet[User]:
    """Everybody in the review now: whoever could see what the whole team could see."""
    return User.objects.filter(memberships__review=review, memberships__ended_at=None)


def tell_unblinded(*, by: User, review: Review, reason: str, stage: str = "", **data: Any) -> int:
    """Tells everybody that votes were shown, why, and by whom. Gives how many were told."""
    return tell_team(review, "unblinded", stage, {"reason": reason.strip(), "by": str(by)} | data)


def bar_after_parting(*, review: Review, records: Iterable[int], stages: Iterable[str]) -> int:
    """After a merge is undone whose outcome the team could see: its votes are open again, each on its own report.

    Nobody who is here now may vote on them. Gives how many reports wait for somebody new.
    """
    open_again = Standing.objects.filter(
        Q(votes__gt=0), review=review, record__in=list(records), stage__in=list(stages), outcome="pending"
    )
    reports = list(open_again.values_list("record", "stage"))
    bar(review=review, people=team(review), reports=reports, cause="merge")
    return len(reports)


def bring_bars(*, review: Review, first: int, others: Iterable[int]) -> None:
    """A report that others are joined to brings their votes: who was barred there is barred here."""
    rows = Unblinded.objects.filter(record__in=list(others)).values_list("stage", "user", "cause")
    Unblinded.objects.bulk_create(
        [Unblinded(review=review, record_id=first, stage=s, user_id=u, cause=c) for s, u, c in rows],
        ignore_conflicts=True,
    )


def votes_held_back(review: Review, user: User) -> QuerySet[Vote]:
    """Open votes of others: what an archive would show this person before its time."""
    return open_votes(review).exclude(user=user)
