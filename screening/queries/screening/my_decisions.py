"""One person's own decisions, with whether each can still be changed."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from screening.models import Settlement, Standing, Unblinded, Vote
from screening.queries.access.authorization import Access


def decisions_of(access: Access, stage: str) -> QuerySet[Vote]:
    """The member's own votes at a stage, newest first, each with `fixed`:
    nobody can change it any more.

    `fixed` follows the rule of casting: decided by all who vote, not under discussion, and seen; or
    open votes of others on it were shown to the member.
    """
    here = {"record": OuterRef("record"), "stage": stage}
    decided = Standing.objects.filter(**here, votes__gt=1, discussed_at=None, fresh=False).exclude(
        outcome="pending"
    )
    settled = Exists(Settlement.objects.filter(**here))
    talked = Exists(Standing.objects.filter(**here, discussed_at__isnull=False))
    unblinded = Q(Exists(Unblinded.objects.filter(**here, user=access.user))) & ~Q(talked)
    fixed = Case(
        When(Q(settled) | Q(Exists(decided)) | unblinded, then=Value(True)), default=Value(False)
    )
    votes = Vote.objects.filter(review=access.review, stage=stage, user=access.user)
    return (
        votes.annotate(fixed=fixed).select_related("record", "reason").order_by("-cast_at", "-pk")
    )
