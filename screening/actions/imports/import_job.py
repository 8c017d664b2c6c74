"""Importing files in the background: all of a file or nothing, never twice,
and never in the way of voting.

Rows come in small transactions and stay unseen (place "loading") until the last step shows all of
them at once. Their position in the file is what an interrupted import goes on from.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from screening.actions.access.notifications import tell
from screening.actions.history.event_log import log
from screening.actions.imports.bulk_insert import load
from screening.actions.imports.import_files import FileRefused, Findings, read, request_for
from screening.actions.imports.parser_client import Reader
from screening.actions.jobs import job_queue
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_run import Failed, Running
from screening.flow.places import Facts, place
from screening.models import ImportFile, Job, Record, RejectedEntry, Review, User
from screening.queries.imports.import_files import twins
from screening.records.messages import Message, gettext_noop

State = ImportFile.State
READ, IMPORTING, IMPORTED = State.READ, State.IMPORTING, State.IMPORTED
ROWS_AT_ONCE = {"sqlite": 250, "postgresql": 2_000}
#: Seconds between two transactions in which a waiting vote gets its turn at the one write lock.
PAUSE = {"sqlite": 0.02, "postgresql": 0.0}
SHOWN_AT_ONCE = {"sqlite": 20_000, "postgresql": 10_000_000}
READING_SECONDS = 3 * 3600

GONE = gettext_noop("The file no longer exists.")
CHANGED = gettext_noop(
    "%(name)s was not read the same way twice: %(first)s records at first, now %(second)s. Nothing was imported."
)


def read_files(running: Running) -> dict[str, Any]:
    """The job "read": reads files that are too large for a web request. Params: files (ids)."""
    files = list(
        ImportFile.objects.filter(pk__in=running.params["files"], state=State.READING).order_by(
            "pk"
        )
    )
    with Reader(seconds=READING_SECONDS, patient=True) as reader:
        for number, file in enumerate(files):
            running.advance(number, len(files))
            read(file=file, reader=reader, tick=running.check)
    return {"files": [file.pk for file in files]}


@transaction.atomic
def begin_import(*, by: User, file: ImportFile, again: bool = False) -> Job:
    """Marks a file as being imported and gives the job that does it, to be sent.

    Raises FileRefused: state, twin (the same content is imported already;
    `again` says that this is meant).
    """
    Review.objects.select_for_update(of=("self",)).get(pk=file.review_id)
    if not again and twins(file).filter(state__in=[IMPORTING, IMPORTED]).exists():
        raise FileRefused("twin")
    waiting = ImportFile.objects.filter(pk=file.pk, state=READ, found__gt=0)
    if not waiting.update(state=IMPORTING):
        raise FileRefused("state")
    return job_queue.enqueue(kind="import", review=file.review, by=by, file=file.pk)


def import_file(running: Running) -> dict[str, Any]:
    """The job "import". Params: file. Result: counts, and "then": ids of the jobs that follow.

    Raises Failed with what to do when the file cannot be read any more.
    """
    file = (
        ImportFile.objects.select_related("search", "review")
        .filter(pk=running.params["file"])
        .first()
    )
    if file is None:
        raise Failed(Message(GONE))
    if file.state == IMPORTED:
        return _report(file, [])
    if not running.resume.get("complete"):
        _load_rows(file, running)
    reach("import.finalise")
    following = _show(file, running.job.by, running.resume, running.remember)
    reach("import.finalised")
    file.refresh_from_db()
    return _report(file, following)


def _load_rows(file: ImportFile, running: Running) -> None:
    RejectedEntry.objects.filter(file=file).delete()
    findings = Findings(file)
    loaded = Record.objects.filter(file=file).count()
    expected = file.found - file.rejected
    running.advance(loaded, expected)
    waiting: list[Any] = []
    with Reader(seconds=READING_SECONDS, patient=True) as reader:
        reach("import.parse")
        for answer in reader.ask(request_for(file, after=loaded, most=None), running.check):
            findings.take(answer)
            waiting += answer.get("rows", ())
            while len(waiting) >= _batch():
                loaded += _load(file, loaded, waiting[: _batch()], running)
                del waiting[: _batch()]
                running.advance(loaded)
        loaded += _load(file, loaded, waiting, running)
    findings.keep_rejects()
    _check(file, findings, loaded)
    running.advance(loaded, loaded)
    running.remember(complete=True, loaded=loaded, rejected=findings.rejected, error=findings.error)


def _batch() -> int:
    return ROWS_AT_ONCE[connection.vendor]


def _load(file: ImportFile, loaded: int, rows: list[Any], running: Running) -> int:
    started = time.monotonic()
    with transaction.atomic():
        # First, so that a worker which has lost the job writes nothing.
        running.remember(loaded=loaded + len(rows))
        load(file, loaded + 1, rows)
        reach("import.batch", loaded // _batch() + 1)
    time.sleep(min(PAUSE[connection.vendor], time.monotonic() - started))
    return len(rows)


def _check(file: ImportFile, findings: Findings, loaded: int) -> None:
    """What comes in is exactly what was found when the person said yes."""
    if findings.error and not findings.records:
        raise Failed(Message(**findings.error))
    if (findings.records, findings.rejected) != (file.found - file.rejected, file.rejected):
        first, second = file.found - file.rejected, findings.records
        raise Failed(Message(CHANGED, {"name": file.name, "first": first, "second": second}))
    if loaded != findings.records:
        raise Failed(
            Message(CHANGED, {"name": file.name, "first": findings.records, "second": loaded})
        )


def _show(
    file: ImportFile, by: User | None, resume: dict[str, Any], seal: Callable[..., None] = dict
) -> list[int]:
    """The last step: what was loaded is seen, counted and written into the history, all at once.

    Where one long write would keep votes waiting (SQLite, very many rows), rows show in steps; from
    the first of them on, the import is only ever completed. Gives the ids of the jobs that follow.
    """
    place_of = place(
        Facts(is_sought=file.search.lane == "oth" and file.review.other_skips_screening)
    )
    hidden = Record.objects.filter(file=file, place="loading")
    count, most = resume["loaded"], SHOWN_AT_ONCE[connection.vendor]
    for upper in range(most, count, most):
        hidden.filter(position__lte=upper).update(place=place_of)
        time.sleep(5 * PAUSE[connection.vendor])
    with transaction.atomic():
        seal(shown=True)
        if Record.objects.filter(file=file).count() != count:
            raise RuntimeError(f"file {file.pk}: the records loaded are not {count}")
        hidden.update(place=place_of)
        _conclude(file, by, resume)
        following = [next_dedupe(file.review, by).pk] if count else []
    return following


def _conclude(file: ImportFile, by: User | None, resume: dict[str, Any]) -> None:
    count, rejected = resume["loaded"], RejectedEntry.objects.filter(file=file).count()
    ImportFile.objects.filter(pk=file.pk).update(
        state=IMPORTED,
        imported=count,
        rejected=rejected,
        found=count + rejected,
        imported_at=timezone.now(),
        error=resume.get("error"),
    )
    log(
        review=file.review,
        actor=by,
        verb="import",
        file=file.name,
        file_id=file.pk,
        search=file.search_id,
        format=file.format,
        encoding=file.encoding,
        sha256=file.sha256,
        found=count + rejected,
        imported=count,
        rejected=rejected,
        version=_version(file),
    )


def _version(file: ImportFile) -> int:
    """The version of the review that was worked on when the records came,
    whatever version their search is of.
    """
    first = Record.objects.filter(file=file).values_list("version", flat=True).first()
    return file.review.version if first is None else first


def next_dedupe(review: Review, by: User | None) -> Job:
    """A deduplication that will start after now, to be sent: one that waits, or a new one."""
    waiting = Job.objects.filter(
        review=review, kind="dedupe", state=Job.State.QUEUED, cancel_asked=False
    ).first()
    return waiting or job_queue.enqueue(kind="dedupe", review=review, by=by)


def _report(file: ImportFile, following: list[int]) -> dict[str, Any]:
    return {
        "file": file.pk,
        "found": file.found,
        "imported": file.imported,
        "rejected": file.rejected,
        "then": following,
    }


def tell_end(job: Job, result: dict[str, Any]) -> int:
    """News for whoever started the import: how many records came in, or why none did."""
    file = ImportFile.objects.filter(pk=job.params.get("file")).first()
    if file is None or job.by is None or job.review is None:
        return 0
    told = (
        {"failed": result["failed"]}
        if "failed" in result
        else {"records": result.get("imported", 0)}
    )
    return tell(job.review, [job.by], "import", data={"file": file.name} | told)


def clear_import(job: Job) -> None:
    """After a cancelled or failed import: takes its rows away again; once some are seen,
    it is completed instead.
    """
    file = (
        ImportFile.objects.select_related("search", "review")
        .filter(pk=job.params.get("file"))
        .first()
    )
    if file is None or file.state != IMPORTING:
        return
    if Record.objects.filter(file=file).exclude(place="loading").exists():
        _show(file, job.by, Job.objects.get(pk=job.pk).params["resume"])
        return
    while keys := list(
        Record.objects.filter(file=file, place="loading").values_list("pk", flat=True)[:500]
    ):
        Record.objects.filter(pk__in=keys).delete()
        time.sleep(PAUSE[connection.vendor])
    RejectedEntry.objects.filter(file=file).delete()
    ImportFile.objects.filter(pk=file.pk, state=IMPORTING).update(state=READ)
