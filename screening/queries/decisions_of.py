"""One person's own decisions, with whether each can still be changed."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from screening.models import Settlement, Standing, Vote
from screening.queries.access import Access
from screening.queries.votes import SECOND_THOUGHTS


def decisions_of(access: Access, stage: str) -> QuerySet[Vote]:
    """The member's own votes at a stage, newest first, each with `fixed`: nobody can change it any more.

    `fixed` follows the rule of casting: decided by all who vote, not under discussion, and no longer fresh.
    """
    here = {"record": OuterRef("record"), "stage": stage}
    decided = Standing.objects.filter(**here, votes__gt=1, discussed_at=None).exclude(outcome="pending")
    old = Q(cast_at__lt=timezone.now() - SECOND_THOUGHTS)
    settled = Exists(Settlement.objects.filter(**here))
    fixed = Case(
        When(settled, then=Value(True)), When(old & Q(Exists(decided)), then=Value(True)), default=Value(False)
    )
    votes = Vote.objects.filter(review=access.review, stage=stage, user=access.user)
    return votes.annotate(fixed=fixed).select_related("record", "reason").order_by("-cast_at", "-pk")
