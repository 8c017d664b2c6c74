"""The door through which open votes are shown:
whoever has gone through it votes on nothing that it showed.

Votes of others are inert towards a person who may still vote on a report. Where a lead needs to see
or use them all the same (ends the blinding of a stage, has an archive made, lowers the number of
votes wanted), it takes a reason, everybody is told, and from then on the report takes no vote of
those to whom it was shown.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from screening.actions.access.notifications import tell_team
from screening.models import (
    Event,
    Membership,
    Review,
    StageSetting,
    Standing,
    Unblinded,
    User,
    Vote,
)
from screening.queries.screening.votes import held_back, open_votes

BATCH = 2_000


def bar(
    *, review: Review, people: Iterable[User], reports: Iterable[tuple[int, str]], cause: str
) -> int:
    """These people may not vote on these (record id, stage) from now on.
    Gives how many rows that made, at most.
    """
    users = [user.pk for user in people]
    rows = [
        Unblinded(review=review, record_id=record, stage=stage, user_id=user, cause=cause)
        for record, stage in reports
        for user in users
    ]
    # Barred once is barred: a second cause changes nothing, and the first one stays.
    Unblinded.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def show_to(*, review: Review, by: User, cause: str, stage: str = "") -> int:
    """Bars whoever has it shown from all reports on which others have said something that is not
    decided, at a stage or all. Gives how many reports.

    Behind a service account stand those who lead: any of them may have its token.
    """
    found: set[tuple[int, str]] = set()
    for user in _behind(by, review):
        reports = held_back(review, user, stage)
        bar(review=review, people=[user], reports=sorted(reports), cause=cause)
        found |= reports
    return len(found)


def shown_at_once(*, review: Review, record: int, stage: str, by: User) -> None:
    """Where the blinding of a stage has ended, what somebody says is shown as it is said:
    also to whoever ended it.
    """
    if not StageSetting.objects.filter(
        review=review, stage=stage, unblinded_at__isnull=False
    ).exists():
        return
    ended = Event.objects.filter(review=review, verb="unblind", stage=stage).select_related("actor")
    people = {one.pk: one for event in ended if event.actor for one in _behind(event.actor, review)}
    # One's own words tell oneself nothing.
    people.pop(by.pk, None)
    bar(review=review, people=people.values(), reports=[(record, stage)], cause="stage")


def _behind(user: User, review: Review) -> list[User]:
    if user.service_of_id is None:
        return [user]
    leads = {
        "memberships__review": review,
        "memberships__ended_at": None,
        "memberships__leads": True,
    }
    return [user, *User.objects.filter(**leads)]


def team(review: Review, since: datetime | None = None) -> QuerySet[User]:
    """Everybody in the review now or since then: whoever could see what the whole team could."""
    here = Membership.objects.filter(review=review, ended_at=None)
    if since is not None:
        # Who has left since could see it, and can be invited again.
        here |= Membership.objects.filter(review=review, ended_at__gte=since)
    return User.objects.filter(pk__in=here.values("user"))


def tell_unblinded(*, by: User, review: Review, reason: str, stage: str = "", **data: Any) -> int:
    """Tells everybody that votes were shown, why, and by whom. Gives how many were told."""
    return tell_team(review, "unblinded", stage, {"reason": reason.strip(), "by": str(by)} | data)


def bar_after_parting(
    *, review: Review, records: Iterable[int], stages: Iterable[str], since: datetime
) -> int:
    """After a merge is undone whose outcome the team could see: its votes are open again,
    each on its own report.

    Nobody who was here since may vote on them. Gives how many reports wait for somebody new.
    """
    open_again = Standing.objects.filter(
        Q(votes__gt=0),
        review=review,
        record__in=list(records),
        stage__in=list(stages),
        outcome="pending",
    )
    reports = list(open_again.values_list("record", "stage"))
    bar(review=review, people=team(review, since), reports=reports, cause="merge")
    return len(reports)


def bar_from_words(
    *, review: Review, words: Iterable[tuple[int, str, int]], since: datetime
) -> None:
    """After such an undoing: what others had written of a report, (record, stage, author),
    is held back again.

    Where its report is not decided nobody who could read it votes, but its author.
    """
    written = set(words)
    decided = Standing.objects.filter(record__in=[record for record, _stage, _user in written])
    known = set(decided.exclude(outcome="pending").values_list("record", "stage"))
    for record, stage, author in sorted(written):
        if (record, stage) not in known:
            people = team(review, since).exclude(pk=author)
            bar(review=review, people=people, reports=[(record, stage)], cause="merge")


def bring_bars(*, review: Review, first: int, others: Iterable[int]) -> None:
    """A report that others are joined to brings their votes: who was barred there is barred here."""
    rows = Unblinded.objects.filter(record__in=list(others)).values_list("stage", "user", "cause")
    Unblinded.objects.bulk_create(
        [
            Unblinded(review=review, record_id=first, stage=s, user_id=u, cause=c)
            for s, u, c in rows
        ],
        ignore_conflicts=True,
    )


def votes_held_back(review: Review, user: User) -> QuerySet[Vote]:
    """Open votes of others: what an archive would show this person before its time."""
    return open_votes(review).exclude(user=user)
