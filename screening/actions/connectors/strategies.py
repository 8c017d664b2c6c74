"""Search strategies of a review: written, changed line by line, deleted."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from screening.actions.history.event_log import log
from screening.models import Review, Strategy, User

MOST_TERMS = 500


@transaction.atomic
def save_strategy(
    *,
    by: User,
    review: Review,
    name: str,
    concepts: Sequence[dict[str, Any]],
    strategy: Strategy | None = None,
) -> Strategy:
    """A new strategy, or one with other concepts: lines that were changed by hand stay as they are."""
    row = strategy or Strategy(review=review)
    row.name, row.concepts, row.by = name, list(concepts), by
    row.save()
    terms = sum(len(concept["terms"]) for concept in concepts)
    log(review=review, actor=by, verb="save_strategy", strategy_id=row.pk, name=name, terms=terms)
    return row


@transaction.atomic
def save_lines(*, by: User, strategy: Strategy, syntax: str, text: str) -> None:
    """Keeps the lines of one syntax as a person has changed them;
    an empty text has them built anew.
    """
    row = Strategy.objects.select_for_update().get(pk=strategy.pk)
    lines = {key: value for key, value in row.lines.items() if key != syntax}
    row.lines = lines | ({syntax: text} if text.strip() else {})
    row.by = by
    row.save(update_fields=["lines", "by", "at"])
    log(
        review=row.review,
        actor=by,
        verb="save_strategy",
        strategy_id=row.pk,
        name=row.name,
        syntax=syntax,
    )


@transaction.atomic
def delete_strategy(*, by: User, strategy: Strategy) -> None:
    """Takes a strategy away."""
    log(
        review=strategy.review,
        actor=by,
        verb="delete_strategy",
        strategy_id=strategy.pk,
        name=strategy.name,
    )
    strategy.delete()
