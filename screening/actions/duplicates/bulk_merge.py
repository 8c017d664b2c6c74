"""Merging many groups at once that nobody has touched: set by set,
so that a first import costs seconds.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from screening import stages
from screening.actions.duplicates.merge import lock_merging
from screening.actions.duplicates.primary_choice import READ, plan
from screening.actions.jobs.crash_points import reach
from screening.actions.records.bilingual import retell
from screening.dedupe.decision import Decision, Group
from screening.models import (
    DedupeRun,
    DuplicatePair,
    Event,
    Labelling,
    Merge,
    Note,
    Record,
    Retrieval,
    Review,
    Standing,
    Unblinded,
)


@dataclass(slots=True)
class Joined:
    """`joined` records became duplicates; `others` are groups that need the careful way,
    one by one.
    """

    joined: int = 0
    others: list[Group] = field(default_factory=list)


def join_untouched(
    *, review: Review, groups: Sequence[Group], run: DedupeRun, reasons: Mapping[Hashable, Decision]
) -> Joined:
    """Merges the groups whose records are all alone in their report and without any decision.

    The most complete record of a group becomes primary. `reasons` has the decision that brought
    each record in. Writes what `merging.merge` writes; to be called in a transaction.
    """
    # Held before the rows are read: what another merge does in between would be undone unseen.
    lock_merging(review)
    ids = [int(str(pk)) for group in groups for pk in group.members]
    rows = {
        row.pk: row
        for row in Record.objects.select_for_update(of=("self",))
        .filter(review=review, pk__in=ids)
        .order_by("pk")
        .select_related("search")
        .only(*READ)
    }
    touched = _touched(review, ids)
    result, plans = Joined(), []
    for group in groups:
        members = [rows[pk] for pk in map(int, map(str, group.members)) if pk in rows]
        # Whatever somebody has touched goes the careful way, one merge at a time, with its votes and notes.
        free = all(
            r.pk not in touched
            and not r.primary_id
            and not r.removed
            and r.version == review.version
            for r in members
        )
        if free and len(members) > 1:
            best = plan(members)
            plans.append((group, [rows[int(str(pk))] for pk in (best.primary, *best.duplicates)]))
        else:
            result.others.append(group)
    result.joined = _write(review, run, plans, reasons)
    return result


def _touched(review: Review, ids: Sequence[int]) -> set[int]:
    """Records that anybody decided or wrote on, with full-text news or duplicates,
    or kept apart from one of these.
    """
    apart = DuplicatePair.objects.filter(
        review=review, answer="different", first__in=ids, second__in=ids
    )
    return {
        *(pk for pair in apart.values_list("first_id", "second_id") for pk in pair),
        *Standing.objects.filter(record__in=ids).values_list("record_id", flat=True),
        *Retrieval.objects.filter(record__in=ids).values_list("record_id", flat=True),
        *Note.objects.filter(record__in=ids).values_list("record_id", flat=True),
        *Labelling.objects.filter(record__in=ids).values_list("record_id", flat=True),
        *Unblinded.objects.filter(record__in=ids).values_list("record_id", flat=True),
        *Record.objects.filter(primary__in=ids).values_list("primary_id", flat=True),
    }


def _write(
    review: Review,
    run: DedupeRun,
    plans: Sequence[tuple[Group, list[Record]]],
    reasons: Mapping[Hashable, Decision],
) -> int:
    changed: list[Record] = []
    merges: list[Merge] = []
    for group, members in plans:
        first, others = members[0], members[1:]
        changed.extend(_settle_places(first, others))
        merges.append(_merge_row(review, run, group, first, others, reasons))
    Record.objects.bulk_update(changed, ["primary", "place", "flow_lane"], batch_size=500)
    # A place where tests end the process: the next start must find all of the merges or none.
    reach("dedupe.half")
    made = Merge.objects.bulk_create(merges)
    through = Merge.records.through
    through.objects.bulk_create(
        through(merge_id=row.pk, record_id=record.pk)
        for row, (_group, members) in zip(made, plans, strict=True)
        for record in members
    )
    now = timezone.now()
    Event.objects.bulk_create(
        Event(
            review=review,
            at=now,
            actor=None,
            verb="merge",
            record_id=members[0].pk,
            data={"merge": row.pk, "records": [r.pk for r in members], "evidence": row.evidence},
        )
        for row, (_group, members) in zip(made, plans, strict=True)
    )
    retell(review, [members[0].pk for _group, members in plans])
    return sum(len(members) - 1 for _group, members in plans)


def _settle_places(first: Record, others: list[Record]) -> list[Record]:
    """Places and lanes as `standing.restate` would derive them for a report without decisions."""
    for record in others:
        record.primary, record.place, record.flow_lane = first, "duplicate", record.lane
    first.flow_lane = first.lane
    # Every box counts rows of its own lane, so the report takes the lane that it is counted in (P1),
    # and the other record takes the one that has become free.
    if first.lane == "oth" and (other := next((r for r in others if r.lane == "dbr"), None)):
        first.flow_lane, other.flow_lane = "dbr", "oth"
        first.place = stages.first().waits
    return [first, *others]


def _merge_row(
    review: Review,
    run: DedupeRun,
    group: Group,
    first: Record,
    others: list[Record],
    reasons: Mapping[Hashable, Decision],
) -> Merge:
    return Merge(
        review=review,
        run=run,
        primary=first,
        score=score_of(group.decisions),
        evidence=evidence_of([first.pk, *(r.pk for r in others)], reasons),
        before={"primary": {str(r.pk): None for r in others}, "moved": {}, "clash": []},
    )


def score_of(decisions: Sequence[Decision]) -> float | None:
    """The best sum of the card among these decisions; a person's answer has none."""
    return next((decision.score for decision in decisions if decision.by != "human"), None)


def evidence_of(
    members: Sequence[int], reasons: Mapping[Hashable, Decision]
) -> list[dict[str, Any]]:
    """Why each record is in the group: stored messages,
    each with the two records (`of`) that it speaks of.

    A pair is told of once, however many records it brought in.
    """
    told = {(found.a, found.b): found for pk in members if (found := reasons.get(pk)) is not None}
    return [
        message.to_json() | {"of": [found.a, found.b]}
        for found in told.values()
        for message in found.evidence
    ]
