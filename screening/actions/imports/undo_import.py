"""Taking an import back: refused while work of people rests on it;
the original file and the history stay.
"""

import time
from contextlib import suppress
from typing import Any

from django.db import connection, transaction

from screening.actions.duplicates.merge import built_upon, undo_merge
from screening.actions.history.event_log import log
from screening.actions.imports.import_files import FileRefused
from screening.actions.imports.import_job import PAUSE, next_dedupe
from screening.actions.jobs import job_queue
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_run import Cancelled, Failed, Running
from screening.models import BlockingKey, ImportFile, Job, Merge, Record, User
from screening.queries.duplicates.duplicate_pairs import new_records
from screening.queries.imports.import_files import dependents
from screening.records.messages import Message, gettext_noop

State = ImportFile.State
AT_ONCE = 250
IN_USE = gettext_noop(
    "The import of %(name)s was not undone because somebody has since worked on its records. Nothing was changed."
)


@transaction.atomic
def begin_undo(*, by: User, file: ImportFile) -> Job:
    """A job that takes the import back, to be sent. Raises FileRefused: state,
    in_use (work of people rests on it).
    """
    if not ImportFile.objects.filter(pk=file.pk, state=State.IMPORTED).update(state=State.UNDOING):
        raise FileRefused("state")
    if dependents(file):
        raise FileRefused("in_use")
    return job_queue.enqueue(kind="undo_import", review=file.review, by=by, file=file.pk)


def undo_import(running: Running) -> dict[str, Any]:
    """The job "undo_import". Params: file. Once the records are hidden it is always completed.

    Raises Failed when somebody voted on a record between the asking and now.
    """
    file = ImportFile.objects.select_related("search", "review").get(pk=running.params["file"])
    if file.state != State.UNDOING:
        return {"file": file.pk, "removed": 0}
    total = Record.objects.filter(file=file).count()
    _hide(file, running)
    _undo_merges(file, running)
    removed = total - Record.objects.filter(file=file).count()
    while keys := list(Record.objects.filter(file=file).values_list("pk", flat=True)[:AT_ONCE]):
        Record.objects.filter(pk__in=keys).delete()
        removed += len(keys)
        reach("undo.batch", -(-removed // AT_ONCE))
        _tell(running, removed, total)
        time.sleep(PAUSE[connection.vendor])
    following: list[int] = []
    with transaction.atomic():
        file.rejected_entries.all().delete()
        if new_records(file.review).exists():
            following = [next_dedupe(file.review, running.job.by).pk]
        ImportFile.objects.filter(pk=file.pk).update(state=State.UNDONE, imported=0)
        log(
            review=file.review,
            actor=running.job.by,
            verb="undo_import",
            file=file.name,
            file_id=file.pk,
            search=file.search_id,
            imported=file.imported,
        )
        running.remember(gone=True)
    return {"file": file.pk, "removed": file.imported, "then": following}


def _hide(file: ImportFile, running: Running) -> None:
    """From here on nobody can vote on these records any more."""
    if running.resume.get("hidden"):
        return
    with transaction.atomic():
        # The records are locked by then: a vote on its way is seen here, and a later one finds
        # nothing to vote on.
        Record.objects.filter(file=file).update(place="loading")
        used = bool(dependents(file))
        if used:
            transaction.set_rollback(True)
        else:
            running.remember(hidden=True)
    if used:
        with transaction.atomic():
            ImportFile.objects.filter(pk=file.pk).update(state=State.IMPORTED)
            running.remember(hidden=False)
    reach("undo.hide")
    if used:
        raise Failed(Message(IN_USE, {"name": file.name}))


def _undo_merges(file: ImportFile, running: Running) -> None:
    """The program's own merges, newest first, so that each comes apart as it was joined."""
    mine = Record.objects.filter(file=file)
    by = running.job.by or file.uploaded_by
    for merge_id in list(_live_merges(file)):
        for later in _built_on(merge_id):
            with transaction.atomic():
                undo_merge(by=by, review=file.review, merge_id=later)
                mine.filter(merged_in=later).update(place="loading")
                # Records of other files that came apart here may still be duplicates of one
                # another.
                BlockingKey.objects.filter(record__merged_in=later).delete()
        _tell(running, 0, running.total)


def _live_merges(file: ImportFile) -> Any:
    merges = Merge.objects.filter(review=file.review, undone_at=None, records__file=file).order_by(
        "-pk"
    )
    return merges.values_list("pk", flat=True).distinct()


def _built_on(merge_id: int) -> list[int]:
    """The merge and those made upon it since, newest first; empty once it is undone."""
    merge = Merge.objects.filter(pk=merge_id, undone_at=None).first()
    if merge is None:
        return []
    return [*built_upon(merge), merge_id]


def _tell(running: Running, done: int, total: int) -> None:
    with suppress(Cancelled):  # half an undo would be worse than a whole one
        running.advance(done, total)


def clear_undo(job: Job) -> None:
    """After a failed undo that changed nothing: the import stands as it did."""
    file = ImportFile.objects.filter(pk=job.params.get("file"), state=State.UNDOING).first()
    if file is not None and not Record.objects.filter(file=file, place="loading").exists():
        ImportFile.objects.filter(pk=file.pk, state=State.UNDOING).update(state=State.IMPORTED)
