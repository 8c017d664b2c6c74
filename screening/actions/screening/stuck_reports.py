"""What a lead can do about reports that wait for votes nobody can give: want fewer for these,
or free them for all.
"""

from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.screening.outcomes import restate
from screening.actions.screening.stages import StageRefused
from screening.actions.screening.unblinding import tell_unblinded
from screening.actions.vote_lock import close_gate
from screening.models import Assignment, Record, Review, StageSetting, Standing, User
from screening.queries.screening.stuck_reports import Lacking, lacking

BATCH = 500


@transaction.atomic
def lower_votes(*, by: User, review: Review, stage: str, reason: str) -> int:
    """Lets these reports be decided by as many votes as can still be given;
    the rule of the stage stays as it is.

    Gives how many. Reports that nobody can vote on and nobody has voted on stay as they are.
    Raises StageRefused: reason, records (none lacks votes).
    """
    setting = _asked(review, stage, reason)
    rows = {row.record: row for row in lacking(review, setting) if row.reachable > 0}
    if not rows:
        raise StageRefused("records")
    ids = sorted(rows)
    for start in range(0, len(ids), BATCH):
        _lower(review, stage, [rows[pk] for pk in ids[start : start + BATCH]])
    log(review=review, actor=by, verb="lower_votes", stage=stage, records=ids, note=reason.strip())
    decided = (
        Standing.objects.filter(record__in=ids, stage=stage).exclude(outcome="pending").count()
    )
    if decided:
        # Votes that were open have decided: a way of showing them, of which everybody is told.
        tell_unblinded(by=by, review=review, reason=reason, stage=stage, decided=decided)
    return len(ids)


def _lower(review: Review, stage: str, some: list[Lacking]) -> None:
    records = list(
        Record.objects.select_for_update(of=("self",)).filter(pk__in=[row.record for row in some])
    )
    for row in some:
        Standing.objects.update_or_create(
            record_id=row.record,
            stage=stage,
            defaults={"needed": row.reachable},
            create_defaults={"review": review, "needed": row.reachable},
        )
    restate(review, records)


@transaction.atomic
def free_dealt(*, by: User, review: Review, stage: str, reason: str) -> int:
    """Takes back what these reports were dealt to; everybody who screens may vote on them.
    Gives how many.

    Raises StageRefused: reason, records (none of them is dealt).
    """
    setting = _asked(review, stage, reason)
    ids = [row.record for row in lacking(review, setting) if row.dealt]
    if not ids:
        raise StageRefused("records")
    for start in range(0, len(ids), BATCH):
        Assignment.objects.filter(
            review=review, stage=stage, record__in=ids[start : start + BATCH]
        ).delete()
    log(
        review=review,
        actor=by,
        verb="take_back",
        stage=stage,
        records_freed=len(ids),
        note=reason.strip(),
    )
    return len(ids)


def _asked(review: Review, stage: str, reason: str) -> StageSetting:
    close_gate(review)
    if not reason.strip():
        raise StageRefused("reason")
    return StageSetting.objects.select_for_update().get(review=review, stage=stage)
