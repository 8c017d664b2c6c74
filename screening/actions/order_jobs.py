"""When the learned order needs work: who has voted enough since theirs was learned, and whether records have changed.

Asked by the worker every few seconds, so that neither a vote nor a page pays for it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Now

from screening.actions.jobs import UNFINISHED, enqueue, enqueue_once
from screening.models import (
    Event,
    FeatureSet,
    Job,
    Membership,
    PersonalOrder,
    Review,
    StageSetting,
    User,
    Vote,
)
from screening.ranking.rhythm import retrain_after

CHANGES = ("import", "undo_import", "dedupe")
"""After these all records are read anew. A record that came singly waits behind the order until then."""
BUSY = ("import", "undo_import", "dedupe", "read")
"""While such work goes on, the records are about to change again."""
PAUSE_AFTER_FAILURE = timedelta(minutes=10)


def stale_event(review: Review) -> int:
    """The newest event that changed records of this review; 0 for none."""
    found = Event.objects.filter(review=review, verb__in=CHANGES).aggregate(newest=Max("pk"))
    return int(found["newest"] or 0)


def due(setting: StageSetting) -> list[User]:
    """Who should have their order learned anew at this stage.

    That is everybody who reviews and has none for the present features, or has cast enough votes since the last
    attempt; a failed attempt counts as one, so that it is not made again before there is something new.
    """
    newest = FeatureSet.objects.filter(review=setting.review_id).last()
    members = Membership.objects.filter(review=setting.review_id, reviews=True, ended_at=None).select_related("user")
    here = {"review": setting.review_id, "stage": setting.stage}
    states = {state.user_id: state for state in PersonalOrder.objects.filter(**here)}
    found = []
    for member in members.order_by("pk"):
        state = states.get(member.user_id)
        if state is None or newest is None or state.features_id != newest.pk:
            found.append(member.user)
            continue
        votes = Vote.objects.filter(**here, user=member.user_id)
        fresh = votes.filter(cast_at__gt=state.until) if state.until else votes
        if fresh[: retrain_after(state.known)].count() >= retrain_after(state.known):
            found.append(member.user)
    return found


def look() -> list[Job]:
    """Asks for the work that is due in every review with a learned order; the jobs, to be sent."""
    made = []
    settings = StageSetting.objects.filter(learned_order=True, opened_at__isnull=False, closed_at=None)
    for setting in settings.select_related("review").order_by("pk"):
        job = _next(setting)
        if job is not None:
            made.append(job)
    return made


def _next(setting: StageSetting) -> Job | None:
    review = setting.review
    if Job.objects.filter(review=review, kind__in=("features", *BUSY), state__in=UNFINISHED).exists():
        return None
    newest = FeatureSet.objects.filter(review=review).last()
    changed = stale_event(review)
    if newest is None or newest.event < changed:
        return next_features(review, since=changed)
    if _rank_jobs(review, setting.stage, UNFINISHED).exists() or _just_failed(review, "rank") or not due(setting):
        return None
    return next_rank(review, setting.stage)


def next_features(review: Review, *, by: User | None = None, since: int = 0) -> Job | None:
    """The job that reads all records anew; None when one for this state of them is there, or has just failed."""
    empty = Job.objects.filter(review=review, kind="features", params__since=since, result__records=0)
    if _just_failed(review, "features") or empty.exists():
        return None
    job, new = enqueue_once(kind="features", review=review, by=by, since=since)
    return job if new else None


@transaction.atomic
def next_rank(review: Review, stage: str, *, by: User | None = None) -> Job:
    """The job that learns the orders of this stage: the one that waits, or a new one, to be sent."""
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    waiting = _rank_jobs(review, stage, [Job.State.QUEUED]).filter(cancel_asked=False).first()
    return waiting or enqueue(kind="rank", review=review, by=by, stage=stage)


def _rank_jobs(review: Review, stage: str, states: Iterable[str]) -> QuerySet[Job]:
    return Job.objects.filter(review=review, kind="rank", params__stage=stage, state__in=states)


def _just_failed(review: Review, kind: str) -> bool:
    failed = Q(state=Job.State.FAILED, finished_at__gt=Now() - PAUSE_AFTER_FAILURE)
    return Job.objects.filter(failed, review=review, kind=kind).exists()
