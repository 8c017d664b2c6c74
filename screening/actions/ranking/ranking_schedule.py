"""When the learned order needs work: who has voted enough since theirs was learned,
and whether records have changed.

Asked by the worker every few seconds, so that neither a vote nor a page pays for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now

from screening.actions.jobs.job_queue import UNFINISHED, enqueue, enqueue_once
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
from screening.ranking.retraining import retrain_after

#: After these all records are read anew. A record that came singly waits behind the order until
#: then.
CHANGES = ("import", "undo_import", "dedupe")
#: While such work goes on, the records are about to change again.
BUSY = ("import", "undo_import", "dedupe", "read")
PAUSE_AFTER_FAILURE = timedelta(minutes=10)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def state() -> tuple[int, Any]:
    """Changes whenever something has happened after which an order may be due: one cheap query,
    for an idle site.
    """
    finished = (
        Job.objects.exclude(finished_at=None).order_by("-finished_at").values("finished_at")[:1]
    )
    newest = (
        Event.objects.order_by("-pk")
        .annotate(finished=Subquery(finished))
        .values_list("pk", "finished")
        .first()
    )
    return newest or (0, None)


def stale_events(reviews: Iterable[int]) -> dict[int, int]:
    """The newest event that changed records, by review; reviews without one are not in it."""
    found = Event.objects.filter(review__in=list(reviews), verb__in=CHANGES).values_list("review")
    return dict(found.annotate(newest=Max("pk")))


def due(setting: StageSetting) -> list[User]:
    """Who should have their order learned anew at this stage.

    That is everybody who reviews and has none for the present features, or has cast enough votes
    since the last attempt; a failed attempt counts as one, so that it is not made again before
    there is something new.
    """
    newest = _newest_features([setting.review_id])
    return _due([setting], newest)[setting.pk]


def _due(
    settings: Sequence[StageSetting], newest: Mapping[int, FeatureSet]
) -> dict[int, list[User]]:
    """`due` for many stages at once, by id of the setting, in as many queries as for one."""
    reviews = {setting.review_id for setting in settings}
    members: dict[int, list[User]] = defaultdict(list)
    reviewing = Membership.objects.filter(review__in=reviews, reviews=True, ended_at=None)
    for member in reviewing.select_related("user").order_by("pk"):
        members[member.review_id].append(member.user)
    states = {(s.review_id, s.stage, s.user_id): s for s in _with_fresh_votes(reviews)}
    found: dict[int, list[User]] = {}
    for setting in settings:
        features = newest.get(setting.review_id)
        known = [
            (user, states.get((setting.review_id, setting.stage, user.pk)))
            for user in members[setting.review_id]
        ]
        found[setting.pk] = [user for user, state in known if _is_due(state, features)]
    return found


def _is_due(state: PersonalOrder | None, newest: FeatureSet | None) -> bool:
    if state is None or newest is None or state.features_id != newest.pk:
        return True
    return int(getattr(state, "fresh", None) or 0) >= retrain_after(state.known)


def _with_fresh_votes(reviews: Iterable[int]) -> QuerySet[PersonalOrder]:
    """Orders with `fresh`, their person's votes since, by the index `vote_by_person`."""
    mine = {name: OuterRef(name) for name in ("review", "stage", "user")}
    since = Vote.objects.filter(**mine, cast_at__gt=Coalesce(OuterRef("until"), Value(LONG_AGO)))
    counted = since.order_by().values("user").annotate(number=Count("pk")).values("number")
    return PersonalOrder.objects.filter(review__in=list(reviews)).annotate(fresh=Subquery(counted))


def _newest_features(reviews: Iterable[int]) -> dict[int, FeatureSet]:
    return {
        features.review_id: features
        for features in FeatureSet.objects.filter(review__in=reviews).order_by("pk")
    }


def look() -> list[Job]:
    """Asks for the work that is due in every review with a learned order; the jobs, to be sent.

    Costs as many queries with two hundred open reviews as with one.
    """
    opened = StageSetting.objects.filter(
        learned_order=True, opened_at__isnull=False, closed_at=None
    )
    settings = list(opened.select_related("review").order_by("pk"))
    if not settings:
        return []
    reviews = {setting.review_id for setting in settings}
    unfinished = Job.objects.filter(review__in=reviews, state__in=UNFINISHED)
    busy = set(unfinished.filter(kind__in=("features", *BUSY)).values_list("review", flat=True))
    ranking = set(unfinished.filter(kind="rank").values_list("review", "params__stage"))
    newest, changed = _newest_features(reviews), stale_events(reviews)
    people = _due(settings, newest)
    made = []
    for setting in settings:
        if setting.review_id in busy:
            continue
        if job := _next(
            setting,
            newest.get(setting.review_id),
            changed.get(setting.review_id, 0),
            people,
            ranking,
        ):
            made.append(job)
            busy |= {setting.review_id} if job.kind == "features" else set()
    return made


def _next(
    setting: StageSetting,
    newest: FeatureSet | None,
    changed: int,
    people: Mapping[int, list[User]],
    ranking: Collection[tuple[int, str]],
) -> Job | None:
    if newest is None or newest.event < changed:
        return next_features(setting.review, since=changed)
    if (setting.review_id, setting.stage) in ranking or not people[setting.pk]:
        return None
    return (
        None if _just_failed(setting.review, "rank") else next_rank(setting.review, setting.stage)
    )


def next_features(review: Review, *, by: User | None = None, since: int = 0) -> Job | None:
    """The job that reads all records anew; None when one for this state of them is there,
    or has just failed.
    """
    empty = Job.objects.filter(
        review=review, kind="features", params__since=since, result__records=0
    )
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
