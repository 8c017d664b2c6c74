"""Audits: a sample drawn from what nobody has voted on, screened by two people,
evaluated once all of it is decided.
"""

import random

from django.db import transaction
from django.utils import timezone

from screening.actions.access.notifications import tell_team
from screening.actions.history.event_log import log
from screening.actions.history.tool_use import note_use
from screening.actions.refusal import Refusal
from screening.models import (
    Assignment,
    Audit,
    CalibrationRound,
    Membership,
    Review,
    StageSetting,
    Standing,
    User,
)
from screening.queries.ranking.audits import audited, open_audit, sample_reports
from screening.queries.ranking.stopping_signals import (
    confidence_of,
    decided,
    may_audit,
    next_look,
    standing_stop,
    unfinished_stop,
    untouched_records,
)
from screening.ranking.stopping import upper_bound

#: So many people judge each record of a sample, whatever the stage asks of others.
PEOPLE = 2


class AuditRefused(Refusal):
    """An audit that may not be. `code`: state (the stage is closed, or something else runs), size,
    voters, looks (no further audit was planned), waiting (not all of the sample is decided),
    reason. Nothing was changed.
    """


@transaction.atomic
def begin_audit(
    *, by: User, review: Review, stage: str, size: int, repeatable: bool = False
) -> Audit:
    """Draws the sample and mixes it into everybody's queue.
    `repeatable` counts for the first audit of a stage only.

    Raises AuditRefused: state, looks, voters, size.
    """
    setting = _free_stage(review, stage)
    if not may_audit(review, stage):
        raise AuditRefused("looks")
    if Membership.objects.filter(review=review, reviews=True, ended_at=None).count() < PEOPLE:
        raise AuditRefused("voters")
    pool = list(untouched_records(review, stage).order_by("pk").values_list("pk", flat=True))
    if not 1 <= size <= len(pool):
        raise AuditRefused("size")
    look, fixed = next_look(review, stage)
    audit = Audit.objects.create(
        review=review,
        stage=stage,
        look=look,
        repeatable=repeatable if fixed is None else fixed,
        size=size,
        unscreened=len(pool),
        found_before=decided(review, stage).filter(outcome="include").count(),
        opened_at=timezone.now(),
        opened_by=by,
    )
    drawn = random.SystemRandom().sample(pool, size)
    audit.records.set(drawn)
    _ask_two(review, setting, drawn)
    # Not the records: the history is read by those who are to judge them.
    log(
        review=review,
        actor=by,
        verb="begin_audit",
        stage=stage,
        audit=audit.pk,
        drawn=size,
        unscreened=len(pool),
        look=look,
        repeatable=audit.repeatable,
    )
    note_use(review, "audit", stage)
    tell_team(review, "audit", stage, {"audit": size}, but=by)
    return audit


def _free_stage(review: Review, stage: str) -> StageSetting:
    """The stage, locked; refused where it is closed, or where something else is under way."""
    here = StageSetting.objects.select_for_update().filter(review=review, stage=stage)
    setting = here.first()
    rounds = CalibrationRound.objects.filter(review=review, stage=stage, closed_at=None)
    if setting is None or not setting.is_open or rounds.exists() or open_audit(review, stage):
        raise AuditRefused("state")
    if standing_stop(review, stage) or unfinished_stop(review, stage):
        raise AuditRefused("state")
    return setting


def _ask_two(review: Review, setting: StageSetting, drawn: list[int]) -> None:
    """Each record of the sample gets two people, whoever is free;
    what was dealt before would tell it apart.
    """
    needed, stage = max(PEOPLE, setting.votes_needed), setting.stage
    Assignment.objects.filter(stage=stage, record__in=drawn).delete()
    known = {s.record_id: s.pk for s in Standing.objects.filter(record__in=drawn, stage=stage)}
    Standing.objects.filter(pk__in=known.values()).update(needed=needed)
    Standing.objects.bulk_create(
        (
            Standing(review=review, record_id=pk, stage=stage, needed=needed)
            for pk in drawn
            if pk not in known
        ),
        batch_size=500,
    )


@transaction.atomic
def evaluate_audit(*, by: User, review: Review, stage: str) -> Audit:
    """The result of the running audit, once all of its records are decided;
    from then on it is no secret any more.

    Raises AuditRefused: state, waiting.
    """
    audit = _locked(review, stage)
    reports = sample_reports(audit)
    outcomes = dict(audited(audit).values_list("record", "outcome"))
    if len(reports) < audit.size or any(
        outcomes.get(pk) not in {"include", "exclude"} for pk in reports
    ):
        raise AuditRefused("waiting")
    audit.relevant = sum(outcomes[pk] == "include" for pk in reports)
    sure = confidence_of(audit.look, repeatable=audit.repeatable)
    audit.bound = upper_bound(audit.unscreened, audit.size, audit.relevant, sure)
    audit.closed_at = timezone.now()
    audit.save(update_fields=["relevant", "bound", "closed_at"])
    log(
        review=review,
        actor=by,
        verb="evaluate_audit",
        stage=stage,
        audit=audit.pk,
        drawn=audit.size,
        unscreened=audit.unscreened,
        relevant=audit.relevant,
        bound=audit.bound,
        records=sorted(reports),
    )
    tell_team(review, "audit", stage, but=by)
    return audit


@transaction.atomic
def give_up_audit(*, by: User, review: Review, stage: str, reason: str) -> Audit:
    """Ends the running audit without a result; its votes stay, and it counts as a look.
    Raises AuditRefused.
    """
    if not reason.strip():
        raise AuditRefused("reason")
    audit = _locked(review, stage)
    audit.given_up, audit.closed_at = reason.strip(), timezone.now()
    audit.save(update_fields=["given_up", "closed_at"])
    log(
        review=review,
        actor=by,
        verb="give_up_audit",
        stage=stage,
        audit=audit.pk,
        note=audit.given_up,
    )
    return audit


def _locked(review: Review, stage: str) -> Audit:
    audit = (
        Audit.objects.select_for_update().filter(review=review, stage=stage, closed_at=None).first()
    )
    if audit is None:
        raise AuditRefused("state")
    return audit
