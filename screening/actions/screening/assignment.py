"""Dealing records out to named people, evenly and at random,
with one of each pair from a group where that is asked.
"""

import random
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from screening.actions.access.notifications import tell
from screening.actions.history.event_log import log
from screening.actions.screening.stages import StageRefused
from screening.models import Assignment, Record, Review, User, Vote
from screening.queries.screening.queue import QUEUE_PLACES, reads

BATCH = 500


@transaction.atomic
def deal(
    *,
    by: User,
    review: Review,
    stage: str,
    people: Sequence[User],
    each: int = 2,
    group: Sequence[User] = (),
    language: str = "",
    only_readers: bool = False,
) -> int:
    """Gives every waiting record that is dealt to nobody to `each` of these people.
    Gives how many records were dealt.

    With a `group`, one of the people of each record is from it. `language` narrows to records in
    it; `only_readers` leaves records to those who read them, and passes over records for which
    there are too few. Raises StageRefused: voters (fewer people than votes wanted), records
    (nothing waits).
    """
    if len({user.pk for user in (*people, *group)}) < each or each < 1:
        raise StageRefused("voters")
    load: dict[int, int] = {user.pk: 0 for user in (*people, *group)}
    rows: list[Assignment] = []
    chance = random.Random(review.seed)  # noqa: S311  fairness, not secrecy
    for record_id, tongue in _undealt(review, stage, language):
        chosen = _chosen(people, group, each, tongue if only_readers else "", load, chance)
        rows += [
            Assignment(review=review, record_id=record_id, stage=stage, user_id=pk) for pk in chosen
        ]
    if not rows:
        raise StageRefused("records")
    Assignment.objects.bulk_create(rows, batch_size=2000)
    dealt = len({row.record_id for row in rows})
    log(
        review=review,
        actor=by,
        verb="deal",
        stage=stage,
        records_dealt=dealt,
        people=sorted(load),
        each=each,
    )
    for user in {user.pk: user for user in (*people, *group)}.values():
        if load[user.pk]:
            tell(review, [user], "dealt", stage, {"records": load[user.pk]})
    return dealt


def _undealt(review: Review, stage: str, language: str) -> list[tuple[int, str]]:
    """(record, language) of what waits and is dealt to nobody, in the order of the queue."""
    waiting = Record.objects.filter(review=review, place=QUEUE_PLACES[stage])
    waiting = waiting.exclude(assignments__stage=stage)
    if language:
        waiting = waiting.filter(language=language)
    return list(waiting.order_by("shuffle", "pk").values_list("pk", "language"))


def _chosen(
    people: Sequence[User],
    group: Sequence[User],
    each: int,
    language: str,
    load: dict[int, int],
    chance: random.Random,
) -> list[int]:
    """The people of one record: those with the fewest so far, one of them from the group;
    [] when there are too few.
    """

    def lightest(among: Sequence[User], number: int, but: Sequence[int] = ()) -> list[int]:
        able = {user.pk for user in among if user.pk not in but and reads(user, language)}
        return sorted(able, key=lambda pk: (load[pk], chance.random()))[:number]

    chosen = lightest(group, 1) if group else []
    if group and not chosen:
        return []
    chosen += lightest([*people, *group], each - len(chosen), chosen)
    if len(chosen) < each:
        return []
    for pk in chosen:
        load[pk] += 1
    return chosen


@transaction.atomic
def take_back(*, by: User, review: Review, stage: str, user: User | None = None) -> int:
    """Takes back what was dealt at a stage, of one person or of all; votes stay.
    Gives how many records that were.
    """
    dealt = Assignment.objects.filter(review=review, stage=stage)
    if user is not None:
        dealt = dealt.filter(user=user)
    freed = dealt.values("record").distinct().count()
    if freed:
        dealt.delete()
        _log_freed(by, review, stage, freed, user=user.pk if user else None)
    return freed


def _log_freed(by: User, review: Review, stage: str, freed: int, **whose: Any) -> None:
    log(review=review, actor=by, verb="take_back", stage=stage, records_freed=freed, **whose)


@transaction.atomic
def pass_on(*, by: User, review: Review, user: User, heir: User | None = None) -> int:
    """Frees the reports dealt to somebody who has not voted on them, or deals them to the heir.
    Gives how many.

    A report dealt to fewer people than it wants votes would wait for ever. So without an heir it is
    dealt to nobody, and everybody may vote on it; also where the heir is named already or has
    voted.
    """
    voted = Vote.objects.filter(record=OuterRef("record"), stage=OuterRef("stage"))
    idle = Assignment.objects.filter(~Exists(voted.filter(user=user)), review=review, user=user)
    reports = list(idle.values_list("record", "stage"))
    if not reports:
        return 0
    moved = 0
    if heir is not None:
        theirs = Assignment.objects.filter(
            record=OuterRef("record"), stage=OuterRef("stage"), user=heir
        )
        moved = idle.filter(~Exists(theirs), ~Exists(voted.filter(user=heir))).update(user=heir)
        if moved:
            tell(review, [heir], "dealt", reports[0][1], {"records": moved})
    for stage in {stage for _, stage in reports}:
        ids = list(idle.filter(stage=stage).values_list("record", flat=True))
        for start in range(0, len(ids), BATCH):
            Assignment.objects.filter(stage=stage, record__in=ids[start : start + BATCH]).delete()
    for stage in sorted({stage for _, stage in reports}):
        freed = sum(of == stage for _, of in reports)
        _log_freed(by, review, stage, freed, user=user.pk, heir=heir.pk if heir else None)
    return len(reports)
