"""Re-opening one report at a stage after it was decided; nothing else moves,
and it can be taken back exactly.

Either the settlement alone goes, and the report is again what its votes say; or all vote again,
there and at later stages (policy P10). Both say why. Taken back they can be until something was
built on them.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from screening.actions.access.notifications import tell
from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.screening.outcome_times import keep_standings, return_standings
from screening.actions.screening.outcomes import restate, votes_needed
from screening.actions.screening.stages import later_stages
from screening.actions.screening.stored_votes import (
    keep_settlements,
    keep_votes,
    write_settlement,
    write_vote,
)
from screening.actions.screening.update_baseline import moved_again
from screening.actions.vote_lock import pass_gate
from screening.models import (
    Event,
    Publication,
    Record,
    Reopening,
    ReopeningRequest,
    Review,
    Settlement,
    StageSetting,
    Standing,
    User,
    Vote,
)
from screening.queries.screening.vote_context import locked_report

KEEP, AGAIN = Reopening.Votes.KEEP, Reopening.Votes.AGAIN
Answer = ReopeningRequest.Answer
#: Verbs on a record after which a re-opening of it cannot be taken back any more.
BUILDS = (
    "vote",
    "clear_vote",
    "withdraw_vote",
    "settle",
    "undo_settle",
    "merge",
    "undo_merge",
    "discuss",
)


class ReopenRefused(Refusal):
    """A re-opening, or taking one back, that may not be; nothing was changed.

    `code`: reason (none was given), record (not one of this review), undecided, no_settlement
    (there is none to withdraw), choice, undone (already), built_upon (something rests on it), late
    (its moment has passed).
    """


@transaction.atomic
def reopen(
    *, by: User, review: Review, record_id: int, stage: str, votes: str, reason: str
) -> Reopening:
    """Opens one report again at a stage, with its votes (KEEP) or without them (AGAIN).

    Raises ReopenRefused: reason, choice, record, undecided, no_settlement.
    """
    if not reason.strip():
        raise ReopenRefused("reason")
    if votes not in Reopening.Votes.values:
        raise ReopenRefused("choice")
    record = _locked(review, record_id)
    standing = (
        Standing.objects.filter(record=record, stage=stage).exclude(outcome="pending").first()
    )
    if standing is None:
        raise ReopenRefused("undecided")
    if votes == KEEP and not Settlement.objects.filter(record=record, stage=stage).exists():
        raise ReopenRefused("no_settlement")
    stages = [stage] if votes == KEEP else [stage, *later_stages(stage)]
    concerned = _concerned(record, stages)
    made = Reopening.objects.create(
        review=review,
        record=record,
        stage=stage,
        votes=votes,
        reason=reason.strip(),
        by=by,
        before=_before(record, stages, votes),
    )
    _drop(record, stages, votes)
    verb = "withdraw_settlement" if votes == KEEP else "reopen"
    log(
        review=review,
        actor=by,
        verb=verb,
        record=record,
        stage=stage,
        note=made.reason,
        reopening=made.pk,
    )
    restate(review, [record])
    concerned |= _answered(by, made)
    told = {"record": record.pk, "reason": made.reason, "again": votes == AGAIN}
    _tell(review, concerned - {by.pk}, "reopened", stage, told)
    return made


def _locked(review: Review, record_id: int) -> Record:
    pass_gate(review)
    record = locked_report(review=review.pk, record=record_id)
    if record is None:
        raise ReopenRefused("record")
    return Record.objects.get(pk=record.pk)


def _before(record: Record, stages: list[str], votes: str) -> dict[str, Any]:
    """What goes, by stage, and how the report stood."""
    kept: dict[str, Any] = {"standings": keep_standings([record]), "stages": {}}
    for standing in Standing.objects.filter(record=record, stage__in=stages):
        gone = Vote.objects.filter(record=record, stage=standing.stage) if votes == AGAIN else []
        settled = Settlement.objects.filter(record=record, stage=standing.stage)
        kept["stages"][standing.stage] = {
            "votes": keep_votes(gone),
            "settled": keep_settlements(settled),
            "clash": standing.clash,
            "tool": standing.tool,
            "wanted": _decided_with(record, standing),
        }
    return kept


def _decided_with(record: Record, standing: Standing) -> int | None:
    """The number of votes that decided it: taken back, it is decided with so many,
    whatever is wanted by then.
    """
    setting = StageSetting.objects.filter(review=record.review_id, stage=standing.stage).first()
    decided = setting is not None and standing.outcome != "pending"
    return votes_needed(setting, record, standing) if setting and decided else None


def _drop(record: Record, stages: list[str], votes: str) -> None:
    Settlement.objects.filter(record=record, stage__in=stages).delete()
    if votes == AGAIN:
        Vote.objects.filter(record=record, stage__in=stages).delete()
        Standing.objects.filter(record=record, stage__in=stages).update(clash=False, tool="")


def _concerned(record: Record, stages: list[str]) -> set[int]:
    """Who voted on it at these stages, or settled it."""
    voters = Vote.objects.filter(record=record, stage__in=stages).values_list("user", flat=True)
    settlers = Settlement.objects.filter(record=record, stage__in=stages).values_list(
        "settled_by", flat=True
    )
    return {*voters, *settlers}


def _tell(
    review: Review, people: Iterable[int], kind: str, stage: str, data: dict[str, Any]
) -> None:
    here = User.objects.filter(
        pk__in=list(people), memberships__review=review, memberships__ended_at=None
    )
    tell(review, here, kind, stage, data)


@transaction.atomic
def undo_reopening(*, by: User, review: Review, reopening_id: int) -> Reopening:
    """Takes a re-opening back: votes, settlements and places are exactly what they were.

    Raises ReopenRefused: record, undone, built_upon (somebody voted, settled,
    merged or published since).
    """
    made = Reopening.objects.filter(review=review, pk=reopening_id).first()
    if made is None:
        raise ReopenRefused("record")
    record = _locked(review, made.record_id)
    made.refresh_from_db()
    if made.undone_at:
        raise ReopenRefused("undone")
    if record.pk != made.record_id or _built_upon(made):
        raise ReopenRefused("built_upon")
    for stage, kept in made.before["stages"].items():
        for vote in kept["votes"]:
            write_vote(record, stage, vote)
        for settlement in kept["settled"]:
            write_settlement(record, stage, settlement)
        Standing.objects.filter(record=record, stage=stage).update(
            clash=kept["clash"], tool=kept["tool"], pinned=kept.get("wanted")
        )
    made.undone_at, made.undone_by = timezone.now(), by
    made.save(update_fields=["undone_at", "undone_by"])
    log(
        review=review,
        actor=by,
        verb="undo_reopening",
        record=record,
        stage=made.stage,
        reopening=made.pk,
    )
    restate(review, [record])
    moved_again(review, [record.pk])
    return_standings(record.pk, made.before["standings"])
    stages = list(made.before["stages"])
    told = {"record": record.pk, "undone": True}
    _tell(review, _concerned(record, stages) - {by.pk}, "reopened", made.stage, told)
    return made


def _built_upon(made: Reopening) -> bool:
    own = Event.objects.filter(record=made.record_id, verb__in=["reopen", "withdraw_settlement"])
    mine = own.filter(data__reopening=made.pk).values_list("pk", flat=True).first() or 0
    later = Event.objects.filter(record=made.record_id, pk__gt=mine)
    again = later.filter(verb="reopen").exclude(
        data__has_key="reopening"
    )  # a whole stage screened again
    if later.filter(verb__in=BUILDS).exists() or again.exists():
        return True
    if Reopening.objects.filter(record=made.record_id, pk__gt=made.pk, undone_at=None).exists():
        return True
    stages = list(made.before["stages"])
    here = {"record": made.record_id, "stage__in": stages}
    # A tool tells of many records in one event, so what it left is looked for.
    by_tool = made.votes == AGAIN and Standing.objects.filter(**here).exclude(tool="").exists()
    return by_tool or published_since(made.review, made.at)


def published_since(review: Review, moment: Any) -> bool:
    """Whether a version of the review was published after that moment:
    what it says stays as it was said.
    """
    return Publication.objects.filter(review=review, at__gt=moment).exists()


@transaction.atomic
def ask_reopening(
    *, by: User, review: Review, record_id: int, stage: str, text: str
) -> ReopeningRequest:
    """Asks those who settle conflicts to open a report again on which the person has voted.

    Whether the vote can be changed without that is for the caller to know, see
    `queries.decisions_of`. Raises ReopenRefused: reason (no word was said), record (no vote of
    theirs), undecided.
    """
    if not text.strip():
        raise ReopenRefused("reason")
    record = _locked(review, record_id)
    if not Vote.objects.filter(record=record, stage=stage, user=by).exists():
        raise ReopenRefused("record")
    if not Standing.objects.filter(record=record, stage=stage).exclude(outcome="pending").exists():
        raise ReopenRefused("undecided")
    asked, new = ReopeningRequest.objects.get_or_create(
        record=record,
        stage=stage,
        by=by,
        answer=Answer.OPEN,
        defaults={"review": review, "text": text.strip()},
    )
    if new:
        log(
            review=review,
            actor=by,
            verb="ask_reopening",
            record=record,
            stage=stage,
            note=asked.text,
            request=asked.pk,
        )
        members = review.memberships.filter(ended_at=None)
        people = members.filter(adjudicates=True) or members.filter(leads=True)
        _tell(review, {m.user_id for m in people} - {by.pk}, "asked", stage, {"record": record.pk})
    return asked


@transaction.atomic
def decline_reopening(*, by: User, review: Review, request_id: int, reply: str) -> ReopeningRequest:
    """Leaves the report as it is, with a word for who asked. Raises ReopenRefused: reason, record,
    undone.
    """
    if not reply.strip():
        raise ReopenRefused("reason")
    asked = (
        ReopeningRequest.objects.select_for_update().filter(review=review, pk=request_id).first()
    )
    if asked is None:
        raise ReopenRefused("record")
    if asked.answer != Answer.OPEN:
        raise ReopenRefused("undone")
    asked.answer, asked.answered_by, asked.answered_at = Answer.DECLINED, by, timezone.now()
    asked.reply = reply.strip()
    asked.save(update_fields=["answer", "answered_by", "answered_at", "reply"])
    log(
        review=review,
        actor=by,
        verb="decline_reopening",
        record=asked.record_id,
        stage=asked.stage,
        note=asked.reply,
        request=asked.pk,
    )
    told = {"record": asked.record_id, "reason": asked.reply}
    _tell(review, {asked.by_id} - {by.pk}, "declined", asked.stage, told)
    return asked


def _answered(by: User, made: Reopening) -> set[int]:
    """What was asked about the report is answered by re-opening it; who had asked."""
    group = [
        made.record_id,
        *Record.objects.filter(primary=made.record_id).values_list("pk", flat=True),
    ]
    asked = ReopeningRequest.objects.filter(record__in=group, stage=made.stage, answer=Answer.OPEN)
    people = set(asked.values_list("by", flat=True))
    asked.update(
        answer=Answer.REOPENED, answered_by=by, answered_at=timezone.now(), reply=made.reason
    )
    return people
