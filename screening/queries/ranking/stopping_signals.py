"""What can be told about the end of screening: signals, the curve,
what an audit costs and what it said.

Signals are counts of what was decided; none of them is a recall. Whoever votes sees all of it as it
was ten minutes ago: nobody shall read from a counter whether, or what, somebody else has said of
the record they have just voted on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from screening.models import Audit, Job, OrderReason, Record, Review, Standing, Stopping, Vote
from screening.queries.access.authorization import Access
from screening.queries.ranking.audits import decided_of, open_audit
from screening.queries.screening.queue import QUEUE_PLACES
from screening.ranking.random_evidence import random_bound
from screening.ranking.stopping import (
    price,
    recall_at_least,
    signals,
    split_confidence,
    upper_bound,
)
from screening.stages import STAGES

#: So much older than now is what whoever votes sees: no counter moves with one's own vote.
SETTLING = timedelta(minutes=10)
CONFIDENCE = 0.95
#: Shares of all relevant records that teams claim; the price of each is shown.
TARGETS = (0.95, 0.9, 0.8)
#: Points of the curve, at most.
POINTS = 200


@dataclass(frozen=True, slots=True)
class Outlook:
    """A stage: reports `screened` (decided by people) and `found` relevant among them; what waits:
    `untouched` (no vote yet), `started` (some votes, or a conflict); the `run` of irrelevant ones
    at the end; `labels` in the order in which they were decided, `drawn` which of these had come up
    at random.
    """

    stage: str
    screened: int
    found: int
    untouched: int
    started: int
    run: int
    by_tool: int
    labels: list[int]
    drawn: list[bool]

    @property
    def left(self) -> int:
        """Reports that are not decided."""
        return self.untouched + self.started

    @property
    def total(self) -> int:
        """All reports of the stage but those excluded by a tool."""
        return self.screened + self.left


def decided(review: Review, stage: str) -> QuerySet[Standing]:
    """What people have decided at this stage, in the order in which it was decided."""
    found = Standing.objects.filter(
        review=review,
        stage=stage,
        tool="",
        outcome__in=["include", "exclude"],
        record__primary=None,
    )
    return found.exclude(record__place__in=["auto", "other", "previous"]).order_by(
        "reached_at", "record"
    )


def outlook(access: Access, stage: str) -> Outlook:
    """The signals of a stage, for this member."""
    review, now = access.review, timezone.now()
    until = now - SETTLING if access.blinded else now
    everything = decided(review, stage)
    found, late = everything.exclude(reached_at__gt=until), everything.filter(reached_at__gt=until)
    rows = list(found.values_list("record", "outcome"))
    labels, by_chance = (
        [int(outcome == "include") for _record, outcome in rows],
        _drawn(review, stage),
    )
    waiting = Record.objects.filter(
        Q(place=QUEUE_PLACES[stage]) | Q(pk__in=late.values("record")), review=review
    )
    untouched = _without_votes(waiting, stage, until).count()
    started = waiting.count() - untouched
    seen = signals(labels, len(labels) + untouched + started)
    by_tool = (
        Standing.objects.filter(review=review, stage=stage, record__primary=None)
        .exclude(tool="")
        .count()
    )
    return Outlook(
        stage,
        seen.screened,
        seen.found,
        untouched,
        started,
        seen.run,
        by_tool,
        labels,
        [record in by_chance for record, _outcome in rows],
    )


def _drawn(review: Review, stage: str) -> set[int]:
    """Records that came up at random: in the order of somebody who then voted on them,
    or in an evaluated audit.

    One that came up at random for one person and by its rank for another is decided the sooner, the
    likelier it looked: that makes what the draws say more cautious, never less.
    """
    voted = Vote.objects.filter(record=OuterRef("record"), stage=stage, user=OuterRef("user"))
    mixed_in = OrderReason.objects.filter(Exists(voted), review=review, stage=stage, drawn=True)
    audited = Audit.objects.filter(review=review, stage=stage, relevant__isnull=False)
    return {*mixed_in.values_list("record", flat=True), *audited.values_list("records", flat=True)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the `drawn` records say, `relevant` of them relevant: at most `bound` are among those
    nobody has decided, so at least the share `recall` of all is found.
    """

    drawn: int
    relevant: int
    bound: int
    recall: float


def evidence(seen: Outlook) -> Evidence | None:
    """What the records drawn at random among those screened tell already; None without any."""
    if not any(seen.drawn) or not seen.left:
        return None
    relevant = sum(
        label for label, by_chance in zip(seen.labels, seen.drawn, strict=True) if by_chance
    )
    bound = random_bound(seen.labels, seen.drawn, seen.left, CONFIDENCE)
    return Evidence(sum(seen.drawn), relevant, bound, recall_at_least(seen.found, bound))


def left_at(review: Review, stage: str) -> int:
    """How many reports wait at this stage."""
    return Record.objects.filter(review=review, place=QUEUE_PLACES[stage]).count()


def untouched_records(review: Review, stage: str) -> QuerySet[Record]:
    """Reports that wait at this stage and have no vote of anybody."""
    return _without_votes(
        Record.objects.filter(review=review, place=QUEUE_PLACES[stage]), stage, timezone.now()
    )


def _without_votes(records: QuerySet[Record], stage: str, until: datetime) -> QuerySet[Record]:
    """Those without a vote up to then. A merge may leave a conflict without votes:
    that one is begun as well.
    """
    voted = Vote.objects.filter(record=OuterRef("pk"), stage=stage, cast_at__lte=until)
    clash = Standing.objects.filter(
        ~Q(outcome="pending"), record=OuterRef("pk"), stage=stage, reached_at__lte=until, tool=""
    )
    return records.filter(~Exists(voted), ~Exists(clash))


def curve(labels: Sequence[int], most: int = POINTS) -> list[tuple[int, int]]:
    """(screened, found) from (0, 0) to the end, so many points at most."""
    points, found = [(0, 0)], 0
    step = max(1, -(-len(labels) // most))
    for number, label in enumerate(labels, 1):
        found += label
        if number % step == 0 or number == len(labels):
            points.append((number, found))
    return points


def confidence_of(look: int, *, repeatable: bool) -> float:
    """The confidence of the n-th audit of a stage: all of it for the only one,
    else alpha is halved each time.
    """
    return split_confidence(look, CONFIDENCE) if repeatable else CONFIDENCE


@dataclass(frozen=True, slots=True)
class Claim:
    """What an audit of `drawn` records supports if `relevant` of them turn out relevant: at most
    `bound` among all that are untouched, `missed` of them not in the sample, so at least the share
    `recall` of all is found.
    """

    drawn: int
    relevant: int
    bound: int
    missed: int
    recall: float


def claim(found: int, untouched: int, drawn: int, relevant: int, confidence: float) -> Claim:
    """The claim that such an audit supports. Raises ValueError for impossible numbers."""
    bound = upper_bound(untouched, drawn, relevant, confidence)
    return Claim(drawn, relevant, bound, bound - relevant, recall_at_least(found, bound, relevant))


@dataclass(frozen=True, slots=True)
class Price:
    """How many records a team must audit, none of them relevant, to claim that share; None:
    no audit can show it.

    `rest` is what reading on to the end would take, after which nothing needs to be claimed.
    """

    share: float
    drawn: int | None
    rest: int

    @property
    def hardly_cheaper(self) -> bool:
        """Whether the audit takes more than half of what reading all the rest does."""
        return self.drawn is not None and 2 * self.drawn > self.rest


def prices(found: int, untouched: int, confidence: float) -> list[Price]:
    """What the usual claims cost now."""
    return [
        Price(share, price(found, untouched, share, confidence), untouched) for share in TARGETS
    ]


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit as the page shows it: `decided` of its records while it runs,
    its claim once it is evaluated.
    """

    audit: Audit
    decided: int
    confidence: float
    claim: Claim | None


def audits(access: Access, stage: str) -> list[Audited]:
    """All audits of a stage, the first one first;
    their progress is ten minutes old for whoever votes.

    Else the count would move with one's own vote,
    and tell that the record is of the sample and had a vote already.
    """
    found, review = [], access.review
    until = timezone.now() - SETTLING if access.blinded else None
    for audit in Audit.objects.filter(review=review, stage=stage).select_related("opened_by"):
        sure = confidence_of(audit.look, repeatable=audit.repeatable)
        told = None
        if audit.relevant is not None:
            told = claim(audit.found_before, audit.unscreened, audit.size, audit.relevant, sure)
        found.append(
            Audited(
                audit,
                decided_of(audit, until) if audit.closed_at is None else audit.size,
                sure,
                told,
            )
        )
    return found


def next_look(review: Review, stage: str) -> tuple[int, bool | None]:
    """The number of the next audit, and whether it may be repeated:
    None while the team can still choose.
    """
    before = Audit.objects.filter(review=review, stage=stage)
    first = before.first()
    return before.count() + 1, first.repeatable if first else None


def may_audit(review: Review, stage: str) -> bool:
    """Whether an audit can begin: only where records are screened first, none runs,
    and the looks are not used up.
    """
    look, repeatable = next_look(review, stage)
    return (
        not STAGES[stage].after
        and open_audit(review, stage) is None
        and (look == 1 or bool(repeatable))
    )


def standing_stop(review: Review, stage: str) -> Stopping | None:
    """The decision to stop that holds at this stage, if any."""
    return (
        Stopping.objects.filter(review=review, stage=stage, withdrawn_at=None)
        .select_related("by", "audit")
        .first()
    )


def unfinished_stop(review: Review, stage: str) -> Job | None:
    """The job that carries a decision out, while it waits or runs."""
    jobs = Job.objects.filter(review=review, kind__in=["stop", "release"], params__stage=stage)
    return jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).first()


def last_check(review: Review, stage: str) -> Job | None:
    """The newest job that computed the p of Callaghan and Müller-Hansen for this stage."""
    return (
        Job.objects.filter(review=review, kind="stopping_p", params__stage=stage)
        .order_by("-pk")
        .first()
    )


def numbers(seen: Outlook) -> dict[str, Any]:
    """The signals as a decision keeps them."""
    names = ("screened", "found", "untouched", "started", "run", "left", "total")
    return {name: getattr(seen, name) for name in names}
