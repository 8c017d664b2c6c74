"""How far the review is: numbers of work done, never tied to a record."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from screening.flow.places import places_from
from screening.models import Membership, Record, Review, StageSetting, Vote
from screening.queries.access.authorization import Access
from screening.queries.screening.queue import open_round, waiting_records
from screening.queries.screening.votes import name_of
from screening.stages import STAGES, judges_reports

DAYS = 28
RECENT = 7
#: With fewer votes in the last week no day is told on which the rest may be done.
FEW = 20


@dataclass(frozen=True, slots=True)
class Person:
    """A member's votes at a stage: counts, and nothing about what was said.

    `recent` are those of the last week, `finish` when their part is done at that pace: of all votes
    wanted at the stage an equal share, less what they cast. Made of totals that the page shows
    anyway, never of what waits for them.
    """

    name: str
    votes: int
    mine: bool
    recent: int = 0
    finish: date | None = None


@dataclass(frozen=True, slots=True)
class StageProgress:
    """A stage: reports decided and in all, my part, everybody's counts, and when it may be done."""

    key: str
    label: str
    is_open: bool
    decided: int
    total: int
    mine_done: int
    mine_left: int
    people: list[Person]
    finish: date | None
    calibrating: bool = False

    @property
    def left(self) -> int:
        """How many are not decided."""
        return self.total - self.decided

    @property
    def share(self) -> float:
        """Share decided, in [0, 1]; 0 while there is nothing to decide."""
        return self.decided / self.total if self.total else 0.0


def stages(access: Access) -> list[StageProgress]:
    """Progress of every stage."""
    rows = (
        Record.objects.filter(review=access.review)
        .values_list("flow_lane", "place")
        .annotate(n=Count("*"))
    )
    places = Counter({(lane, place): n for lane, place, n in rows.order_by()})
    settings = {s.stage: s for s in StageSetting.objects.filter(review=access.review)}
    return [_stage(access, settings[key], places) for key in STAGES if key in settings]


def _stage(
    access: Access, setting: StageSetting, places: Counter[tuple[str, str]]
) -> StageProgress:
    # What goes straight to full text was never to be decided at titles and abstracts.
    skipped = not judges_reports(setting.stage) and access.review.other_skips_screening
    lanes = {"dbr"} if skipped else {"dbr", "oth"}
    waiting, through = (
        sum(places[lane, p] for lane in lanes for p in group) for group in _places(setting.stage)
    )
    here = (
        Vote.objects.filter(review=access.review, stage=setting.stage)
        .values_list("user")
        .order_by()
    )
    votes = Counter(dict(here.annotate(n=Count("*"))))
    # A vote that a merge left with a duplicate decides nothing any more.
    votes.subtract(dict(here.filter(record__primary__isnull=False).annotate(n=Count("*"))))
    people = _people(access, setting, votes, waiting + through)
    return StageProgress(
        key=setting.stage,
        label=STAGES[setting.stage].label,
        is_open=setting.is_open,
        decided=through,
        total=waiting + through,
        mine_done=votes[access.user.pk],
        mine_left=waiting_records(access, setting).count() if access.may("vote") else 0,
        people=sorted(people, key=lambda p: (not p.mine, p.name)),
        finish=_finish(access.review, setting, waiting),
        calibrating=setting.is_open and open_round(access, setting.stage) is not None,
    )


def _places(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places of reports that still wait at the stage, and of those that are through."""
    stage = STAGES[key]
    waiting = ("await_retrieval", stage.waits) if stage.retrieval else (stage.waits,)
    return waiting, places_from(stage.excluded)


def _people(
    access: Access, setting: StageSetting, votes: Counter[int], reports: int
) -> list[Person]:
    members = list(
        Membership.objects.filter(review=access.review, ended_at=None).select_related("user")
    )
    week = timezone.now() - timedelta(days=RECENT)
    here = Vote.objects.filter(
        review=access.review, stage=setting.stage, cast_at__gte=week
    ).order_by()
    recent = Counter(dict(here.values_list("user").annotate(n=Count("*"))))
    screening = sum(m.reviews for m in members) or 1
    share = reports * setting.votes_needed / screening
    return [
        Person(
            name_of(m, access),
            votes[m.user_id],
            m.user_id == access.user.pk,
            recent[m.user_id],
            _done_by(share - votes[m.user_id], recent[m.user_id])
            if setting.is_open and m.reviews
            else None,
        )
        for m in members
        if m.reviews or votes[m.user_id]
    ]


def _done_by(left: float, recent: int) -> date | None:
    """The day on which so many votes are cast at the pace of a week with `recent`;
    None without work or pace.
    """
    if left <= 0 or recent < FEW:
        return None
    return timezone.localdate() + timedelta(days=ceil(left / (recent / RECENT)))


def _finish(review: Review, setting: StageSetting, waiting: int) -> date | None:
    """The day on which the rest is done at the pace of the last week,
    or of the days since the first vote.

    None without work left, and before a day has passed or enough votes were cast to speak of a
    pace.
    """
    if not waiting or not setting.is_open:
        return None
    now = timezone.now()
    lately = Count("pk", filter=Q(cast_at__gte=now - timedelta(days=RECENT)))
    found = Vote.objects.filter(review=review, stage=setting.stage).aggregate(
        first=Min("cast_at"), recent=lately
    )
    days = min((now - found["first"]) / timedelta(days=1), RECENT) if found["first"] else 0
    if days < 1 or found["recent"] < FEW:
        return None
    return timezone.localdate() + timedelta(
        days=ceil(waiting * setting.votes_needed / (found["recent"] / days))
    )


def votes_per_day(review: Review) -> list[tuple[date, int]]:
    """The last four weeks, oldest day first: the whole team's votes at all stages."""
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    rows = Vote.objects.filter(review=review, cast_at__date__gte=first).annotate(
        day=TruncDate("cast_at")
    )
    found = dict(rows.values_list("day").annotate(n=Count("*")).order_by())
    return [
        (first + timedelta(days=n), found.get(first + timedelta(days=n), 0)) for n in range(DAYS)
    ]
