"""Running a stage: opening and closing it, screening again, calibrating, unblinding. Each says why."""

import random

from django.db import transaction
from django.utils import timezone

from screening.actions.access.notifications import tell, tell_team
from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.screening.outcomes import restate
from screening.actions.screening.unblinding import show_to
from screening.actions.vote_lock import close_gate
from screening.models import (
    CalibrationRound,
    Membership,
    Record,
    Review,
    Settlement,
    StageSetting,
    Standing,
    User,
    Vote,
)
from screening.queries.screening.queue import QUEUE_PLACES
from screening.stages import STAGES

BATCH = 500


class StageRefused(Refusal):
    """A change of a stage that may not be. `code`: reason (none was given), state,
    records (none fit), voters.
    """


@transaction.atomic
def open_stage(*, by: User, review: Review, stage: str, reason: str = "") -> StageSetting:
    """Takes votes at this stage from now on; one that was closed needs a reason.
    Raises StageRefused: reason, state.
    """
    setting = _locked(review, stage)
    if setting.is_open:
        raise StageRefused("state")
    if setting.closed_at and not reason.strip():
        raise StageRefused("reason")
    verb = "reopen_stage" if setting.closed_at else "open_stage"
    setting.opened_at, setting.closed_at = timezone.now(), None
    setting.save(update_fields=["opened_at", "closed_at"])
    log(review=review, actor=by, verb=verb, stage=stage, note=reason.strip())
    tell_team(review, "stage", stage, {"open": True, "reason": reason.strip()}, but=by)
    return setting


@transaction.atomic
def close_stage(*, by: User, review: Review, stage: str, reason: str = "") -> StageSetting:
    """Takes no more votes at this stage; those cast stay.
    Raises StageRefused("state") when it is not open.
    """
    setting = _locked(review, stage)
    if not setting.is_open:
        raise StageRefused("state")
    setting.closed_at = timezone.now()
    setting.save(update_fields=["closed_at"])
    log(review=review, actor=by, verb="close_stage", stage=stage, note=reason.strip())
    tell_team(review, "stage", stage, {"open": False, "reason": reason.strip()}, but=by)
    return setting


@transaction.atomic
def screen_again(
    *, by: User, review: Review, stage: str, record_ids: list[int], reason: str
) -> int:
    """Drops votes and settlements of these reports at this stage and later ones;
    the history keeps them (policy P10).

    Gives how many reports start anew. Raises StageRefused("reason") without a reason.
    """
    if not reason.strip():
        raise StageRefused("reason")
    _locked(review, stage)
    stages = [stage, *later_stages(stage)]
    done = 0
    for start in range(0, len(record_ids), BATCH):
        done += _drop(by, review, stage, stages, record_ids[start : start + BATCH], reason.strip())
    return done


def _drop(
    by: User, review: Review, stage: str, stages: list[str], ids: list[int], reason: str
) -> int:
    records = list(
        Record.objects.select_for_update(of=("self",)).filter(
            review=review, pk__in=ids, primary=None, standings__stage__in=stages
        )
    )
    records = list({record.pk: record for record in records}.values())
    Vote.objects.filter(record__in=records, stage__in=stages).delete()
    Settlement.objects.filter(record__in=records, stage__in=stages).delete()
    Standing.objects.filter(record__in=records, stage__in=stages).update(clash=False, tool="")
    for record in records:
        log(review=review, actor=by, verb="reopen", record=record, stage=stage, note=reason)
    restate(review, records)
    return len(records)


def later_stages(stage: str) -> list[str]:
    """Keys of the stages that come after this one."""
    later: list[str] = []
    for key, one in STAGES.items():
        if one.after == stage or one.after in later:
            later.append(key)
    return later


@transaction.atomic
def start_calibration(*, by: User, review: Review, stage: str, size: int) -> CalibrationRound:
    """Draws a random sample of what waits, for everybody who reviews to vote on;
    only it is screened till it ends.

    Raises StageRefused: state (one is running, or the stage is closed), records (nothing waits),
    voters (under two).
    """
    setting = _locked(review, stage)
    if (
        not setting.is_open
        or CalibrationRound.objects.filter(review=review, stage=stage, closed_at=None).exists()
    ):
        raise StageRefused("state")
    members = Membership.objects.filter(review=review, reviews=True, ended_at=None)
    voters = list(User.objects.filter(pk__in=members.values("user")))
    if len(voters) < 2:
        raise StageRefused("voters")
    free = Record.objects.filter(review=review, place=QUEUE_PLACES[stage]).exclude(
        votes__stage=stage
    )
    pool = list(free.order_by("pk").values_list("pk", flat=True))
    if not pool:
        raise StageRefused("records")
    drawn = random.SystemRandom().sample(pool, min(size, len(pool)))
    started = CalibrationRound.objects.create(
        review=review, stage=stage, voters=len(voters), opened_at=timezone.now(), opened_by=by
    )
    started.records.set(drawn)
    known = {s.record_id: s for s in Standing.objects.filter(record__in=drawn, stage=stage)}
    Standing.objects.filter(pk__in=[s.pk for s in known.values()]).update(needed=len(voters))
    Standing.objects.bulk_create(
        Standing(review=review, record_id=pk, stage=stage, needed=len(voters))
        for pk in drawn
        if pk not in known
    )
    log(
        review=review,
        actor=by,
        verb="calibrate",
        stage=stage,
        round=started.pk,
        records=sorted(drawn),
    )
    tell(review, voters, "calibration", stage, {"calibration": len(drawn)}, but=by)
    return started


@transaction.atomic
def end_calibration(*, by: User, review: Review, stage: str) -> CalibrationRound:
    """Ends the running round; its votes stay, and what has enough is decided.
    Raises StageRefused("state").
    """
    _locked(review, stage)
    running = CalibrationRound.objects.filter(review=review, stage=stage, closed_at=None).first()
    if running is None:
        raise StageRefused("state")
    running.closed_at = timezone.now()
    running.save(update_fields=["closed_at"])
    Standing.objects.filter(
        stage=stage, record__in=running.records.all(), votes__lt=running.voters
    ).update(needed=None)
    log(review=review, actor=by, verb="end_calibration", stage=stage, round=running.pk)
    voters = User.objects.filter(
        memberships__review=review, memberships__ended_at=None, memberships__reviews=True
    )
    tell(review, voters, "calibration", stage, but=by)
    restate(review, list(running.records.all()))
    return running


@transaction.atomic
def unblind(*, by: User, review: Review, stage: str, reason: str) -> StageSetting:
    """Shows all votes of this stage to everybody, and tells everybody why. Raises StageRefused:
    reason, state.

    Whoever does so may not vote on what it shows; the others go on, as the team has been told.
    """
    if not reason.strip():
        raise StageRefused("reason")
    setting = _locked(review, stage)
    if setting.unblinded_at:
        raise StageRefused("state")
    show_to(review=review, by=by, cause="stage", stage=stage)
    setting.unblinded_at = timezone.now()
    setting.save(update_fields=["unblinded_at"])
    log(review=review, actor=by, verb="unblind", stage=stage, note=reason.strip())
    tell_team(review, "unblinded", stage, {"reason": reason.strip(), "by": str(by)})
    return setting


def _locked(review: Review, stage: str) -> StageSetting:
    close_gate(review)
    setting = StageSetting.objects.select_for_update().filter(review=review, stage=stage).first()
    if setting is None:
        raise StageRefused("state")
    return setting
