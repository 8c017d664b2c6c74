"""The append-only history: who did what, when, with what is needed to see it and to undo it."""

from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from screening.models import Event, Record, Review, User
from screening.queries.history.event_log import PRIVATE


def log(
    *,
    review: Review | None,
    actor: User | None,
    verb: str,
    record: Record | int | None = None,
    stage: str = "",
    key: UUID | None = None,
    **data: Any,
) -> Event:
    """Adds one event. Call it inside the transaction of what it tells of,
    so that both stand or fall together.

    `key` names the key press it came from; a second event with the same key is refused by the
    database. What tells a judgement has one always: a seal of few possible contents could be
    guessed.
    """
    if key is None and verb in PRIVATE:
        key = uuid4()
    return Event.objects.create(
        review=review,
        at=timezone.now(),
        actor=actor,
        verb=verb,
        record_id=record.pk if isinstance(record, Record) else record,
        stage=stage,
        data=data,
        key=key,
    )
