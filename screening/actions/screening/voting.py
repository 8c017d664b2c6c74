"""Casting and taking back a vote: the writes that this program exists for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.screening.outcomes import restate_voted, votes_needed
from screening.actions.screening.unblinding import shown_at_once
from screening.actions.vote_lock import pass_gate
from screening.decisions.judgement import grade
from screening.flow.places import PLACES
from screening.models import (
    Criterion,
    Record,
    Review,
    Standing,
    User,
    Vote,
)
from screening.queries.screening.queue import reads
from screening.queries.screening.vote_context import (
    locked_report,
    setting_and_facts,
    standings_of,
    votes_on,
)
from screening.stages import STAGES

#: Where a report is while a stage still takes first votes on it.
OPEN_PLACES = {
    stage.key: {stage.waits, "await_retrieval"} if stage.retrieval else {stage.waits}
    for stage in STAGES.values()
}
#: As `seen`: the person saw the record without a vote of theirs.
NONE_SEEN = UUID(int=0)


class Refused(Refusal):
    """A vote that may not be. `code` tells which rule said no; nothing was changed."""


@dataclass(slots=True)
class _Desk:
    """What one vote needs to know, read once while the record is locked."""

    setting: Any
    record: Record
    votes: list[Vote]
    standings: dict[str, Standing]
    mine: Vote | None

    @property
    def standing(self) -> Standing | None:
        return self.standings.get(self.setting.stage)


@transaction.atomic
def cast_vote(
    *,
    by: User,
    review: Review,
    record_id: int,
    stage: str,
    verdict: str,
    key: UUID,
    reason_id: int | None = None,
    judgements: Mapping[str, str] | None = None,
    seen: UUID | None = None,
    retrieved_only: bool = False,
) -> Vote:
    """Stores one person's vote on a record at a stage,
    or changes it while the record is not settled.

    The same `key` again gives the vote as it stands and changes nothing, however late it comes.
    `seen` is the key of the vote that the person last saw as theirs, NONE_SEEN for none: when
    another tab has voted meanwhile, the answer is Refused("elsewhere"). `retrieved_only` refuses
    reports whose full text is still to be found. Raises Refused with the code closed, member,
    verdict, reason, record, dealt, settled, full, unblinded, elsewhere or invalid (judgements on
    criteria that the stage does not have).
    """
    # Everything is read behind the locks and in a fixed number of queries: this runs at every key
    # press.
    desk = _sit_down(by, review, record_id, stage, key, reason_id)
    # A press that is sent again, as after a lost answer: what it did is done.
    if desk.setting.used:
        if desk.mine is None:
            raise Refused("elsewhere")
        return desk.mine
    _check_setting(desk.setting)
    reason_id = _checked_reason(desk.setting, verdict, reason_id)
    # Another tab has voted since this one was shown: overwriting it unseen would lose a
    # judgement.
    if seen is not None and seen != (desk.mine.key if desk.mine else NONE_SEEN):
        raise Refused("elsewhere")
    _check_open(desk, by, retrieved_only)
    vote = desk.mine or Vote(review=review, record=desk.record, user=by, stage=stage)
    before = _before(desk, vote)
    vote.verdict, vote.reason_id, vote.key, vote.cast_at = verdict, reason_id, key, timezone.now()
    vote.judgements, vote.criteria_version = dict(judgements or {}), review.criteria_version
    vote.grade = _grade(review, stage, vote.judgements)
    vote.save(force_insert=desk.mine is None, force_update=desk.mine is not None)
    _log_vote(by, review, desk.record, vote, before)
    if desk.setting.unblinded_at:
        shown_at_once(review=review, record=desk.record.pk, stage=stage, by=by)
    votes = desk.votes if desk.mine else [*desk.votes, vote]
    restate_voted(review, desk.record, desk.setting, votes, desk.standings, desk.setting.retrieval)
    return vote


@transaction.atomic
def clear_vote(*, by: User, review: Review, record_id: int, stage: str, key: UUID) -> bool:
    """Takes one's own vote back, so that the record is unseen again. False when there was none,
    or `key` was used.

    Raises Refused with the code closed, member, record, unblinded or settled, as casting does.
    """
    desk = _sit_down(by, review, record_id, stage, key, None)
    if desk.mine is None or desk.setting.used:
        return False
    _check_setting(desk.setting)
    _check_open(desk, by, retrieved_only=False)
    log(
        review=review,
        actor=by,
        verb="clear_vote",
        record=desk.record,
        stage=stage,
        key=key,
        before={"verdict": desk.mine.verdict, "reason": desk.mine.reason_id},
    )
    votes = [vote for vote in desk.votes if vote is not desk.mine]
    desk.mine.delete()
    restate_voted(review, desk.record, desk.setting, votes, desk.standings, desk.setting.retrieval)
    return True


def _sit_down(
    by: User, review: Review, record_id: int, stage: str, key: UUID, reason_id: int | None
) -> _Desk:
    pass_gate(review)
    record = _locked_record(review, record_id)
    # Only what is read after the lock is true: on PostgreSQL a statement sees what was there when
    # it began.
    settings = setting_and_facts(
        review=review.pk, user=by.pk, record=record.pk, stage=stage, key=key, reason=reason_id or 0
    )
    if not settings:
        raise Refused("closed")
    votes = votes_on(record=record.pk, stage=stage)
    standings = {standing.stage: standing for standing in standings_of(record=record.pk)}
    mine = next((vote for vote in votes if vote.user_id == by.pk), None)
    return _Desk(settings[0], record, votes, standings, mine)


def _check_setting(setting: Any) -> None:
    if not setting.is_open:
        raise Refused("closed")
    if not setting.member:
        raise Refused("member")


def _checked_reason(setting: Any, verdict: str, reason_id: int | None) -> int | None:
    if verdict not in STAGES[setting.stage].verdicts:
        raise Refused("verdict")
    if verdict != "exclude":
        return None
    required = STAGES[setting.stage].reason_required or setting.reason_required
    # An unknown reason is refused also where none is needed: it belongs to another stage or
    # review.
    if (reason_id is None and required) or (reason_id is not None and not setting.reason_known):
        raise Refused("reason")
    return reason_id


def _locked_record(review: Review, record_id: int) -> Record:
    record = locked_report(review=review.pk, record=record_id)
    if record is None or record.place not in PLACES:
        raise Refused("record")
    return record


def _check_open(desk: _Desk, by: User, retrieved_only: bool) -> None:
    if desk.setting.settled:
        raise Refused("settled")
    # Whoever has seen the other's vote may not vote any more, but revise their own when the two
    # were asked to talk.
    talked = desk.standing is not None and desk.standing.discussed_at is not None
    if desk.setting.unblinded and not (talked and desk.mine):
        raise Refused("unblinded")
    if desk.mine is None:
        _check_first(desk, by, retrieved_only)
    else:
        _check_change(desk)


def _check_first(desk: _Desk, by: User, retrieved_only: bool) -> None:
    """A first vote needs a record that waits at this stage,
    has a free slot and is offered to this person.

    The record is locked, so of two people after the last slot exactly one gets it.
    """
    record, setting, standing = desk.record, desk.setting, desk.standing
    # A lower number of votes, or a tool, may have decided it before all slots were taken.
    decided = standing is not None and standing.outcome != "pending"
    if decided or len(desk.votes) >= votes_needed(setting, record, standing):
        raise Refused("full")
    if record.place not in OPEN_PLACES[setting.stage] or (
        retrieved_only and record.place == "await_retrieval"
    ):
        raise Refused("record")
    offered = (
        setting.dealt_to_me
        if setting.dealt
        else not setting.by_language or reads(by, record.language)
    )
    if not offered or (setting.calibrating and not setting.calibrated):
        raise Refused("dealt")


def _check_change(desk: _Desk) -> None:
    """All have decided: nobody changes a vote but in discussion,
    or to mend a slip before anybody has looked.

    Blinding, channels L5 (probe, look, change) and L22 (whoever votes last sees the outcome).
    """
    standing = desk.standing
    if (
        standing is None
        or standing.outcome == "pending"
        or standing.discussed_at
        or standing.votes < 2
    ):
        return
    built_upon = any(
        s.votes for s in desk.standings.values() if STAGES[s.stage].after == standing.stage
    )
    if built_upon or not standing.fresh:
        raise Refused("settled")


def _grade(review: Review, stage: str, judgements: Mapping[str, str]) -> float | None:
    if not judgements:
        return None
    criteria = Criterion.objects.filter(review=review, stage=stage).values_list(
        "pk", "inclusion", "until_version"
    )
    # Criteria of before are accepted, as the page may be older than the change; only those of now
    # are counted.
    if not judgements.keys() <= {str(pk) for pk, _inclusion, _until in criteria}:
        raise Refused("invalid")
    return grade(
        judgements, [(str(pk), inclusion) for pk, inclusion, until in criteria if until is None]
    )


def _before(desk: _Desk, vote: Vote) -> dict[str, Any] | None:
    """What the vote was, None for a new one; its first word is kept where the two are to talk."""
    if desk.mine is None:
        return None
    # Agreement is measured on what people said before they talked, so the first word is kept once.
    if desk.standing and desk.standing.discussed_at and not vote.first_verdict:
        vote.first_verdict = vote.verdict
    return {"verdict": vote.verdict, "reason": vote.reason_id}


def _log_vote(
    by: User, review: Review, record: Record, vote: Vote, before: dict[str, Any] | None
) -> None:
    log(
        review=review,
        actor=by,
        verb="vote",
        record=record,
        stage=vote.stage,
        key=vote.key,
        **_told(vote, before),
    )


def _told(vote: Vote, before: dict[str, Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"verdict": vote.verdict, "reason": vote.reason_id}
    if vote.judgements:
        told["judgements"], told["grade"] = vote.judgements, vote.grade
    if before:
        told["before"] = before
    if vote.first_verdict:
        told["first"] = vote.first_verdict
    return told
