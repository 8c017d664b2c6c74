"""What people say to a notice of retraction or correction: the report is kept, and why.
It can be taken back.
"""

from django.db import transaction
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.flow.places import PLACES
from screening.models import NoticeAnswer, Record, Review, User
from screening.queries.records.report_notices import noticed


class AnswerRefused(Refusal):
    """The code says why: why (no reason given), answered (nothing is left to),
    record (not one of this review).
    """


@transaction.atomic
def answer_notices(*, by: User, review: Review, record_id: int, why: str) -> NoticeAnswer:
    """Keeps a report in spite of the notices it has now. Raises AnswerRefused."""
    if not why.strip():
        raise AnswerRefused("why")
    record = (
        Record.objects.select_for_update(of=("self",))
        .filter(review=review, pk=record_id, primary=None)
        .first()
    )
    if record is None:
        raise AnswerRefused("record")
    here = next((one for one in noticed(review, PLACES) if one.record.pk == record.pk), None)
    if here is None or not here.unanswered:
        raise AnswerRefused("answered")
    made = NoticeAnswer.objects.create(
        review=review, record=record, notices=here.unanswered, why=why.strip(), by=by
    )
    log(
        review=review,
        actor=by,
        verb="answer_notice",
        record=record,
        answer_id=made.pk,
        notices=made.notices,
        note=made.why,
    )
    return made


@transaction.atomic
def withdraw_answer(*, by: User, review: Review, answer_id: int) -> None:
    """Takes an answer back, so that its notices ask again. Raises AnswerRefused("record")."""
    answer = (
        NoticeAnswer.objects.select_for_update()
        .filter(review=review, pk=answer_id, withdrawn_at=None)
        .first()
    )
    if answer is None:
        raise AnswerRefused("record")
    answer.withdrawn_at = timezone.now()
    answer.save(update_fields=["withdrawn_at"])
    log(
        review=review,
        actor=by,
        verb="withdraw_notice_answer",
        record=answer.record_id,
        answer_id=answer.pk,
        notices=answer.notices,
        note=answer.why,
    )
