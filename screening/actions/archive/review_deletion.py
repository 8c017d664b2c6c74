"""Deleting a whole review with everything in it: asked for by a lead, carried out by a worker,
told to all leads.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from screening import PROGRAM
from screening.actions.access.notifications import tell
from screening.actions.archive.archive_tables import TABLES
from screening.actions.history.event_log import log
from screening.actions.jobs.job_queue import enqueue
from screening.actions.jobs.job_run import Running
from screening.actions.refusal import Refusal
from screening.models import (
    BlockingKey,
    Event,
    FeatureSet,
    FullTextFile,
    ImportFile,
    Job,
    Notice,
    PublicationCopy,
    RankedOrder,
    Record,
    Review,
    Seal,
    UnmatchedFile,
    User,
)

#: Rows deleted in one transaction, so that nobody waits long for the one write lock.
STEP = 2000
#: Work that writes records; a review in which it goes on is not deleted.
WORK = ("import", "undo_import", "dedupe", "load_review", "adopt", "stop", "release")


class DeletionRefused(Refusal):
    """A deletion that may not be; nothing was changed. `code`: title (not what was typed), busy,
    gone.
    """


@transaction.atomic
def ask_deletion(*, by: User | None, review: Review, typed: str) -> Job:
    """Takes the review off everybody's list for good, tells all leads,
    and gives the job that deletes it. Send it then.

    `typed` has to be its title, in one of its languages. Raises DeletionRefused.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.deleting_at:
        raise DeletionRefused("gone")
    if _plain(typed) not in {_plain(review.title_en), _plain(review.title_zh)} - {""}:
        raise DeletionRefused("title")
    running = Job.objects.filter(review=review, state=Job.State.RUNNING)
    if running.filter(kind__in=WORK).exists():
        raise DeletionRefused("busy")
    running.update(cancel_asked=True)
    Job.objects.filter(review=review, state=Job.State.QUEUED).update(state=Job.State.CANCELLED)
    review.deleting_at = timezone.now()
    review.save(update_fields=["deleting_at"])
    told = {"title_en": review.title_en, "title_zh": review.title_zh, "by": str(by or PROGRAM)}
    leads = User.objects.filter(
        memberships__review=review, memberships__ended_at=None, memberships__leads=True
    )
    tell(None, leads, "deleted", data=told, but=by)
    return enqueue(kind="delete_review", review=None, by=by, gone=review.pk)


def resume_deletion(*, by: User | None, review: Review) -> Job | None:
    """A job that goes on with a deletion whose own was given up; None while one is at it,
    or none was asked for.
    """
    if review.deleting_at is None:
        return None
    unfinished = Job.objects.filter(
        kind="delete_review", state__in=[Job.State.QUEUED, Job.State.RUNNING]
    )
    if any(job.params.get("gone") == review.pk for job in unfinished):
        return None
    return enqueue(kind="delete_review", review=None, by=by, gone=review.pk)


def _plain(title: str) -> str:
    return " ".join(unicodedata.normalize("NFC", title).split())


def carry_out(running: Running) -> dict[str, Any]:
    """The job "delete_review". Goes on where another worker left it; done again it does nothing."""
    review = Review.objects.filter(pk=running.params["gone"]).exclude(deleting_at=None).first()
    if review is None:
        return {}
    delete_review(by=running.job.by, review=review, tell=running)
    return {}


def delete_review(*, by: User | None, review: Review, tell: Running | None = None) -> None:
    """Takes a review away for good: records, votes, history, files. Cut off half-way,
    it can be called again.

    No transaction holds more than STEP rows. What remains is one event without a review, naming who
    did it and the title.
    """
    for name in _files(
        review
    ):  # before the rows that name them, or a second try would not find them
        default_storage.delete(name)
    for done, rows in enumerate(_rows(review), 1):
        if tell is not None:
            tell.advance(done)
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    with transaction.atomic():
        log(
            review=None,
            actor=by,
            verb="delete_review",
            title_en=review.title_en,
            title_zh=review.title_zh,
        )
        review.delete()


def _rows(review: Review) -> Iterator[Any]:
    """What belongs to the review, STEP rows at a time; what points to something comes before it."""
    records = Record.objects.filter(review=review)
    yield from _steps(BlockingKey.objects.filter(review_id=review.pk))
    for table in reversed(TABLES):
        if table.model is Record:
            yield from _steps(records.exclude(primary=None))
            yield from _steps(records)
        elif table.model is not Event:
            yield from _steps(table.model._default_manager.filter(**{table.review: review}))
    for model in (Seal, Notice, RankedOrder, Job, Event):
        yield from _steps(model._default_manager.filter(review=review))


def _steps(rows: models.QuerySet[Any]) -> Iterator[Any]:
    while some := rows.order_by("pk").only("pk")[:STEP]:
        yield some


def _files(review: Review) -> Iterator[str]:
    for rows in (
        ImportFile.objects.filter(review=review),
        FullTextFile.objects.filter(record__review=review),
        UnmatchedFile.objects.filter(review=review),
        FeatureSet.objects.filter(review=review),
        PublicationCopy.objects.filter(publication__review=review).exclude(stored=""),
    ):
        yield from rows.values_list("stored", flat=True)
    for result in Job.objects.filter(review=review, kind__in=["archive", "export"]).values_list(
        "result", flat=True
    ):
        if name := (result or {}).get("stored"):
            yield name
