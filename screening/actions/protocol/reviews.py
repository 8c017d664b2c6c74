"""Starting a review, its stages, and changing its protocol."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from screening.actions.history.event_log import log
from screening.actions.protocol.rule_changes import RuleRefused, carry_out, told
from screening.actions.protocol.rule_outlook import look_ahead, methods_change
from screening.actions.screening.update_baseline import moved_again
from screening.actions.vote_lock import close_gate
from screening.models import Languages, Membership, Review, StageSetting, User
from screening.stages import STAGES


@transaction.atomic
def create_review(
    *,
    by: User,
    title_en: str = "",
    title_zh: str = "",
    question_en: str = "",
    question_zh: str = "",
    example: str = "",
    languages: str = Languages.BOTH,
) -> Review:
    """A new review with every stage open and its creator as lead and reviewer."""
    review = Review.objects.create(
        title_en=title_en.strip(),
        title_zh=title_zh.strip(),
        question_en=question_en.strip(),
        question_zh=question_zh.strip(),
        example=example,
        created_by=by,
        languages=languages,
        seed=int(get_random_string(9, "123456789")),
    )
    now = timezone.now()
    StageSetting.objects.bulk_create(
        StageSetting(
            review=review,
            stage=stage.key,
            votes_needed=stage.votes_needed,
            reason_required=stage.reason_required,
            opened_at=now,
        )
        for stage in STAGES.values()
    )
    Membership.objects.create(review=review, user=by, leads=True, reviews=True, code="A")
    log(
        review=review,
        actor=by,
        verb="create_review",
        title_en=review.title_en,
        title_zh=review.title_zh,
    )
    return review


@transaction.atomic
def change_review(
    *, by: User, review: Review, agreed: str = "", taken_back: bool = False, **fields: Any
) -> Review:
    """Writes the given fields of the review and logs what each was before;
    nothing is logged when nothing changed.

    Where records from other methods begin is a rule: all of them move with it, or none. `agreed` is
    the stamp of the outlook that was shown. Raises RuleRefused("changed").
    """
    close_gate(review)
    before = {
        name: getattr(review, name)
        for name, value in fields.items()
        if getattr(review, name) != value
    }
    if not before:
        return review
    more: dict[str, Any] = {"taken_back": True} if taken_back else {}
    if "other_skips_screening" in before:
        change = methods_change(review, fields["other_skips_screening"])
        if agreed and look_ahead(change).stamp != agreed:
            raise RuleRefused("changed")
        more |= told(change, carry_out(change, by=by), "")
    for name in before:
        setattr(review, name, fields[name])
    review.save(update_fields=list(before))
    log(
        review=review,
        actor=by,
        verb="change_review",
        before=before,
        after={n: fields[n] for n in before},
        **more,
    )
    if "other_skips_screening" in before:
        moved_again(review)
    return review
