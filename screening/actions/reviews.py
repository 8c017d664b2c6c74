"""Starting a review, its stages, and changing its protocol."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import get_random_string

from screening.actions.gate import close_gate
from screening.actions.history import log
from screening.actions.reassessing import moved_again
from screening.actions.standing import restate_stage
from screening.models import Membership, Review, StageSetting, User
from screening.stages import STAGES

RULES = {"votes_needed", "maybe_conflicts", "reason_required", "cutoff", "cutoff_reason", "double_share"}
"""Settings from which the outcome of votes follows."""


@transaction.atomic
def create_review(
    *, by: User, title_en: str = "", title_zh: str = "", question_en: str = "", question_zh: str = "", example: str = ""
) -> Review:
    """A new review with every stage open and its creator as lead and reviewer."""
    review = Review.objects.create(
        title_en=title_en.strip(), title_zh=title_zh.strip(), question_en=question_en.strip(),
        question_zh=question_zh.strip(), example=example, created_by=by,
        seed=int(get_random_string(9, "123456789")),
    )  # fmt: skip
    now = timezone.now()
    StageSetting.objects.bulk_create(
        StageSetting(
            review=review, stage=stage.key, votes_needed=stage.votes_needed, reason_required=stage.reason_required,
            opened_at=now,
        )
        for stage in STAGES.values()
    )  # fmt: skip
    Membership.objects.create(review=review, user=by, leads=True, reviews=True, code="A")
    log(review=review, actor=by, verb="create_review", title_en=review.title_en, title_zh=review.title_zh)
    return review


@transaction.atomic
def change_review(*, by: User, review: Review, **fields: Any) -> Review:
    """Writes the given fields of the review and logs what each was before; nothing is logged when nothing changed."""
    before = {name: getattr(review, name) for name, value in fields.items() if getattr(review, name) != value}
    if before:
        for name in before:
            setattr(review, name, fields[name])
        review.save(update_fields=list(before))
        log(review=review, actor=by, verb="change_review", before=before, after={n: fields[n] for n in before})
    return review


@transaction.atomic
def change_stage(*, by: User, setting: StageSetting, **fields: Any) -> StageSetting:
    """Writes the given settings of a stage and logs what each was before.

    Where the rule from votes to outcome changed, every report with a vote at the stage is derived anew.
    """
    close_gate(setting.review)
    before = {name: getattr(setting, name) for name, value in fields.items() if getattr(setting, name) != value}
    if before:
        for name in before:
            setattr(setting, name, fields[name])
        setting.save(update_fields=list(before))
        log(
            review=setting.review, actor=by, verb="change_stage", stage=setting.stage,
            before={n: plain(value) for n, value in before.items()},
            after={n: plain(fields[n]) for n in before},
        )  # fmt: skip
    if before.keys() & RULES:
        restate_stage(setting.review, setting.stage)
        moved_again(setting.review)
    return setting


def plain(value: Any) -> Any:
    """A field's value as the history keeps it: the id of a row, anything else as it is."""
    return value.pk if isinstance(value, Model) else value
