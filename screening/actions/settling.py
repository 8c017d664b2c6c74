"""Conflicts: an adjudicator settles one, or sends it back to be talked about. The votes stay untouched for ever."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from screening.actions.history import log
from screening.actions.notices import tell
from screening.actions.standing import restate
from screening.actions.voting import Refused
from screening.models import Reason, Record, Review, Settlement, StageSetting, Standing, User, Vote
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

    Raises Refused: record (not one of this review), verdict, reason, not_in_conflict (among them: already settled),
    own_vote (the adjudicator voted on it and the review does not allow that).
    """
    record = Record.objects.select_for_update(of=("self",)).filter(review=review, pk=record_id, primary=None).first()
    if record is None:
        raise Refused("record")
    standing = Standing.objects.filter(record=record, stage=stage).first()
    if standing is None or standing.outcome != "conflict":
        raise Refused("not_in_conflict")
    if verdict not in STAGES[stage].verdicts or verdict == "maybe":
        raise Refused("verdict")
    if not review.adjudicator_may_have_voted and Vote.objects.filter(record=record, stage=stage, user=by).exists():
        raise Refused("own_vote")
    reason = Reason.objects.filter(review=review, stage=stage, pk=reason_id).first() if reason_id else None
    needs = STAGES[stage].reason_required or StageSetting.objects.get(review=review, stage=stage).reason_required
    if verdict == "exclude" and reason is None and (needs or reason_id):
        raise Refused("reason")
    settlement = Settlement.objects.create(
        review=review, record=record, stage=stage, verdict=verdict, reason=reason if verdict == "exclude" else None,
        rationale=rationale.strip(), settled_by=by, settled_at=timezone.now(),
    )  # fmt: skip
    log(
        review=review, actor=by, verb="settle", record=record, stage=stage, verdict=verdict,
        reason=settlement.reason_id, rationale=settlement.rationale,
    )  # fmt: skip
    restate(review, [record])
    return settlement


@transaction.atomic
def discuss(*, by: User, review: Review, record_id: int, stage: str) -> Standing:
    """Asks the two to talk: both may revise their own votes, old and new are in the history.

    Raises Refused("not_in_conflict").
    """
    Record.objects.select_for_update(of=("self",)).filter(review=review, pk=record_id).first()
    standing = Standing.objects.filter(review=review, record_id=record_id, stage=stage, outcome="conflict").first()
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


def settle_many(
    *,
    by: User,
    review: Review,
    record_ids: Iterable[int],
    stage: str,
    verdict: str,
    reason_id: int | None = None,
    rationale: str = "",
) -> tuple[int, dict[str, int]]:
    """Settles several plain conflicts alike. Gives how many were settled, and how many were refused by code."""
    done, refused = 0, Counter[str]()
    for record_id in record_ids:
        try:
            settle(
                by=by, review=review, record_id=record_id, stage=stage, verdict=verdict, reason_id=reason_id,
                rationale=rationale,
            )  # fmt: skip
            done += 1
        except Refused as refusal:
            refused[refusal.code] += 1
    return done, dict(refused)
