"""Work in the background: the message says "run job N",
the row in the database says everything else.
"""

import logging
import mmap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Event, Thread
from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.http import Http404

from reviewapp.logs import JOB
from reviewapp.telemetry import span
from screening.actions.archive import archive_jobs, review_deletion
from screening.actions.connectors import (
    citation_searches,
    completion,
    full_texts,
    notice_checks,
    search_fetch,
)
from screening.actions.connectors.runs import clear_run
from screening.actions.duplicates import dedupe_job
from screening.actions.exports import export_job
from screening.actions.flow import published_files
from screening.actions.imports import import_job, imported_decisions, undo_import
from screening.actions.jobs import job_queue
from screening.actions.jobs.job_run import (
    ATTEMPTS,
    Cancelled,
    Failed,
    Lost,
    PutOff,
    Running,
    Stopped,
)
from screening.actions.news import news_mail
from screening.actions.ranking import stop_screening
from screening.actions.ranking.ranking_schedule import look
from screening.actions.verification import verification_job
from screening.actions.webhooks import delivery_job
from screening.models import Job
from screening.queries.access.authorization import access_review
from screening.records.messages import Message, gettext_noop

log = logging.getLogger(__name__)


def _when_needed(module: str, name: str) -> Callable[[Running], dict[str, Any] | None]:
    """A function imported by the first job that runs it: no web process needs scikit-learn."""

    def work(running: Running) -> dict[str, Any] | None:
        return getattr(import_module(module), name)(running)

    return work


#: The work of each kind of job: goes on from `running.resume`, returns the result (JSON).
KINDS: dict[str, Callable[[Running], dict[str, Any] | None]] = {
    "adopt": imported_decisions.adopt,
    "archive": archive_jobs.make,
    "delete_review": review_deletion.carry_out,
    "dedupe": dedupe_job.run,
    "export": export_job.make,
    "chase": citation_searches.run,
    "complete": completion.run,
    "fetch": search_fetch.fetch,
    "full_texts": full_texts.run,
    "notices": notice_checks.run,
    "features": _when_needed("screening.actions.ranking.ranking_job", "build_features"),
    "import": import_job.import_file,
    "load_review": archive_jobs.load,
    "news": news_mail.send_letter,
    "publication": published_files.make_files,
    "rank": _when_needed("screening.actions.ranking.ranking_job", "rank"),
    "read": import_job.read_files,
    "release": stop_screening.release,
    "stop": stop_screening.carry_out,
    "stopping_p": stop_screening.compute_p,
    "undo_import": undo_import.undo_import,
    "webhooks": delivery_job.deliver,
    "verify": verification_job.check,
    "what_if": _when_needed("screening.actions.verification.what_if_job", "compute"),
}
#: Where a kind leaves something half done: takes it away after the job failed or was cancelled;
#: twice does no harm.
CLEARS: dict[str, Callable[[Job], None]] = {
    "chase": clear_run,
    "complete": clear_run,
    "fetch": clear_run,
    "full_texts": clear_run,
    "notices": clear_run,
    "import": import_job.clear_import,
    "load_review": archive_jobs.clear_load,
    "undo_import": undo_import.clear_undo,
}

#: Kinds of jobs whose end is news for whoever started them; the result, or "failed" and why.
TELLS: dict[str, Callable[[Job, dict[str, Any]], int]] = {"import": import_job.tell_end}

GIVEN_UP = gettext_noop(
    "Stopped after %(attempts)s attempts that ended without a response. No partial results are kept."
)
BROKEN = gettext_noop(
    "A software error ended this. No partial results are kept. In the server log this is job %(job)s."
)
UNKNOWN = gettext_noop(
    "This server does not know jobs of the type %(kind)s. Have all servers been updated?"
)
NOT_ALLOWED = gettext_noop("The person who started this no longer has access to the review.")


# Shared with the processes forked from the worker, as only the first one hears that it should stop.
_shutting_down = mmap.mmap(-1, 1)


def send(job: Job) -> None:
    """Tells the workers of a job once it is committed. Never fails: without a broker,
    a worker finds the row later.
    """
    transaction.on_commit(lambda: deliver(job.pk))


def deliver(job_id: int) -> bool:
    """Puts the message on the broker now; whether that went well."""
    try:
        run_job.apply_async(
            (job_id,), queue=settings.JOB_QUEUES[job_queue.queue(job_id)], retry=False
        )
    except Exception as error:  # every transport has its own kinds
        log.warning("job %s was not sent, a worker will find it later: %s", job_id, error)
        return False
    job_queue.sent(job_id)
    return True


@shared_task(name="screening.run_job", bind=True)
def run_job(self: Any, job_id: int) -> None:
    """Runs a job: by a message the one whose turn it is, if nobody else does; called directly,
    this one now.
    """
    direct = self.request.called_directly
    chosen = job_id if direct else job_queue.fairest(job_id)
    running = (
        job_queue.claim(chosen, stopping=_stopping, in_turn=not direct)
        if chosen is not None
        else None
    )
    if running is None:
        job_queue.hold_back(job_id)
        return
    token = JOB.set(running.job.pk)
    try:
        with _kept_alive(running), span(f"job {running.job.kind}", job=running.job.pk):
            _run(running)
    except Lost:
        log.warning("job %s is in other hands now", job_id)
    except DatabaseError as error:
        log.warning("job %s lost its database and will be found later: %s", job_id, error)
    finally:
        JOB.reset(token)
    if not direct:
        _send_held_back(running.job.kind)


def _send_held_back(kind: str) -> None:
    try:
        for waiting in job_queue.held_back(kind):
            deliver(waiting)
    except DatabaseError as error:
        log.warning("jobs that were held back will be found later: %s", error)


def _run(running: Running) -> None:
    try:
        if running.given_up:
            raise Failed(Message(GIVEN_UP, {"attempts": ATTEMPTS}))
        running.check()
        _check_rights(running.job)
        work = KINDS.get(running.job.kind)
        if work is None:
            raise Failed(Message(UNKNOWN, {"kind": running.job.kind}))
        result = work(running) or {}
        running.finish(result)
        _tell(running.job, result)
        for following in result.get("then", ()):
            deliver(following)
    except Stopped:
        running.release()
    except PutOff as later:
        running.put_off(later.message, later.until)
    except (OperationalError, InterfaceError) as error:
        log.warning("job %s waits for its database: %s", running.job.pk, error)
        running.release(counted=True)
    except Lost:
        raise
    except Cancelled:
        _clear(running)
        running.give_in()
    except Failed as error:
        _clear(running)
        running.fail(error.message)
        _tell(running.job, {"failed": error.message.to_json()})
    except Exception:
        log.exception("job %s (%s) failed", running.job.pk, running.job.kind)
        _clear(running)
        broken = Message(BROKEN, {"job": running.job.pk})
        running.fail(broken)
        _tell(running.job, {"failed": broken.to_json()})


def _tell(job: Job, result: dict[str, Any]) -> None:
    """News of how it ended, where a kind of job has some."""
    if tell := TELLS.get(job.kind):
        tell(job, result)


def _clear(running: Running) -> None:
    clear = CLEARS.get(running.job.kind)
    # A worker that dies in clearing, too, must not come back to it for ever.
    if clear is not None and running.job.attempts <= ATTEMPTS + 1:
        clear(running.job)


def _check_rights(job: Job) -> None:
    """Who was removed meanwhile, or has lost the account, gets nothing done any more."""
    if job.by is None or job.review_id is None:
        return
    try:
        access_review(job.by, job.review_id)
    except (Http404, PermissionDenied):
        raise Failed(Message(NOT_ALLOWED)) from None


@contextmanager
def _kept_alive(running: Running) -> Iterator[None]:
    """Gives signs of life during long steps that do not call `advance`;
    inside a transaction nobody could see them.
    """
    if connection.in_atomic_block:
        yield
        return
    over = Event()

    def beat() -> None:
        while not over.wait(min(settings.JOB_HEARTBEAT_SECONDS, 1)):
            if running.silent_for >= settings.JOB_HEARTBEAT_SECONDS:
                running.beat()
        connections.close_all()

    thread = Thread(target=beat, daemon=True, name="job heartbeat")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _stopping() -> bool:
    return _shutting_down[0] != 0


# The worker
# --------------------------------------------------------------------------------------------------------


@worker_shutting_down.connect
def tell_running_jobs(**_: Any) -> None:
    """Running jobs stop at their next step and go on after the restart."""
    _shutting_down[0] = 1


@worker_ready.connect
def send_waiting_jobs(**_: Any) -> None:
    """Messages may have died with the last worker."""
    reap(all_waiting=True)
    connections.close_all()


def ask_for_orders() -> int:
    """Has orders learned where enough votes have come in; how many jobs. No vote waits for it,
    and none pays for it.
    """
    try:
        return sum(deliver(job.pk) for job in look())
    except DatabaseError as error:
        log.warning("learned orders could not be looked after: %s", error)
        return 0


def reap(*, all_waiting: bool = False) -> int:
    """Sends forgotten jobs again; how many."""
    try:
        return sum(deliver(job_id) for job_id in job_queue.reap(all_waiting=all_waiting))
    except DatabaseError as error:
        log.warning("forgotten jobs could not be looked for: %s", error)
        return 0
