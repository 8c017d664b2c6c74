"""What waits for a vote that nobody in the review can give any more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from screening.models import (
    Assignment,
    CalibrationRound,
    Membership,
    Record,
    Review,
    StageSetting,
    Standing,
    Unblinded,
    User,
    Vote,
)
from screening.queries.screening.queue import QUEUE_PLACES, reads

PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Lacking:
    """A report that wants `wanted` votes and can get `reachable` at most; `dealt`:
    it is dealt to people.
    """

    record: int
    wanted: int
    reachable: int
    dealt: bool


@dataclass(frozen=True, slots=True)
class Stuck:
    """A stage at which reports want more votes than can still be given: how many,
    and what would help.

    `dealt` of them are dealt to people who cannot give them, `lowered` could be decided by fewer
    votes. `people` still screen in this review.
    """

    stage: str
    reports: int
    dealt: int
    lowered: int
    people: int


def stuck(review: Review) -> list[Stuck]:
    """Every stage with such reports: counts of work, and nothing of what anybody said."""
    found = []
    for setting in StageSetting.objects.filter(review=review).order_by("pk"):
        rows = list(lacking(review, setting))
        if rows:
            dealt, lowered = sum(row.dealt for row in rows), sum(row.reachable > 0 for row in rows)
            found.append(Stuck(setting.stage, len(rows), dealt, lowered, len(_people(review))))
    return found


def lacking(review: Review, setting: StageSetting) -> Iterator[Lacking]:
    """Reports of one stage that want more votes than those there are and one of everybody who may
    still vote on it.

    That is who it was dealt to, otherwise all who screen, where the stage asks that those who read
    its language. Costs nothing to speak of while enough people screen and nothing is dealt; else it
    goes through what waits.
    """
    people, stage = _people(review), setting.stage
    own = Standing.objects.filter(review=review, stage=stage, needed__gt=len(people))
    dealt = Assignment.objects.filter(review=review, stage=stage)
    enough = len(people) >= setting.votes_needed and not own.exists()
    narrowed = setting.by_language and any(person.reads for person in people.values())
    if CalibrationRound.objects.filter(review=review, stage=stage, closed_at=None).exists():
        return
    waiting = Record.objects.filter(review=review, primary=None, place=QUEUE_PLACES[stage])
    if enough and not narrowed:
        barred = Unblinded.objects.filter(review=review, stage=stage)
        waiting = waiting.filter(
            Q(pk__in=dealt.values("record")) | Q(pk__in=barred.values("record"))
        )
    last = 0
    while rows := list(
        waiting.filter(pk__gt=last).order_by("pk").only("pk", "shuffle", "language")[:PIECE]
    ):
        last = rows[-1].pk
        yield from _piece(setting, rows, people)


def _piece(setting: StageSetting, rows: list[Record], people: dict[int, User]) -> Iterator[Lacking]:
    here = {"record__in": [row.pk for row in rows], "stage": setting.stage}
    voted: dict[int, set[int]] = defaultdict(set)
    for record, user in Vote.objects.filter(**here).values_list("record", "user"):
        voted[record].add(user)
    dealt: dict[int, set[int]] = defaultdict(set)
    for record, user in Assignment.objects.filter(**here).values_list("record", "user"):
        dealt[record].add(user)
    barred: dict[int, set[int]] = defaultdict(set)
    for record, user in Unblinded.objects.filter(**here).values_list("record", "user"):
        barred[record].add(user)
    standings = {s.record_id: s for s in Standing.objects.filter(**here)}
    for row in rows:
        standing = standings.get(row.pk)
        if standing is not None and standing.outcome != "pending":
            continue
        by_share = setting.votes_needed if row.shuffle % 100 < setting.double_share else 1
        wanted = (standing.needed if standing else None) or by_share
        offered = dealt[row.pk] or {
            pk
            for pk, user in people.items()
            if not setting.by_language or reads(user, row.language)
        }
        left = (offered & people.keys()) - voted[row.pk] - barred[row.pk]
        reachable = len(voted[row.pk]) + len(left)
        if reachable < wanted:
            yield Lacking(row.pk, wanted, reachable, bool(dealt[row.pk]))


def _people(review: Review) -> dict[int, User]:
    """Who screens in this review."""
    members = Membership.objects.filter(review=review, reviews=True, ended_at=None).select_related(
        "user"
    )
    return {member.user_id: member.user for member in members}
