"""Records removed before screening, by an automation tool or for another reason;
the flag beats votes until undone.
"""

from collections.abc import Iterable

from django.db import transaction

from screening.actions.history.event_log import log
from screening.actions.screening.outcomes import restate
from screening.models import Record, Review, User


@transaction.atomic
def set_removed(
    *, by: User, review: Review, record_ids: Iterable[int], kind: str, note: str = ""
) -> int:
    """Flags reports as removed (kind automation or other) or takes the flag off ("").
    Gives how many reports changed.

    One flagged record removes its whole report (policy P6),
    so restoring takes the flag off its duplicates too.
    """
    ids = list(record_ids)
    rows = Record.objects.select_for_update(of=("self",)).filter(review=review).order_by("pk")
    records = [
        r
        for r in rows.filter(pk__in=ids, primary=None)
        if (r.removed, r.removed_note) != (kind, note)
    ]
    if not kind:
        records += rows.filter(primary__in=ids).exclude(removed="")
    for record in records:
        log(
            review=review,
            actor=by,
            verb="remove" if kind else "restore",
            record=record,
            kind=kind,
            note=note,
            before={"kind": record.removed, "note": record.removed_note},
        )
        record.removed, record.removed_note = kind, note
    Record.objects.bulk_update(records, ["removed", "removed_note"], batch_size=500)
    restate(review, records)
    return len({r.primary_id or r.pk for r in records})
