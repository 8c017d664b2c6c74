"""The labels that a team has agreed on: made, renamed, coloured, ordered, merged, deleted. Nothing
here tells on which records anybody has put one.
"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from screening.actions.history.event_log import log
from screening.actions.positions import move_one
from screening.actions.refusal import Refusal
from screening.models import Label, Labelling, Review, User
from screening.records.text import plain_name


class LabelRefused(Refusal):
    """A change of a label that may not be. `code`: empty, name (the team has one of that name),
    same.
    """


@transaction.atomic
def save_label(
    *, by: User, review: Review, name: str, colour: str = "", label: Label | None = None
) -> Label:
    """A new label of the team, or another name and colour for one,
    which is the team's from then on.

    Raises LabelRefused: empty, name.
    """
    name = plain_name(name)[:80]
    if not name:
        raise LabelRefused("empty")
    known = Label.objects.filter(review=review, made_by=None, name__iexact=name).exclude(
        pk=label.pk if label else None
    )
    if known.exists():
        raise LabelRefused("name")
    before = {"name": label.name, "colour": label.colour} if label else None
    saved = label or Label(review=review, position=Label.objects.filter(review=review).count())
    saved.name, saved.colour, saved.made_by = name, colour, None
    saved.save()
    log(
        review=review,
        actor=by,
        verb="label_saved",
        label=saved.pk,
        name=name,
        colour=colour,
        before=before,
    )
    return saved


@transaction.atomic
def merge_labels(*, by: User, review: Review, label: Label, into: Label) -> None:
    """Whatever has the one label gets the other in its place. Raises LabelRefused("same")."""
    if label.pk == into.pk:
        raise LabelRefused("same")
    both = Labelling.objects.filter(label=into, record=OuterRef("record"), user=OuterRef("user"))
    Labelling.objects.filter(Exists(both), label=label).delete()
    Labelling.objects.filter(label=label).update(label=into)
    log(
        review=review,
        actor=by,
        verb="labels_merged",
        label=into.pk,
        name=into.name,
        before={"name": label.name},
    )
    label.delete()


@transaction.atomic
def delete_label(*, by: User, review: Review, label: Label) -> None:
    """Takes a label away, from all records too."""
    log(review=review, actor=by, verb="label_deleted", name=label.name)
    label.delete()


@transaction.atomic
def move_label(*, by: User, review: Review, label: Label, up: bool) -> None:
    """Moves a label one place in the team's order."""
    row = list(Label.objects.filter(review=review, made_by=None).order_by(F("position"), "pk"))
    if label in row:
        move_one(row, label, up=up)
