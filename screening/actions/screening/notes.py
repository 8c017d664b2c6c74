"""What people write beside a record: a note of one's own,
and comments once it is decided or under discussion.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from screening.actions.access.notifications import tell
from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.screening.unblinding import shown_at_once
from screening.models import Comment, Event, Membership, Note, Record, Review, Standing, User, Vote
from screening.queries.screening.discussion import mentioned, readers
from screening.queries.screening.vote_context import locked_report


class NoteRefused(Refusal):
    """A note or comment that may not be. `code`: record, empty, undecided."""


@transaction.atomic
def write_note(
    *,
    by: User,
    review: Review,
    record_id: int,
    stage: str,
    text: str,
    shared: bool = True,
    key: UUID | None = None,
) -> Note | None:
    """Keeps one's note on a record at a stage; an empty text takes it away and gives None.

    As a vote does, it goes to the record that stands for a merged duplicate. The same `key` again
    changes nothing. Raises NoteRefused("record") for a record that is not of this review.
    """
    record = locked_report(review=review.pk, record=record_id)
    if record is None:
        raise NoteRefused("record")
    known = Note.objects.filter(record=record, user=by, stage=stage).first()
    if key is not None and Event.objects.filter(key=key).exists():
        return known
    text = text.strip()
    if (known.text if known else "", known.shared if known else shared) == (text, shared):
        return known
    log(
        review=review,
        actor=by,
        verb="note",
        record=record,
        stage=stage,
        key=key,
        text=text,
        shared=shared,
    )
    if not text:
        if known:
            known.delete()
        return None
    note, _ = Note.objects.update_or_create(
        record=record, user=by, stage=stage, defaults={"text": text, "shared": shared}
    )
    shown_at_once(review=review, record=record.pk, stage=stage, by=by)
    return note


@transaction.atomic
def comment(*, by: User, review: Review, record_id: int, stage: str, text: str) -> Comment:
    """Says something to the team about a record. Raises NoteRefused: record, empty,
    undecided (it is still blinded).

    While a conflict is under discussion its voters talk about it with the adjudicators,
    and nobody else.
    """
    record = Record.objects.filter(review=review, pk=record_id, primary=None).first()
    if record is None:
        raise NoteRefused("record")
    if not text.strip():
        raise NoteRefused("empty")
    open_to_talk = Q(outcome__in=["include", "exclude"])
    voted = Vote.objects.filter(record=record, stage=stage, user=by)
    if (
        voted.exists()
        or Membership.objects.filter(
            review=review, user=by, adjudicates=True, ended_at=None
        ).exists()
    ):
        open_to_talk |= Q(discussed_at__isnull=False)
    if not Standing.objects.filter(open_to_talk, record=record, stage=stage).exists():
        raise NoteRefused("undecided")
    said = Comment.objects.create(
        review=review, record=record, user=by, stage=stage, text=text.strip()
    )
    log(review=review, actor=by, verb="comment", record=record, stage=stage, comment=said.pk)
    _pass_on(said)
    return said


def _pass_on(said: Comment) -> None:
    """Tells whom the comment names, and those who voted, settle or wrote before;
    never who may not read it.
    """
    review, stage, record = said.review, said.stage, said.record_id
    members = {one.user_id: one for one in readers(review, stage, record)}
    writer = Membership.objects.get(review=review, user=said.user)
    told = {"record": record, "by": str(said.user) if review.show_names else writer.code}
    names = [
        (str(one.user) if review.show_names else one.code, one.user) for one in members.values()
    ]
    called = mentioned(said.text, names)
    tell(review, called, "mention", stage, told, but=said.user)
    concerned = Q(votes__record=record, votes__stage=stage) | Q(
        settlements__record=record, settlements__stage=stage
    )
    wrote = Comment.objects.filter(record=record, stage=stage).values("user")
    others = User.objects.filter(concerned | Q(pk__in=wrote), pk__in=members).exclude(
        pk__in=[one.pk for one in called]
    )
    tell(review, others.distinct(), "comment", stage, told, but=said.user)
