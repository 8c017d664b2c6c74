"""The learned order, made in jobs: features of all records once,
then each person's order after every few votes.

Screening never waits for any of it. Until a version is whole, and whenever something fails, people
go on in the order they have. Imported by jobs only, as numpy, scipy and scikit-learn come with it;
`actions.order_jobs` asks for the work.
"""

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from screening.actions.history.tool_use import note_use
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_run import Failed, Running
from screening.actions.ranking.ranking_schedule import due, next_rank, stale_events
from screening.flow.places import PLACES
from screening.models import (
    FeatureSet,
    OrderPart,
    OrderReason,
    PersonalOrder,
    RankedOrder,
    Review,
    StageSetting,
    User,
)
from screening.queries.ranking.ranked_queue import in_parts
from screening.queries.ranking.training_labels import (
    Labels,
    labels_of,
    protocol_text,
    text_count,
    text_rows,
)
from screening.ranking.documents import Document
from screening.ranking.exploration import mix
from screening.ranking.feature_store import read, write
from screening.ranking.features import Features, build
from screening.ranking.order import cold_start, learn, protocol_scores, take_turns
from screening.ranking.reasons import learned_weights, top_terms
from screening.records.batches import batches
from screening.records.messages import Message, gettext_noop

log = logging.getLogger(__name__)

#: So many records at the top get a reason: more than anybody sees of an order before the next one.
EXPLAINED = 40
KEPT_JOBS = 20
TOLD_EVERY = 1000
WORDS = gettext_noop("Counting the words")
LOST = gettext_noop("The record index was lost and is being rebuilt. The previous orders are kept.")
FAILED = gettext_noop("The order could not be updated: %(error)s. The previous order is kept.")


class Parts(list[Document]):
    """Documents that are worked on part by part: tells how far that is,
    and lets the work be cancelled there.
    """

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__()
        self.tell = tell

    def __getitem__(self, part: Any) -> Any:
        """As of a list."""
        if isinstance(part, slice):
            self.tell(part.start or 0)
        return super().__getitem__(part)


def build_features(running: Running) -> dict[str, Any]:
    """The job "features": reads all reports of a review anew and keeps what the rankers need of
    them in a file.

    Result: `records`, and "then": the jobs that learn the orders from it.
    """
    review = _review(running)
    if "set" not in running.resume:
        _build(running, review)
    _sweep(review)
    stages = StageSetting.objects.filter(review=review, learned_order=True).values_list(
        "stage", flat=True
    )
    following = [next_rank(review, stage, by=running.job.by).pk for stage in stages]
    return {"records": running.resume.get("records", 0), "then": following}


def _build(running: Running, review: Review) -> None:
    started, event = time.perf_counter(), stale_events([review.pk]).get(review.pk, 0)
    reading, reports = Message(gettext_noop("Reading the records")), text_count(review, PLACES)
    running.advance(0, 2 * reports, reading)
    ids, documents = [], Parts(lambda done: running.advance(reports + done, message=Message(WORDS)))
    for pk, title, second, abstract, other, keywords, more in text_rows(review, PLACES):
        ids.append(pk)
        documents.append(
            Document(_texts(title, second), _texts(abstract, other), _texts(*keywords, *more))
        )
        if len(ids) % TOLD_EVERY == 0:
            running.advance(len(ids))
    if not ids:
        running.remember(set=None, records=0)
        return
    features = build(documents)
    reach("features.built")
    running.advance(2 * reports)
    with TemporaryFile() as file:
        write(features, ids, file)
        file.seek(0)
        stored = default_storage.save(f"features/{review.pk}/{uuid.uuid4().hex}.npz", File(file))
    reach("features.stored")
    with transaction.atomic():
        made = FeatureSet.objects.create(
            review=review,
            stored=stored,
            records=len(ids),
            event=event,
            seconds=time.perf_counter() - started,
        )
        running.remember(set=made.pk, records=len(ids))
    reach("features.published")


def _texts(*texts: Any) -> tuple[str, ...]:
    return tuple(str(text) for text in texts if text)


def _sweep(review: Review) -> None:
    """Takes away sets that a newer one has replaced, and files without a row,
    as a killed worker leaves them.
    """
    newest = FeatureSet.objects.filter(review=review).last()
    if newest is None:
        return
    FeatureSet.objects.filter(review=review, pk__lt=newest.pk).delete()
    folder = f"features/{review.pk}"
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" != newest.stored:
            default_storage.delete(f"{folder}/{name}")


def rank(running: Running) -> dict[str, Any]:
    """The job "rank": learns the order of everybody who has voted enough since theirs. Params:
    stage.

    One person's failure is noted beside that person and stops nobody else's.
    """
    review, stage = _review(running), running.params["stage"]
    newest = FeatureSet.objects.filter(review=review).last()
    setting = StageSetting.objects.filter(review=review, stage=stage, learned_order=True).first()
    if newest is None or setting is None:
        return {"learned": 0}
    people = due(setting)
    running.advance(0, len(people))
    if not people:
        return {"learned": 0}
    features, ids = _read(newest)
    reach("rank.read")
    protocol = protocol_text(review)
    asked = protocol_scores(features, protocol)
    bench = _Bench(
        running, review, stage, newest, features, [int(pk) for pk in ids], protocol, asked
    )
    learned = 0
    for number, user in enumerate(people, 1):
        learned += _one(bench, user)
        running.advance(number)
    _forget_jobs(running)
    return {"learned": learned, "failed": len(people) - learned}


def _read(kept: FeatureSet) -> tuple[Features, Any]:
    """The features of a set. One whose file is gone or damaged goes as well,
    so that a new one is made.
    """
    try:
        with default_storage.open(kept.stored) as file:
            return read(file)
    except (OSError, ValueError) as error:
        log.warning(
            "the features of review %s are lost and will be made anew: %s", kept.review_id, error
        )
        kept.delete()
        raise Failed(Message(LOST)) from None


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all people's orders are made with."""

    running: Running
    review: Review
    stage: str
    set: FeatureSet
    features: Features
    ids: list[int]
    protocol: list[str]
    asked: Any


@dataclass(frozen=True, slots=True)
class _Made:
    """One order, not stored yet."""

    kind: str
    ids: list[int]
    reasons: list[OrderReason]
    seconds: float


def _one(bench: _Bench, user: User) -> bool:
    """Learns and publishes one person's order; whether that went well."""
    labels = labels_of(bench.review, bench.stage, user)
    try:
        made = _make(bench, user, labels)
    except (ValueError, ArithmeticError, LookupError, TypeError, MemoryError) as error:
        log.exception(
            "the order of person %s in review %s could not be learned", user.pk, bench.review.pk
        )
        _note_failure(bench, user, labels, error)
        return False
    reach("rank.fit")
    _publish(bench, user, labels, made)
    reach("rank.published")
    return True


def _make(bench: _Bench, user: User, labels: Labels) -> _Made:
    started, features = time.perf_counter(), bench.features
    row = {pk: number for number, pk in enumerate(bench.ids)}
    known = [row[pk] for pk in labels.records if pk in row]
    values = [value for pk, value in zip(labels.records, labels.values, strict=True) if pk in row]
    seen = set(known)
    unseen = [number for number in range(len(bench.ids)) if number not in seen]
    if 1 in values and 0 in values:
        kind, weights = RankedOrder.Kind.LEARNED, learned_weights(features, known, values)
        scores = learn(features, known, values, bench.review.seed, bench.asked)
        order = [record for record, _ranker in take_turns(scores, unseen)]
    else:
        kind, weights = RankedOrder.Kind.PROTOCOL, features.query(bench.protocol)
        likeness = cold_start(features, bench.protocol)
        order = sorted(unseen, key=lambda number: (-likeness[number], number))
    mixed, drawn = mix(order, [bench.review.seed, user.pk, len(known)])
    reasons = [
        OrderReason(
            review=bench.review,
            stage=bench.stage,
            user=user,
            record_id=bench.ids[number],
            position=place,
            terms=[] if number in drawn else top_terms(features, weights, number),
            drawn=number in drawn,
        )
        for place, number in enumerate(mixed[:EXPLAINED], 1)
    ]
    return _Made(
        kind, [bench.ids[number] for number in mixed], reasons, time.perf_counter() - started
    )


@transaction.atomic
def _publish(bench: _Bench, user: User, labels: Labels, made: _Made) -> None:
    """The new version whole, then the one pointer to it;
    a worker that has lost the job writes nothing.
    """
    here = {"review": bench.review, "stage": bench.stage, "user": user}
    order = RankedOrder.objects.create(
        **here,
        kind=made.kind,
        own=labels.own,
        settled=labels.settled,
        relevant=sum(labels.values),
        records=len(made.ids),
        seconds=made.seconds,
    )
    parts = (OrderPart(order=order, number=n, ids=ids) for n, ids in enumerate(in_parts(made.ids)))
    for some in batches(parts, 200):
        OrderPart.objects.bulk_create(some)
    reach("rank.publishing")
    there = set(_still_there(bench.review, [reason.record_id for reason in made.reasons]))
    OrderReason.objects.bulk_create(
        [reason for reason in made.reasons if reason.record_id in there],
        update_conflicts=True,
        unique_fields=["user", "stage", "record"],
        update_fields=["position", "terms", "drawn"],
    )
    PersonalOrder.objects.update_or_create(
        **here,
        defaults={
            "order": order,
            "features": bench.set,
            "until": labels.until,
            "known": len(labels.records),
            "failure": None,
        },
    )
    # One of before stays, for whoever is reading it at this moment.
    kept = RankedOrder.objects.filter(**here).order_by("-pk").values_list("pk", flat=True)[:2]
    RankedOrder.objects.filter(**here).exclude(pk__in=list(kept)).delete()
    note_use(bench.review, "order", bench.stage)
    bench.running.remember()


def _still_there(review: Review, ids: list[int]) -> Any:
    return review.records.filter(pk__in=ids).values_list("pk", flat=True)


def _note_failure(bench: _Bench, user: User, labels: Labels, error: Exception) -> None:
    here = {"review": bench.review, "stage": bench.stage, "user": user}
    told = Message(FAILED, {"error": str(error) or type(error).__name__}).to_json()
    state, _ = PersonalOrder.objects.get_or_create(**here)
    PersonalOrder.objects.filter(pk=state.pk).update(
        features=bench.set,
        until=labels.until,
        known=len(labels.records),
        failure=told,
        failed_at=timezone.now(),
        failures=state.failures + 1,
    )


def _forget_jobs(running: Running) -> None:
    """Of the many small jobs of a stage the last ones stay."""
    job = running.job
    past = type(job).objects.filter(
        review=job.review, kind="rank", state="done", params__stage=job.params["stage"]
    )
    kept = list(past.order_by("-pk").values_list("pk", flat=True)[:KEPT_JOBS])
    try:
        past.exclude(pk__in=kept).delete()
    except DatabaseError as error:
        log.warning("old jobs stay: %s", error)


def _review(running: Running) -> Review:
    if running.job.review is None:
        raise ValueError("an order belongs to a review")
    return running.job.review
