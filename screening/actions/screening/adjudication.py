"""Conflicts: an adjudicator settles one, takes a slip back, or has it talked about.
The votes stay untouched.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from screening.actions.access.notifications import tell
from screening.actions.history.event_log import log
from screening.actions.screening.outcomes import restate
from screening.actions.screening.update_baseline import moved_again
from screening.actions.screening.voting import Refused
from screening.models import (
    Event,
    Publication,
    Reason,
    Record,
    Review,
    Settlement,
    StageSetting,
    Standing,
    User,
    Vote,
)
from screening.queries.screening.votes import SECOND_THOUGHTS
from screening.stages import STAGES


@transaction.atomic
def settle(
    *,
    by: User,
    review: Review,
    record_id: int,
    stage: str,
    verdict: str,
    reason_id: int | None = None,
    rationale: str = "",
) -> Settlement:
    """Decides a conflict with verdict, reason and rationale.

    Raises Refused: record (not one of this review), verdict, reason, not_in_conflict (among them:
    already settled), own_vote (the adjudicator voted on it and the review does not allow that).
    """
    record = _record_in_conflict(review, record_id, stage)
    if verdict not in STAGES[stage].verdicts or verdict == "maybe":
        raise Refused("verdict")
    own = Vote.objects.filter(record=record, stage=stage, user=by)
    if not review.adjudicator_may_have_voted and own.exists():
        raise Refused("own_vote")
    settlement = Settlement.objects.create(
        review=review,
        record=record,
        stage=stage,
        verdict=verdict,
        reason=_reason(review, stage, reason_id) if verdict == "exclude" else None,
        rationale=rationale.strip(),
        settled_by=by,
        settled_at=timezone.now(),
    )
    log(
        review=review,
        actor=by,
        verb="settle",
        record=record,
        stage=stage,
        verdict=verdict,
        reason=settlement.reason_id,
        rationale=settlement.rationale,
    )
    restate(review, [record])
    return settlement


def _record_in_conflict(review: Review, record_id: int, stage: str) -> Record:
    """The record, locked."""
    reports = Record.objects.select_for_update(of=("self",)).filter(review=review, primary=None)
    record = reports.filter(pk=record_id).first()
    if record is None:
        raise Refused("record")
    if not Standing.objects.filter(record=record, stage=stage, outcome="conflict").exists():
        raise Refused("not_in_conflict")
    return record


def _reason(review: Review, stage: str, reason_id: int | None) -> Reason | None:
    """The reason of an exclusion; refused where it is unknown, or needed and not given."""
    named = Reason.objects.filter(review=review, stage=stage, pk=reason_id or 0).first()
    setting = StageSetting.objects.filter(review=review, stage=stage)
    needed = STAGES[stage].reason_required or setting.get().reason_required
    if named is None and (needed or reason_id):
        raise Refused("reason")
    return named


@transaction.atomic
def discuss(*, by: User, review: Review, record_id: int, stage: str) -> Standing:
    """Asks the two to talk: both may revise their own votes, old and new are in the history.

    Raises Refused("not_in_conflict").
    """
    Record.objects.select_for_update(of=("self",)).filter(review=review, pk=record_id).first()
    standing = Standing.objects.filter(
        review=review, record_id=record_id, stage=stage, outcome="conflict"
    ).first()
    if standing is None:
        raise Refused("not_in_conflict")
    if standing.discussed_at is not None:
        return standing
    standing.discussed_at = timezone.now()
    standing.save(update_fields=["discussed_at"])
    log(review=review, actor=by, verb="discuss", record=record_id, stage=stage)
    voters = User.objects.filter(votes__record_id=record_id, votes__stage=stage)
    tell(review, voters, "discuss", stage, {"record": record_id})
    return standing


@transaction.atomic
def undo_settle(*, by: User, review: Review, settlement_id: int) -> Settlement:
    """Takes one's own settlement back at once, as a slip of the key:
    the report is in conflict again.

    Raises Refused: record (it is gone, or somebody else's), settled (its moment has passed, or
    something rests on it; then the report has to be re-opened with a reason).
    """
    made = Settlement.objects.filter(review=review, pk=settlement_id, settled_by=by).first()
    if made is None:
        raise Refused("record")
    Record.objects.select_for_update(of=("self",)).filter(pk=made.record_id).first()
    if not Settlement.objects.filter(pk=made.pk).exists():
        raise Refused("record")
    own = Event.objects.filter(
        review=review, record=made.record_id, verb="settle", stage=made.stage
    ).order_by("-pk")
    built = Event.objects.filter(
        record=made.record_id, pk__gt=own.values_list("pk", flat=True).first() or 0
    )
    published = Publication.objects.filter(review=review, at__gt=made.settled_at)
    late = made.settled_at < timezone.now() - SECOND_THOUGHTS
    if late or built.filter(verb__in=REST_UPON).exists() or published.exists():
        raise Refused("settled")
    made.delete()
    log(review=review, actor=by, verb="undo_settle", record=made.record_id, stage=made.stage)
    restate(review, [made.record])
    moved_again(review, [made.record_id])
    return made


#: Verbs on a record after which a settlement before them is no slip any more.
REST_UPON = ("vote", "clear_vote", "withdraw_vote", "settle", "merge", "undo_merge", "retrieval")


def settle_many(
    *,
    by: User,
    review: Review,
    record_ids: Iterable[int],
    stage: str,
    verdict: str,
    reason_id: int | None = None,
    rationale: str = "",
) -> tuple[list[Settlement], dict[str, int]]:
    """Settles several plain conflicts alike. Gives the settlements,
    and how many were refused by code.
    """
    return _each(
        lambda pk: settle(
            by=by,
            review=review,
            record_id=pk,
            stage=stage,
            verdict=verdict,
            reason_id=reason_id,
            rationale=rationale,
        ),
        record_ids,
    )


def undo_settle_many(
    *, by: User, review: Review, settlement_ids: Iterable[int]
) -> tuple[list[Settlement], dict[str, int]]:
    """Takes several back, each by itself. Gives those that were, and how many were refused by code."""
    return _each(lambda pk: undo_settle(by=by, review=review, settlement_id=pk), settlement_ids)


def _each(
    act: Callable[[int], Settlement], ids: Iterable[int]
) -> tuple[list[Settlement], dict[str, int]]:
    done: list[Settlement] = []
    refused = Counter[str]()
    for pk in ids:
        try:
            done.append(act(pk))
        except Refused as refusal:
            refused[refusal.code] += 1
    return done, dict(refused)
