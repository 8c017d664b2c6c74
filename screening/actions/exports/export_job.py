"""Large exports as work in the background: the file is kept for whoever asked, for some hours."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext

from screening.actions.exports import export_selection
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_queue import UNFINISHED, enqueue
from screening.actions.jobs.job_run import Failed, Running
from screening.actions.screening.first_look import outcomes_seen
from screening.exports import EXPORTS
from screening.models import Job, Record, User
from screening.queries.access.authorization import Access, access_review
from screening.queries.exports.snapshot import (
    PIECE,
    listed_reports_among,
    may_see_votes,
    report_count,
    sight,
    snapshot,
    wishes_of,
)
from screening.records.messages import Message, gettext_noop
from screening.records.snapshot import Report

FOLDER = "exports"
#: A file without a finished job that is older than this was left by a worker that died.
ORPHAN = timedelta(hours=1)
GONE = gettext_noop("This export is no longer available.")
HELD = gettext_noop("Individual votes can be exported once all stages are closed.")


def ask(
    *,
    access: Access,
    key: str,
    wishes: dict[str, Any],
    language: str,
    rows: QuerySet[Record] | None = None,
    query: str = "",
) -> tuple[Job, bool]:
    """The job that makes this export for this person, and whether it is new.
    Send it in the same transaction.

    `rows`: the records of a list as they are now, for an export of LISTED; `query`:
    the filter that found them.
    """
    asked = {"key": key, "wishes": wishes, "language": language, "query": query}
    for job in exports_of(access.user, access.review.pk).filter(
        state__in=UNFINISHED, cancel_asked=False
    ):
        if asked.items() <= job.params.items():
            return job, False
    if rows is not None:
        asked["rows"], asked["count"] = export_selection.keep(rows, f"{FOLDER}/{access.review.pk}")
    return enqueue(kind="export", review=access.review, by=access.user, **asked), True


def exports_of(user: User, review_id: int) -> Any:
    """The exports that this person has asked for in a review, newest first."""
    return Job.objects.filter(kind="export", review_id=review_id, by=user).order_by("-pk")


def make(job: Running) -> dict[str, Any]:
    """Makes the file, and puts it in its place once it is whole; where it is, its size,
    and the sight of its maker.

    A worker that dies leaves nothing that could be taken for the file:
    only the finished job names it.
    """
    user, review = job.job.by, job.job.review
    if user is None or review is None:
        raise Failed(Message(gettext_noop("The review no longer exists.")))
    access, export = access_review(user, review.pk), EXPORTS.get(job.params["key"])
    if export is None:
        raise Failed(Message(GONE))
    if export.group == "decisions" and not may_see_votes(access):
        raise Failed(Message(HELD))
    outcomes_seen(review)
    seen, rows = sight(access), job.params.get("rows")
    total = job.params["count"] if rows else report_count(review, export.reads or (), 10**9)
    with translation.override(job.params["language"]), tempfile.TemporaryFile() as out:
        shown = snapshot(access, wishes_of(review, **job.params["wishes"]))
        if rows:
            shown = replace(
                shown,
                reports=lambda places: listed_reports_among(access, export_selection.kept(rows)),
            )
        counted = replace(shown, reports=lambda places: _counted(job, shown.reports(places), total))
        for piece in export.render(counted, gettext):
            out.write(piece)
            job.check()
        outcomes_seen(review)
        size = out.tell()
        out.seek(0)
        reach("export.storing")
        stored = default_storage.save(f"{FOLDER}/{review.pk}/{uuid.uuid4().hex}", File(out))
        reach("export.stored")
    return {"stored": stored, "size": size, "sight": seen}


def _counted(job: Running, reports: Iterator[Report], total: int) -> Iterator[Report]:
    """The reports, the job told of each; an export may go through them more than once.

    They are read piece by piece, and an outcome read here must not be changed before the file is
    fetched.
    """
    for number, report in enumerate(reports, 1):
        if number % PIECE == 1 and job.job.review_id:
            outcomes_seen(job.job.review_id)
        if number * 2 > total:
            reach("export.half")
        job.advance(max(job.done, number), max(total, number))
        yield report


def sweep() -> int:
    """Deletes the files of exports that are old enough, and those that no finished job names;
    how many.
    """
    now, swept = timezone.now(), 0
    done = Job.objects.filter(kind="export", state=Job.State.DONE)
    for job in done.filter(finished_at__lt=now - timedelta(hours=settings.EXPORT_KEEP_HOURS)):
        if stored := (job.result or {}).get("stored"):
            with suppress(FileNotFoundError):
                default_storage.delete(stored)
            Job.objects.filter(pk=job.pk).update(result={"swept": True})
            swept += 1
    # Names are gathered before rows, so that a file stored meanwhile is not looked for.
    old = [name for name in _names() if _age(name, now) > ORPHAN]
    named = _named() if old else set()
    for name in old:
        if name not in named:
            default_storage.delete(name)
            swept += 1
    return swept


def _named() -> set[str]:
    """The files that somebody can fetch, and the lists that a worker has still to read."""
    jobs = Job.objects.filter(kind="export")
    made = jobs.filter(state=Job.State.DONE).values_list("result__stored", flat=True)
    return {*made, *jobs.filter(state__in=UNFINISHED).values_list("params__rows", flat=True)}


def _names() -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for review in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{review}")[1]:
            yield f"{FOLDER}/{review}/{name}"


def _age(name: str, now: Any) -> timedelta:
    try:
        return now - default_storage.get_modified_time(name)  # type: ignore[no-any-return]
    except FileNotFoundError:
        return timedelta(0)
