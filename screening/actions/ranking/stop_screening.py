"""The decision to screen no further: what was never screened is excluded by the rule, openly,
and can come back.

Only people take it; the program never stops by itself. It is carried out by a job in short steps,
so that voting goes on meanwhile; a record that gets a vote before its turn stays with the people.
"""

import time
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.actions.history.tool_use import note_use
from screening.actions.imports.import_job import PAUSE
from screening.actions.jobs import job_queue
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_run import Running
from screening.actions.refusal import Refusal
from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.outcomes import restate
from screening.models import (
    Audit,
    Job,
    Record,
    Review,
    StageSetting,
    Standing,
    Stopping,
    User,
    Vote,
)
from screening.queries.access.authorization import Access
from screening.queries.ranking.audits import open_audit
from screening.queries.ranking.stopping_signals import (
    decided,
    left_at,
    numbers,
    outlook,
    standing_stop,
    unfinished_stop,
    untouched_records,
)
from screening.ranking.stopping import callaghan_p
from screening.records.snapshot import STOPPING_TOOL as TOOL
from screening.stages import STAGES

AT_ONCE = 250
P_TARGETS = (0.95, 0.9)


class StopRefused(Refusal):
    """A decision that may not be. `code`: rule (none is written), state (it is so already, an audit
    runs, or the stage is not where records are screened first), reason. Nothing was changed.
    """


@transaction.atomic
def set_rule(*, by: User, review: Review, stage: str, rule: str) -> StageSetting:
    """Writes down when the team will stop; the moment is kept,
    so that the report can say whether it came first.
    """
    setting = StageSetting.objects.select_for_update().filter(review=review, stage=stage).first()
    if setting is None or STAGES[stage].after:
        raise StopRefused("state")
    if setting.stopping_rule == rule.strip():
        return setting
    before = setting.stopping_rule
    setting.stopping_rule, setting.stopping_rule_at = rule.strip(), timezone.now()
    setting.save(update_fields=["stopping_rule", "stopping_rule_at"])
    log(
        review=review,
        actor=by,
        verb="stopping_rule",
        stage=stage,
        before={"note": before},
        after={"note": rule},
    )
    return setting


@transaction.atomic
def stop(*, access: Access, stage: str, reason: str = "") -> Job:
    """Decides to stop at this stage; the job that carries it out, to be sent. Raises StopRefused:
    rule, state.
    """
    review = access.review
    setting = StageSetting.objects.select_for_update().filter(review=review, stage=stage).first()
    if (
        setting is None
        or STAGES[stage].after
        or standing_stop(review, stage)
        or unfinished_stop(review, stage)
    ):
        raise StopRefused("state")
    if open_audit(review, stage):
        raise StopRefused("state")
    if not setting.stopping_rule:
        raise StopRefused("rule")
    told = numbers(outlook(access, stage))
    made = Stopping.objects.create(
        review=review,
        stage=stage,
        rule=setting.stopping_rule,
        rule_set_at=setting.stopping_rule_at or timezone.now(),
        reason=reason.strip(),
        audit=Audit.objects.filter(review=review, stage=stage, relevant__isnull=False).last(),
        numbers=told,
        by=access.user,
        at=timezone.now(),
    )
    log(
        review=review,
        actor=access.user,
        verb="stop",
        stage=stage,
        stop=made.pk,
        note=made.reason,
        rule=made.rule,
        screened=told["screened"],
        found=told["found"],
        left=told["left"],
    )
    note_use(review, "stop", stage)
    return job_queue.enqueue(kind="stop", review=review, by=access.user, stage=stage, stop=made.pk)


@transaction.atomic
def resume(*, by: User, review: Review, stage: str, reason: str) -> Job:
    """Takes the decision back; the job that brings the records back, to be sent.
    Raises StopRefused: reason, state.
    """
    if not reason.strip():
        raise StopRefused("reason")
    stopping = (
        Stopping.objects.select_for_update()
        .filter(review=review, stage=stage, withdrawn_at=None)
        .first()
    )
    if stopping is None:
        raise StopRefused("state")
    stopping.withdrawn_at, stopping.withdrawn_by = timezone.now(), by
    stopping.save(update_fields=["withdrawn_at", "withdrawn_by"])
    log(review=review, actor=by, verb="resume", stage=stage, stop=stopping.pk, note=reason.strip())
    return job_queue.enqueue(kind="release", review=review, by=by, stage=stage, stop=stopping.pk)


def carry_out(running: Running) -> dict[str, Any]:
    """The job "stop": excludes what nobody has voted on. Params: stage, stop. Result: excluded."""
    stopping = Stopping.objects.select_related("review").get(pk=running.params["stop"])
    review, stage = stopping.review, stopping.stage
    rest = untouched_records(review, stage)
    running.advance(0, rest.count())
    done = 0
    while Stopping.objects.filter(pk=stopping.pk, withdrawn_at=None).exists():
        changed = _exclude(running, stopping, rest)
        if not changed:
            break
        done += changed
        reach("stop.batch", done // AT_ONCE)
        running.advance(done)
        time.sleep(PAUSE[connection.vendor])
    return {"excluded": Stopping.objects.get(pk=stopping.pk).excluded}


@transaction.atomic
def _exclude(running: Running, stopping: Stopping, rest: QuerySet[Record]) -> int:
    review, stage = stopping.review, stopping.stage
    ids = list(rest.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    records = list(
        Record.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, primary=None)
        .order_by("pk")
    )
    # Only what is read after the lock is true: whoever has voted meanwhile keeps the record.
    voted = set(
        Vote.objects.filter(record__in=records, stage=stage).values_list("record_id", flat=True)
    )
    records = [record for record in records if record.pk not in voted]
    if not records:
        return len(ids)
    known = set(
        Standing.objects.filter(record__in=records, stage=stage).values_list("record_id", flat=True)
    )
    Standing.objects.filter(record__in=records, stage=stage).update(tool=TOOL)
    Standing.objects.bulk_create(
        Standing(review=review, record=record, stage=stage, tool=TOOL)
        for record in records
        if record.pk not in known
    )
    restate(review, records)
    log(
        review=review,
        actor=stopping.by,
        verb="tool_exclude",
        stage=stage,
        name=TOOL,
        stop=stopping.pk,
        records=[record.pk for record in records],
    )
    Stopping.objects.filter(pk=stopping.pk).update(excluded=F("excluded") + len(records))
    running.remember()
    return len(records)


def release(running: Running) -> dict[str, Any]:
    """The job "release": brings back what a decision to stop had excluded. Params: stage, stop.
    Result: released.
    """
    stopping = Stopping.objects.select_related("review").get(pk=running.params["stop"])
    excluded = Standing.objects.filter(review=stopping.review, stage=stopping.stage, tool=TOOL)
    running.advance(0, excluded.count())
    done = 0
    while changed := _release(running, stopping, excluded):
        done += changed
        reach("release.batch", done // AT_ONCE)
        running.advance(done)
        time.sleep(PAUSE[connection.vendor])
    return {"released": done}


@transaction.atomic
def _release(running: Running, stopping: Stopping, excluded: QuerySet[Standing]) -> int:
    ids = list(excluded.order_by("record").values_list("record_id", flat=True)[:AT_ONCE])
    records = list(Record.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    if not records:
        return 0
    excluded.filter(record__in=records).update(tool="")
    restate(stopping.review, records)
    bare = Standing.objects.filter(
        record__in=records, stage=stopping.stage, votes=0, outcome="pending", needed=None
    )
    bare.filter(clash=False).delete()
    by = stopping.withdrawn_by
    log(
        review=stopping.review,
        actor=by,
        verb="tool_release",
        stage=stopping.stage,
        name=TOOL,
        stop=stopping.pk,
        records=[record.pk for record in records],
    )
    running.remember()
    return len(records)


def compute_p(running: Running) -> dict[str, Any]:
    """The job "stopping_p": the p of Callaghan and Müller-Hansen for each recall target. Params:
    stage.
    """
    review, stage = running.job.review, running.params["stage"]
    if review is None:
        raise ValueError("a stage belongs to a review")
    outcomes_seen(review)
    labels = [
        int(outcome == "include")
        for outcome in decided(review, stage).values_list("outcome", flat=True)
    ]
    left = left_at(review, stage)
    found = {str(target): callaghan_p(labels, len(labels) + left, target) for target in P_TARGETS}
    return {"p": found, "screened": len(labels), "found": sum(labels), "total": len(labels) + left}
