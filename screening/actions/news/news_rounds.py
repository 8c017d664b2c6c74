"""News that no single act raises: conflicts that wait for an adjudicator,
and the weekly summary for leads.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from screening.actions.access.notifications import tell
from screening.actions.screening.first_look import outcomes_seen
from screening.models import Event, Membership, Notice, Review, StageSetting, Standing, Vote
from screening.queries.access.authorization import Access
from screening.queries.screening.progress import stages
from screening.queries.screening.todo_counts import conflicts_to_settle

#: An adjudicator who has read of conflicts is not told of new ones before.
AGAIN = timedelta(hours=12)
WEEK = timedelta(days=7)


def tell_conflicts() -> int:
    """Tells adjudicators of conflicts that they may resolve; once, until they have read it.
    Gives how many were told.

    It says what their badge says, and when:
    conflicts that nobody has seen yet (fresh) do not count.
    """
    found = Standing.objects.filter(
        outcome="conflict",
        fresh=False,
        record__primary=None,
        review__put_away_at=None,
        review__deleting_at=None,
    )
    told = 0
    for review_id, stage in found.order_by().values_list("review", "stage").distinct():
        people = Membership.objects.filter(review=review_id, adjudicates=True, ended_at=None)
        for member in people.select_related("review", "user"):
            told += _tell_conflicts(Access(member.review, member, member.user), stage)
    return told


def _tell_conflicts(access: Access, stage: str) -> int:
    known = Notice.objects.filter(
        review=access.review, user=access.user, kind="conflict", stage=stage
    )
    if known.filter(read_at=None).exists() or known.filter(at__gt=timezone.now() - AGAIN).exists():
        return 0
    if not conflicts_to_settle(access, stage).exists():
        return 0
    return tell(access.review, [access.user], "conflict", stage)


def tell_week() -> int:
    """The summary of the week for the leads of reviews in which something happened.
    Gives how many were told.

    At most one in seven days for each review, and none in the first seven.
    It holds totals alone.
    """
    now = timezone.now()
    last = Event.objects.filter(review=OuterRef("pk")).order_by("-pk").values("at")[:1]
    active = Review.objects.filter(
        put_away_at=None, deleting_at=None, example="", created_at__lte=now - WEEK
    )
    due = (
        active.annotate(last=Subquery(last))
        .filter(last__gt=now - WEEK)
        .exclude(
            pk__in=Notice.objects.filter(kind="weekly", at__gt=now - WEEK)
            .exclude(review=None)
            .values("review")
        )
    )
    return sum(_summarise(review) for review in due)


@transaction.atomic
def _summarise(review: Review) -> int:
    # Of two workers at once the second finds it told.
    Review.objects.select_for_update().get(pk=review.pk)
    newest = Notice.objects.filter(review=review, kind="weekly").aggregate(at=Max("at"))["at"]
    since = timezone.now() - WEEK
    leads = list(
        Membership.objects.filter(review=review, leads=True, ended_at=None).select_related(
            "user", "review"
        )
    )
    if not leads or (newest and newest > since):
        return 0
    outcomes_seen(review)
    shown = stages(Access(review, leads[0], leads[0].user))
    open_ones = {s.stage for s in StageSetting.objects.filter(review=review) if s.is_open}
    data = {
        "votes": Vote.objects.filter(review=review, cast_at__gt=since).count(),
        "stages": [
            [one.key, one.decided, one.total] for one in shown if one.total and one.key in open_ones
        ],
    }
    return tell(review, [member.user for member in leads], "weekly", data=data)
