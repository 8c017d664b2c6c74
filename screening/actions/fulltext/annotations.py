"""A person's own marks on the pages of a full text: a passage, a note, or both.
Nobody else ever sees them.
"""

from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.models import FullTextFile, FullTextMark, Review, User
from screening.stages import reading


class MarkRefused(Refusal):
    """A mark that may not be. `code`: file (not of this review), empty (neither passage nor note)."""


@transaction.atomic
def mark_page(
    *, by: User, review: Review, file_id: int, page: int, quote: str = "", note: str = ""
) -> FullTextMark:
    """Marks a passage of a page (counted from 1), or writes a note on it;
    the same mark again is one mark.

    The history tells the page, never the words. Raises MarkRefused: file, empty.
    """
    file = (
        FullTextFile.objects.select_for_update(of=("self",))
        .filter(record__review=review, pk=file_id)
        .first()
    )
    if file is None:
        raise MarkRefused("file")
    quote, note = quote.strip(), note.strip()
    if not quote and not note:
        raise MarkRefused("empty")
    mark, made = FullTextMark.objects.get_or_create(
        file=file, user=by, page=page, quote=quote, note=note
    )
    if made:
        log(
            review=review,
            actor=by,
            verb="mark_page",
            record=file.record_id,
            stage=reading().key,
            page=page,
            mark=mark.pk,
        )
    return mark


@transaction.atomic
def unmark_page(*, by: User, review: Review, mark_id: int) -> bool:
    """Takes one's own mark away; False when there is none."""
    mark = (
        FullTextMark.objects.filter(file__record__review=review, user=by, pk=mark_id)
        .select_related("file")
        .first()
    )
    if mark is None:
        return False
    log(
        review=review,
        actor=by,
        verb="unmark_page",
        record=mark.file.record_id,
        stage=reading().key,
        page=mark.page,
        mark=mark.pk,
    )
    mark.delete()
    return True
