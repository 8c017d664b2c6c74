"""Labels of the team, and putting them on records."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from screening.actions.history.event_log import log
from screening.actions.screening.notes import NoteRefused
from screening.actions.screening.unblinding import shown_at_once
from screening.flow.places import stage_reached
from screening.models import Event, Label, Labelling, Membership, Record, Review, User
from screening.queries.access.authorization import Access
from screening.queries.screening.vote_context import locked_report
from screening.queries.screening.votes import visible_labels


@transaction.atomic
def make_label(*, by: User, review: Review, name: str) -> Label:
    """The label of that name, made if the person knows of none.
    Raises ValueError for an empty name.

    One that somebody else has made and not shown yet is none: giving it away would tell of it.
    """
    name = " ".join(name.split())
    if not name:
        raise ValueError("a label needs a name")
    label = visible_labels(_eyes(by, review)).filter(name=name).order_by("pk").first()
    if label is None:
        last = Label.objects.filter(review=review).aggregate(last=Max("position"))["last"]
        label = Label.objects.create(
            review=review, name=name, position=0 if last is None else last + 1, made_by=by
        )
        log(review=review, actor=by, verb="label_made", label=label.pk, name=name)
    return label


@transaction.atomic
def put_labels(
    *,
    by: User,
    review: Review,
    record_id: int,
    label_ids: Iterable[int],
    shared: bool = True,
    key: UUID | None = None,
    stage: str = "",
) -> list[int]:
    """Makes these the person's labels on the record, and gives their ids;
    labels of other people stay as they are.

    Put at a `stage`, they go where a vote would: from a card whose record was merged meanwhile they
    are added to those on the record that stands for it. The same `key` again changes nothing.
    Raises NoteRefused("record") for a record that is not of this review.

    Labels that the person does not know of are passed over: put on, they would tell their names.
    """
    record = _record(review, record_id, stage)
    mine = Labelling.objects.filter(record=record, user=by)
    before = set(mine.values_list("label", flat=True))
    if key is not None and Event.objects.filter(key=key).exists():
        return sorted(before)
    wanted = _known(by, review, label_ids, before)
    if record.pk != record_id:
        wanted |= before
    if wanted == before and not mine.exclude(shared=shared).exists():
        return sorted(before)
    mine.exclude(label__in=wanted).delete()
    mine.update(shared=shared)
    Labelling.objects.bulk_create(
        Labelling(record=record, user=by, label_id=label, shared=shared, stage=stage_of(record))
        for label in sorted(wanted - before)
    )
    shown_at_once(review=review, record=record.pk, stage=stage_of(record), by=by)
    log(
        review=review,
        actor=by,
        verb="labels",
        record=record,
        stage=stage,
        key=key,
        labels=sorted(wanted),
        before=sorted(before),
        shared=shared,
    )
    return sorted(wanted)


def _record(review: Review, record_id: int, stage: str) -> Record:
    if stage:
        record = locked_report(review=review.pk, record=record_id)
    else:
        record = _locked(review, record_id)
    if record is None:
        raise NoteRefused("record")
    return record


def _known(by: User, review: Review, label_ids: Iterable[int], before: set[int]) -> set[int]:
    """Those of the labels that the person has put before, or can see."""
    seen = visible_labels(_eyes(by, review)).values("pk")
    known = Label.objects.filter(review=review, pk__in=label_ids)
    known = known.filter(Q(pk__in=before) | Q(pk__in=seen))
    return set(known.values_list("pk", flat=True))


def stage_of(record: Record) -> str:
    """The stage at which a label put on the record now counts as put."""
    at = record.primary.place if record.primary else record.place
    return stage_reached(at)


def fill_stages(review: Review) -> None:
    """Says of labels that do not tell it at which stage they were put:
    the one that their record has come to.
    """
    rows = Labelling.objects.filter(record__review=review, stage="")
    for row in rows.select_related("record__primary").iterator(chunk_size=1000):
        Labelling.objects.filter(pk=row.pk).update(stage=stage_of(row.record))


def _eyes(user: User, review: Review) -> Access:
    """What the person may know of, whatever their roles."""
    return Access(review, Membership(review=review, user=user), user)


def _locked(review: Review, record_id: int) -> Record | None:
    return (
        Record.objects.select_for_update(of=("self",)).filter(review=review, pk=record_id).first()
    )
