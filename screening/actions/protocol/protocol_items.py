"""The protocol: criteria, reasons for exclusion and highlight lists. What votes rest on is kept,
never overwritten.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.actions.positions import move_one
from screening.actions.protocol.reason_merge import ReasonRefused, same_name
from screening.models import (
    Criterion,
    Event,
    HighlightList,
    ManualNumber,
    Reason,
    Review,
    StageSetting,
    User,
    Vote,
)


@transaction.atomic
def save_criterion(
    *, by: User, review: Review, criterion: Criterion | None = None, **fields: Any
) -> Criterion:
    """A new criterion, or the new wording of one.

    Once somebody has voted at the stage, the old wording stays with the version of the protocol it
    ended in, and the protocol's version goes up by one.
    """
    voted = Vote.objects.filter(review=review, stage=fields["stage"]).exists()
    if voted:
        Review.objects.filter(pk=review.pk).update(criteria_version=F("criteria_version") + 1)
        review.refresh_from_db(fields=["criteria_version"])
    before = {name: getattr(criterion, name) for name in fields} if criterion else None
    if criterion is None or voted:
        _retire(criterion, review)
        position = (
            criterion.position if criterion else _next_position(Criterion, review, fields["stage"])
        )
        saved = Criterion.objects.create(
            review=review, since_version=review.criteria_version, position=position, **fields
        )
    else:
        saved = criterion
        for name, value in fields.items():
            setattr(saved, name, value)
        saved.save()
    log(
        review=review,
        actor=by,
        verb="save_criterion",
        stage=saved.stage,
        criterion=saved.pk,
        before=before,
        after=fields,
    )
    return saved


@transaction.atomic
def retire_criterion(*, by: User, review: Review, criterion: Criterion) -> None:
    """Takes a criterion out of the protocol. It is deleted only if nobody has voted at its stage
    yet.
    """
    log(
        review=review,
        actor=by,
        verb="retire_criterion",
        stage=criterion.stage,
        criterion=criterion.pk,
        before={"text_en": criterion.text_en, "text_zh": criterion.text_zh},
    )
    if not Vote.objects.filter(review=review, stage=criterion.stage).exists():
        criterion.delete()
        return
    Review.objects.filter(pk=review.pk).update(criteria_version=F("criteria_version") + 1)
    review.refresh_from_db(fields=["criteria_version"])
    _retire(criterion, review)


@transaction.atomic
def save_reason(
    *,
    by: User,
    review: Review,
    stage: str,
    label_en: str,
    label_zh: str,
    reason: Reason | None = None,
) -> Reason:
    """A new reason at the end of its stage's list, or new words for one;
    votes that name it keep it.

    Raises ReasonRefused("name") when another reason in use at the stage has that name in either
    language.
    """
    if same_name(review, stage, (label_en, label_zh), reason.pk if reason else None):
        raise ReasonRefused("name")
    before = {"label_en": reason.label_en, "label_zh": reason.label_zh} if reason else None
    saved = reason or Reason(
        review=review, stage=stage, position=_next_position(Reason, review, stage)
    )
    saved.label_en, saved.label_zh, saved.retired_at = label_en.strip(), label_zh.strip(), None
    saved.save()
    log_reason(by, saved, before)
    return saved


def log_reason(by: User, saved: Reason, before: dict[str, str] | None) -> None:
    """Keeps in the history what a reason is called from now on."""
    log(
        review=saved.review,
        actor=by,
        verb="save_reason",
        stage=saved.stage,
        reason=saved.pk,
        before=before,
        after={"label_en": saved.label_en, "label_zh": saved.label_zh},
    )


@transaction.atomic
def move_reason(*, by: User, review: Review, reason: Reason, up: bool) -> None:
    """Moves a reason one place in the protocol's order, which is the order of the keys 1 to 9."""
    row = list(Reason.objects.filter(review=review, stage=reason.stage, retired_at=None))
    if move_one(row, reason, up=up):
        order = [r.pk for r in row]
        log(review=review, actor=by, verb="order_reasons", stage=reason.stage, order=order)


@transaction.atomic
def retire_reason(*, by: User, review: Review, reason: Reason) -> None:
    """Takes a reason out of the list. It is kept, out of sight,
    once anybody has voted at its stage.

    Whether a vote names it must not matter:
    what is left of the reason would tell of votes that are still open.
    """
    log(
        review=review,
        actor=by,
        verb="retire_reason",
        stage=reason.stage,
        reason=reason.pk,
        before={"label_en": reason.label_en, "label_zh": reason.label_zh},
    )
    voted = Event.objects.filter(
        review=review, stage=reason.stage, verb__in=["vote", "settle"]
    ).exists()
    if voted or Vote.objects.filter(review=review, stage=reason.stage).exists() or _named(reason):
        reason.retired_at = timezone.now()
        reason.save(update_fields=["retired_at"])
    else:
        reason.delete()


@transaction.atomic
def save_highlights(
    *, by: User, review: Review, own: bool, highlights: HighlightList | None = None, **fields: Any
) -> HighlightList:
    """A highlight list of the team, or one's own (`own`); terms are kept in order, each once,
    without blanks around.
    """
    fields["terms"] = list(dict.fromkeys(t.strip() for t in fields["terms"] if t.strip()))
    saved = highlights or HighlightList(
        review=review,
        owner=by if own else None,
        position=HighlightList.objects.filter(review=review).count(),
    )
    for name, value in fields.items():
        setattr(saved, name, value)
    saved.save()
    if saved.owner_id is None:
        log_highlights(by, saved)
    return saved


def log_highlights(by: User, saved: HighlightList) -> None:
    """Keeps in the history what a list of the team marks from now on."""
    log(
        review=saved.review,
        actor=by,
        verb="save_highlights",
        highlights=saved.pk,
        terms=saved.terms,
        name=saved.name_en,
    )


@transaction.atomic
def delete_highlights(*, by: User, review: Review, highlights: HighlightList) -> None:
    """Deletes a highlight list; the terms of a team's list stay in the history."""
    if highlights.owner_id is None:
        log(
            review=review,
            actor=by,
            verb="delete_highlights",
            highlights=highlights.pk,
            before=highlights.terms,
        )
    highlights.delete()


def _named(reason: Reason) -> bool:
    """Whether the team's own settings and numbers name it."""
    by_rule = StageSetting.objects.filter(cutoff_reason=reason).exists()
    return by_rule or ManualNumber.objects.filter(reason=reason).exists()


def _retire(criterion: Criterion | None, review: Review) -> None:
    if criterion is not None:
        criterion.until_version = review.criteria_version - 1
        criterion.save(update_fields=["until_version"])


def _next_position(model: Any, review: Review, stage: str) -> int:
    highest = model.objects.filter(review=review, stage=stage).aggregate(Max("position"))[
        "position__max"
    ]
    return 0 if highest is None else int(highest) + 1
