"""What people write beside a record: a note of one's own, and comments once it has been decided."""

from uuid import UUID

from django.db import transaction

from screening.actions.history import log
from screening.models import Comment, Event, Note, Record, Review, Standing, User


class NoteRefused(Exception):
    """A note or comment that may not be. `code`: record, empty, undecided."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def write_note(
    *, by: User, review: Review, record_id: int, stage: str, text: str, shared: bool = True, key: UUID | None = None
) -> Note | None:
    """Keeps one's note on a record at a stage; an empty text takes it away and gives None.

    The same `key` again changes nothing. Raises NoteRefused("record") for a record that is not of this review.
    """
    record = Record.objects.select_for_update(of=("self",)).filter(review=review, pk=record_id).first()
    if record is None:
        raise NoteRefused("record")
    known = Note.objects.filter(record=record, user=by, stage=stage).first()
    if key is not None and Event.objects.filter(key=key).exists():
        return known
    text = text.strip()
    if (known.text if known else "", known.shared if known else shared) == (text, shared):
        return known
    log(review=review, actor=by, verb="note", record=record, stage=stage, key=key, text=text, shared=shared)
    if not text:
        if known:
            known.delete()
        return None
    note, _ = Note.objects.update_or_create(
        record=record, user=by, stage=stage, defaults={"text": text, "shared": shared}
    )
    return note


@transaction.atomic
def comment(*, by: User, review: Review, record_id: int, stage: str, text: str) -> Comment:
    """Says something to the team about a record. Raises NoteRefused: record, empty, undecided (it is still blinded)."""
    record = Record.objects.filter(review=review, pk=record_id, primary=None).first()
    if record is None:
        raise NoteRefused("record")
    if not text.strip():
        raise NoteRefused("empty")
    if not Standing.objects.filter(record=record, stage=stage, outcome__in=["include", "exclude"]).exists():
        raise NoteRefused("undecided")
    said = Comment.objects.create(review=review, record=record, user=by, stage=stage, text=text.strip())
    log(review=review, actor=by, verb="comment", record=record, stage=stage, comment=said.pk)
    return said
