"""The same for many records at once: labels put on or taken off,
removal before screening with a reason.
"""

from collections.abc import Sequence

from django.db import transaction

from screening.actions.records.labels import put_labels
from screening.actions.refusal import Refusal
from screening.actions.screening.prescreening_removal import set_removed
from screening.models import Label, Labelling, Record, Review, User
from screening.stages import on_records

#: Records that one request changes.
MOST = 1_000


class BulkRefused(Refusal):
    """What cannot be done to many at once. `code`: none (no record was named), many (over MOST),
    label, reason.
    """


@transaction.atomic
def label_many(
    *, by: User, review: Review, record_ids: Sequence[int], label: Label, put: bool
) -> int:
    """Puts the person's label on these records, or takes it off; how many changed.
    Raises BulkRefused.
    """
    ids = _checked(review, record_ids)
    mine = Labelling.objects.filter(record__in=ids, user=by).values_list("record_id", "label_id")
    have: dict[int, set[int]] = {pk: set() for pk in ids}
    for record, held in mine:
        have[record].add(held)
    changed = [pk for pk in ids if (label.pk in have[pk]) is not put]
    for pk in changed:
        put_labels(by=by, review=review, record_id=pk, label_ids=have[pk] ^ {label.pk})
    return len(changed)


@transaction.atomic
def remove_many(
    *, by: User, review: Review, record_ids: Sequence[int], kind: str, note: str
) -> int:
    """Removes reports that nobody has decided on before screening (kind other or automation),
    or restores them ("").

    Gives how many changed. A removal needs a reason. Raises BulkRefused.
    """
    if kind and not note.strip():
        raise BulkRefused("reason")
    ids = _checked(review, record_ids)
    places = (
        [*(stage.waits for stage in on_records()), "await_retrieval"] if kind else ["auto", "other"]
    )
    fitting = Record.objects.filter(pk__in=ids, primary=None, place__in=places).values_list(
        "pk", flat=True
    )
    return set_removed(
        by=by, review=review, record_ids=list(fitting), kind=kind, note=note.strip()[:200]
    )


def _checked(review: Review, record_ids: Sequence[int]) -> list[int]:
    if len(record_ids) > MOST:
        raise BulkRefused("many")
    found = Record.objects.filter(review=review, pk__in=record_ids).exclude(place="loading")
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise BulkRefused("none")
    return ids
