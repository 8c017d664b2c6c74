"""Archives as work in the background: one made of a review, one loaded that somebody brought."""

import tempfile
import uuid
from contextlib import suppress
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from screening.actions.archive.archive_export import write_archive
from screening.actions.archive.archive_import import load_archive
from screening.actions.archive.archive_reading import ArchiveRefused
from screening.actions.archive.review_deletion import delete_review
from screening.actions.history.event_log import log
from screening.actions.jobs.job_queue import enqueue, enqueue_once
from screening.actions.jobs.job_run import Failed, Running
from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.unblinding import show_to, tell_unblinded
from screening.models import Job, Record, Review, User
from screening.records.messages import Message, gettext_noop

#: Code of an ArchiveRefused to what people are told.
REFUSALS = {
    "format": gettext_noop(
        "This is not an archive of a review, or the file is incomplete. Nothing was loaded."
    ),
    "paths": gettext_noop(
        "The archive contains %(part)s, which does not belong in an archive of a review. "
        "Nothing was loaded."
    ),
    "size": gettext_noop(
        "The unpacked archive exceeds the size limit (%(part)s). Nothing was loaded."
    ),
    "hash": gettext_noop(
        "%(part)s does not match its checksum: the archive has been altered or damaged. "
        "Nothing was loaded."
    ),
    "content": gettext_noop(
        "The part %(part)s contains rows that do not belong in an archive of a review. Nothing "
        "was loaded."
    ),
    "counts": gettext_noop(
        "After recounting, the numbers differ from those in the archive. Nothing was loaded."
    ),
}


def refusal(refused: ArchiveRefused) -> Message:
    """Why an archive was not loaded, for people."""
    return Message(REFUSALS[refused.code], {"part": refused.part})


class ReasonMissing(Exception):
    """An archive that nobody has said a reason for."""


@transaction.atomic
def begin(*, by: User, review: Review, reason: str) -> tuple[Job, bool]:
    """The job that makes the archive, to be sent in the same transaction, and whether it is new.

    An archive holds open votes, private notes and marks. So it takes a reason, everybody is told,
    and whoever has it made votes on nothing that it shows. Raises ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    job, new = enqueue_once(kind="archive", review=review, by=by, reason=reason.strip())
    if new:
        show_to(review=review, by=by, cause="archive")
        tell_unblinded(by=by, review=review, reason=reason, archive=True)
    return job, new


def make(job: Running) -> dict[str, Any]:
    """Writes the archive of the job's review and keeps it, instead of an earlier one; where,
    and how large it is.
    """
    review = job.job.review
    if review is None:
        raise Failed(Message(gettext_noop("The review no longer exists.")))
    with tempfile.TemporaryFile() as out:
        manifest = write_archive(review, out)
        if job.job.by is not None:
            # What was cast since it was asked for is in it as well.
            show_to(review=review, by=job.job.by, cause="archive")
            outcomes_seen(review)
        job.check()
        size = out.seek(0, 2)
        out.seek(0)
        stored = default_storage.save(
            f"archives/made/{review.pk}/{uuid.uuid4().hex}.zip", File(out)
        )
    forget(review)
    log(
        review=review,
        actor=job.job.by,
        verb="archive_review",
        size=size,
        imported=manifest["rows"]["Record"],
        note=job.job.params.get("reason", ""),
    )
    return {
        "stored": stored,
        "size": size,
        "records": manifest["rows"]["Record"],
        "events": manifest["rows"]["Event"],
    }


def forget(review: Review) -> None:
    """Deletes the archives that were made of a review."""
    for done in Job.objects.filter(review=review, kind="archive", state=Job.State.DONE).exclude(
        result=None
    ):
        if name := (done.result or {}).get("stored"):
            default_storage.delete(name)
            Job.objects.filter(pk=done.pk).update(result={})


def bring(*, by: User, content: File) -> Job:  # type: ignore[type-arg]
    """Keeps an archive that somebody brought, and gives the job that loads it.
    Send it in the same transaction.
    """
    stored = default_storage.save(f"archives/brought/{uuid.uuid4().hex}", content)
    return enqueue(kind="load_review", review=None, by=by, stored=stored)


def load(job: Running) -> dict[str, Any]:
    """Loads the archive that was brought; the new review.
    One begun by a worker that died is taken away first.
    """
    if done := _loaded(job.job):
        return done
    clear_load(job.job, brought=False)
    try:
        with default_storage.open(job.params["stored"]) as source:
            load_archive(
                by=job.job.by,
                source=source,
                tell=job.advance,
                began=lambda review: job.remember(review=review.pk),
            )
    except (ArchiveRefused, FileNotFoundError) as error:
        raise Failed(
            refusal(error if isinstance(error, ArchiveRefused) else ArchiveRefused("format"))
        ) from error
    default_storage.delete(job.params["stored"])
    return _loaded(job.job) or {}


def _begun(job: Job) -> Review | None:
    params = Job.objects.values_list("params", flat=True).get(pk=job.pk)
    return Review.objects.filter(pk=params.get("resume", {}).get("review") or 0).first()


def _loaded(job: Job) -> dict[str, Any] | None:
    """The review that this job has loaded to its end, when its members may see it."""
    review = _begun(job)
    if review is None or not review.memberships.filter(ended_at=None).exists():
        return None
    return {"review": review.pk, "records": Record.objects.filter(review=review).count()}


def clear_load(job: Job, *, brought: bool = True) -> None:
    """Takes away what a load has left: the review that it began,
    and the archive unless it is still wanted.
    """
    review = _begun(job)
    if review is not None and not _loaded(job):
        delete_review(by=None, review=review)
    if brought:
        with suppress(OSError):
            default_storage.delete(job.params["stored"])
