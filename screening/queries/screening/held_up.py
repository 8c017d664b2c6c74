"""What holds the review up: what waits for whom, since when, the most urgent first;
counts and nothing of votes.

A number that moves with somebody's own vote would tell them how, or whether, others have voted.
Conflicts are told to who settles them and to leads who do not screen; records that want a second
vote to leads who do not screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef

from screening.models import Membership, Retrieval, StageSetting, Standing, Vote
from screening.queries.access.authorization import Access
from screening.queries.screening.reopening import open_requests
from screening.queries.screening.todo_counts import (
    MOST,
    conflicts_to_settle,
    open_pairs,
    reports_to_find,
)
from screening.queries.screening.votes import name_of
from screening.stages import STAGES


@dataclass(frozen=True, slots=True)
class HeldUp:
    """`kind`: asked, conflicts, second_vote, requested, to_find or pairs;
    `people` whom it waits for, by name.
    """

    kind: str
    count: int
    stage: str = ""
    since: datetime | None = None
    people: list[str] = field(default_factory=list)


def held_up(access: Access) -> list[HeldUp]:
    """Everything that waits for somebody in the team, as far as this member may know of it."""
    if not access.may("lead"):
        return []
    watches = not access.may("vote")
    found = [*_asked(access)]
    for stage in STAGES:
        if watches or access.may("settle"):
            found += _conflicts(access, stage)
        if watches:
            found += _second_votes(access, stage)
    return [*found, *_requested(access), *_to_find(access), *_pairs(access)]


def _named(access: Access, **roles: bool) -> list[str]:
    members = Membership.objects.filter(
        review=access.review, ended_at=None, **roles
    ).select_related("user")
    return [name_of(one, access) for one in members.order_by("pk")]


def _asked(access: Access) -> Iterator[HeldUp]:
    told = open_requests(access.review).aggregate(n=Count("pk"), since=Min("at"))
    if told["n"]:
        yield HeldUp(
            "asked", told["n"], since=told["since"], people=_named(access, adjudicates=True)
        )


def _conflicts(access: Access, stage: str) -> Iterator[HeldUp]:
    # Who votes as well is not told of conflicts in which they have a part.
    everything = Standing.objects.filter(
        review=access.review, stage=stage, outcome="conflict", record__primary=None
    )
    waiting = (
        conflicts_to_settle(access, stage) if access.may("vote") else everything.filter(fresh=False)
    )
    told = waiting.aggregate(n=Count("pk"), since=Min("reached_at"))
    if told["n"]:
        yield HeldUp("conflicts", told["n"], stage, told["since"], _named(access, adjudicates=True))


def _second_votes(access: Access, stage: str) -> Iterator[HeldUp]:
    setting = StageSetting.objects.filter(review=access.review, stage=stage).first()
    if setting is None or not setting.is_open:
        return
    begun = Standing.objects.filter(
        review=access.review, stage=stage, outcome="pending", votes__gt=0, record__primary=None
    )
    votes = Vote.objects.filter(record__in=begun.values("record"), stage=stage)
    told = votes.aggregate(n=Count("record", distinct=True), since=Min("cast_at"))
    if told["n"]:
        yield HeldUp("second_vote", told["n"], stage, told["since"], _named(access, reviews=True))


def _requested(access: Access) -> Iterator[HeldUp]:
    """Full texts that somebody has asked for and that have not come."""
    asked = Retrieval.objects.filter(
        review=access.review, status="requested", record__place="await_retrieval"
    )
    told = asked.aggregate(n=Count("pk"), since=Min("at"))
    if told["n"]:
        mine = Membership.objects.filter(
            Exists(asked.filter(by=OuterRef("user"))), review=access.review
        )
        names = [name_of(one, access) for one in mine.select_related("user").order_by("pk")]
        yield HeldUp("requested", told["n"], "full-text", told["since"], names)


def _to_find(access: Access) -> Iterator[HeldUp]:
    if count := reports_to_find(access)[:MOST].count():
        yield HeldUp("to_find", count, "full-text", None, [])


def _pairs(access: Access) -> Iterator[HeldUp]:
    if count := open_pairs(access)[:MOST].count():
        yield HeldUp("pairs", count)
