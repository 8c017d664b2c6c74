"""What waits for one person at a stage, in the order the person likes.
Nothing here looks at how anybody voted.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from screening.models import (
    Assignment,
    CalibrationRound,
    Record,
    StageSetting,
    Standing,
    Unblinded,
    User,
    Vote,
)
from screening.queries.access.authorization import Access
from screening.queries.ranking.audits import open_audit, shuffled_in, waiting_sample
from screening.queries.ranking.ranked_queue import all_in_learned_order, learned_ids
from screening.stages import STAGES

#: Where a report is when a stage offers it. A report whose full text is not at hand is not offered.
QUEUE_PLACES = {stage.key: stage.waits for stage in STAGES.values()}
#: Order → label and columns. The learned order has no column, see `queries.learned`. The random
#: order is a ring, drawn once for all records; the seed says where to begin.
ORDERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "learned": (_("Likely relevant first"), ("pk",)),
    "imported": (_("As imported"), ("pk",)),
    "newest": (_("Newest first"), ("-year", "pk")),
    "title": (_("Title"), ("title_sort", "pk")),
    "author": (_("First author"), ("author_sort", "pk")),
    "random": (_("Random"), ("shuffle", "pk")),
}
#: Records draw their `shuffle` below this number.
SHUFFLES = 2**31
#: How many records a page has in hand.
AHEAD = 8
#: How far ahead a list looks while an audit is mixed into the queue.
LIST_MIXED = 500


def reads(user: User, language: str) -> bool:
    """Whether the person reads that language; who named none, and a record without one,
    are never kept apart.
    """
    return not user.reads or not language or language in user.reads


def open_setting(access: Access, stage: str) -> StageSetting:
    """The stage's setting. Raises StageSetting.DoesNotExist for a stage the review does not have."""
    return StageSetting.objects.select_related("cutoff_reason").get(
        review=access.review, stage=stage
    )


def open_round(access: Access, stage: str) -> CalibrationRound | None:
    """The calibration round that runs at this stage."""
    return CalibrationRound.objects.filter(
        review=access.review, stage=stage, closed_at=None
    ).first()


def waiting_records(access: Access, setting: StageSetting) -> QuerySet[Record]:
    """Reports that wait for a vote of this person at this stage, unordered;
    none while the stage is closed.

    Offered are reports in place, without a vote of theirs, with a free slot, dealt to them or to
    nobody, in a language they read where the stage asks that; during a calibration round only its
    records. Not offered is what brought open votes of others before the person's eyes, and what the
    stage before has let through while nobody has seen that yet.
    """
    if not setting.is_open:
        return Record.objects.none()
    stage, user = setting.stage, access.user
    here = {"record": OuterRef("pk"), "stage": stage}
    needed = Coalesce(F("needed"), Value(setting.votes_needed))
    full = Standing.objects.filter(**here).filter(Q(votes__gte=needed) | ~Q(outcome="pending"))
    records = Record.objects.filter(review=access.review, place=QUEUE_PLACES[stage]).exclude(
        Exists(Vote.objects.filter(**here, user=user))
    )
    records = records.exclude(Exists(full)).exclude(
        Exists(Unblinded.objects.filter(**here, user=user))
    )
    if before := STAGES[stage].after:
        records = records.exclude(
            Exists(Standing.objects.filter(record=OuterRef("pk"), stage=before, fresh=True))
        )
    dealt = Assignment.objects.filter(**here)
    offered = ~Exists(dealt)
    if setting.by_language and user.reads:
        offered &= Q(language__in=["", *user.reads])
    records = records.filter(offered | Exists(dealt.filter(user=user)))
    running = open_round(access, stage)
    return records.filter(pk__in=running.records.values("pk")) if running else records


def in_order(records: QuerySet[Record], order: str, seed: int = 0) -> QuerySet[Record]:
    """The records in that order; a random order differs with the seed and is the same each time for
    one seed.
    """
    columns = ORDERS.get(order, ORDERS["imported"])[1]
    if order == "random":
        start = seed * 2654435761 % SHUFFLES
        return records.order_by(Case(When(shuffle__gte=start, then=0), default=1), "shuffle", "pk")
    if order == "newest":
        return records.order_by(F("year").desc(nulls_last=True), "pk")
    return records.order_by(*columns)


def offered_orders(setting: StageSetting) -> list[str]:
    """Keys of the orders a person can choose at this stage, the one they get unasked first."""
    kept_back = {"learned": not setting.learned_order, "author": setting.hides_authors}
    return [order for order in ORDERS if not kept_back.get(order)]


def next_ids(
    access: Access,
    setting: StageSetting,
    order: str,
    seed: int,
    *,
    but: Sequence[int] = (),
    count: int = AHEAD,
) -> list[int]:
    """Ids of the next records for this person, leaving out those the page already has.

    While an audit runs its sample is mixed in; then the person's chosen order would give away which
    records it holds, so the rest comes in the learned order, or at random.
    """
    records = waiting_records(access, setting)
    records = records.exclude(pk__in=but) if but else records
    audit = open_audit(access.review, setting.stage) if setting.is_open else None
    if audit is None:
        return _first(access, setting, records, order, seed, count)
    sample = in_order(waiting_sample(audit, records), "random", access.user.pk).values_list(
        "pk", flat=True
    )[:count]
    quiet = "learned" if setting.learned_order else "random"
    ordinary = _first(
        access, setting, records.exclude(pk__in=audit.records.values("pk")), quiet, seed, count
    )
    return shuffled_in(access.user.pk, list(sample), ordinary, count)


def _first(
    access: Access,
    setting: StageSetting,
    records: QuerySet[Record],
    order: str,
    seed: int,
    count: int,
) -> list[int]:
    if order == "learned" and setting.learned_order:
        return learned_ids(access, setting.stage, records, count)
    return list(in_order(records, order, seed).values_list("pk", flat=True)[:count])


def all_ids(
    access: Access,
    setting: StageSetting,
    order: str,
    seed: int,
    narrowed: QuerySet[Record] | None = None,
) -> Sequence[int] | QuerySet[Any, int]:
    """Ids of all that wait for this person, in order, for a list;
    while an audit runs only of the next ones.

    `narrowed`: those of `waiting_records` that a filter lets through.
    """
    records = waiting_records(access, setting) if narrowed is None else narrowed
    if setting.is_open and open_audit(access.review, setting.stage):
        mixed = next_ids(access, setting, order, seed, count=LIST_MIXED)
        here = set(records.filter(pk__in=mixed).order_by().values_list("pk", flat=True))
        return [pk for pk in mixed if pk in here]
    if order == "learned" and setting.learned_order:
        return all_in_learned_order(access, setting.stage, records)
    return in_order(records, order, seed).values_list("pk", flat=True)


def progress(access: Access, setting: StageSetting) -> dict[str, int]:
    """`done`, the person's own votes at this stage, `left`, the records that wait for them,
    and `all` of both.
    """
    done = Vote.objects.filter(review=access.review, stage=setting.stage, user=access.user).count()
    left = waiting_records(access, setting).count()
    return {"done": done, "left": left, "all": done + left}
