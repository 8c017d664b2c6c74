"""A job in the hands of a worker: progress, checkpoints, and the ways it can end."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from screening.models import Job
from screening.records.messages import Message

#: Seconds between two writes of the progress, at least.
WRITE_EVERY = 0.5
#: Starts of a job without a checkpoint in between, before it is given up.
ATTEMPTS = 3

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody asked to cancel the job. Let it pass, after putting back what should not stay."""


class Stopped(Exception):
    """The worker is shutting down. Let it pass: the job goes on, from its last checkpoint,
    at the next start.
    """


class Lost(Exception):
    """Another worker holds the job now, as this one seemed dead.
    Let it pass and write nothing more.
    """


class PutOff(Exception):
    """Raised by a job that has to wait until a certain time, with a message for people;
    no attempt is counted.
    """

    def __init__(self, message: Message, until: datetime) -> None:
        super().__init__(str(message))
        self.message, self.until = message, until


class Failed(Exception):
    """Raised by a job to end itself with a message for people."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Running:
    """A claimed job.

    `params` are those given to `enqueue`, `resume` what the last checkpoint remembered ({} at
    first), `job` the row as it was claimed, with review and by.
    """

    def __init__(self, job: Job, stopping: Callable[[], bool] = bool) -> None:
        self.job, self.holder = job, job.holder
        self.params: dict[str, Any] = {
            key: value for key, value in job.params.items() if key != "resume"
        }
        self.resume: dict[str, Any] = dict(job.params.get("resume", {}))
        self.done, self.total, self.message = job.done, job.total, job.message
        self.rate: float | None = None
        # Told by the worker's signal handler, which must not touch the database.
        self._stopping = stopping
        self._cancelled, self._lost = job.cancel_asked, False
        self._lock = Lock()
        self._beaten = self._measured = monotonic()
        self._measured_done: int | None = None

    @property
    def given_up(self) -> bool:
        """Whether it was started too often without getting further,
        and should only be cleared away.
        """
        return self.job.attempts > ATTEMPTS

    @property
    def silent_for(self) -> float:
        """Seconds since the row last heard of this run."""
        return monotonic() - self._beaten

    def advance(self, done: int, total: int | None = None, message: Message | None = None) -> None:
        """Tells how far the work is; cheap enough for every record,
        and fine inside the work's transaction.

        The row is written every half second at most, and never inside a transaction, as others
        could not see it there. Raises Cancelled, Stopped or Lost when the work should stop.
        """
        self.done = done
        self.total = self.total if total is None else total
        self.message = self.message if message is None else message.to_json()
        self._measure()
        # A write at every record would cost more than the work.
        if self.silent_for >= WRITE_EVERY and not connection.in_atomic_block:
            self.beat()
        self.check()

    def check(self) -> None:
        """Raises Lost, Cancelled or Stopped when the work should stop."""
        if self._lost:
            raise Lost
        if self._cancelled:
            raise Cancelled
        if self._stopping():
            raise Stopped

    def remember(self, **state: Any) -> None:
        """A checkpoint: adds to `resume`, which the next attempt finds if this one ends early.

        Call it last in the transaction of the work it tells of: both stand or fall together, so
        that nothing is lost or done twice. Raises Lost, which takes the transaction back.
        """
        self.resume |= state
        params, beaten = self.params | {"resume": self.resume}, self._beaten
        self._write(params=params, attempts=1, done=self.done, total=self.total, heartbeat_at=Now())
        # Only a beat reads whether to stop, so frequent checkpoints must not put it off.
        self._beaten = beaten

    def beat(self) -> None:
        """Writes progress and a sign of life, and reads whether to stop.
        A database in trouble is tried again later.
        """
        with self._lock:
            self._beaten = monotonic()
            try:
                kept = self._row().update(
                    done=self.done,
                    total=self.total,
                    rate=self.rate,
                    message=self.message,
                    heartbeat_at=Now(),
                )
                # No row: another worker has claimed it, as this one was silent for too long.
                self._lost = self._lost or not kept
                self._cancelled = self._cancelled or self._row().filter(cancel_asked=True).exists()
            # A sign of life that fails once is no reason to lose hours of work.
            except DatabaseError as error:
                log.warning("job %s could not tell its progress: %s", self.job.pk, error)

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """Done, with what came of it. Raises Lost."""
        # The bar ends full, also where a part was skipped.
        self.done = max(self.done, self.total)
        self._end(Job.State.DONE, result=result or {})

    def fail(self, message: Message) -> None:
        """Ended with a message that says what to do. Raises Lost."""
        self.message = message.to_json()
        self._end(Job.State.FAILED)

    def give_in(self) -> None:
        """Ended because somebody asked. Raises Lost."""
        self._end(Job.State.CANCELLED)

    def release(self, *, counted: bool = False) -> None:
        """Back to waiting, to be sent again; the attempt counts only when asked. Raises Lost."""
        attempts = self.job.attempts if counted else max(self.job.attempts - 1, 0)
        self._write(
            state=Job.State.QUEUED, holder=None, sent_at=None, attempts=attempts, done=self.done
        )

    def put_off(self, message: Message, until: datetime) -> None:
        """Back to waiting until then, from the last checkpoint. Raises Lost."""
        self.message = message.to_json()
        self._write(
            state=Job.State.QUEUED,
            holder=None,
            sent_at=None,
            attempts=max(self.job.attempts - 1, 0),
            not_before=until,
            message=self.message,
            done=self.done,
        )

    def _end(self, state: str, **fields: Any) -> None:
        self._write(
            state=state,
            done=self.done,
            total=self.total,
            message=self.message,
            holder=None,
            rate=None,
            heartbeat_at=Now(),
            finished_at=Now(),
            **fields,
        )

    def _write(self, **fields: Any) -> None:
        if not self._row().update(**fields):
            self._lost = True
            raise Lost
        self._beaten = monotonic()

    def _row(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, holder=self._name(), state=Job.State.RUNNING)

    def _name(self) -> UUID:
        assert self.holder is not None, "only a claimed job runs"  # noqa: S101
        return self.holder

    def _measure(self) -> None:
        """Keeps the rate, two thirds old and one third new, once in two seconds."""
        if self._measured_done is None:
            self._measured, self._measured_done = monotonic(), self.done
            return
        passed = monotonic() - self._measured
        # The first rate comes early, so that people see an estimate; later ones are smoothed.
        if passed < 2 and (self.rate is not None or passed < WRITE_EVERY):
            return
        new = (self.done - self._measured_done) / passed
        self.rate = new if self.rate is None else self.rate * 2 / 3 + new / 3
        self._measured, self._measured_done = monotonic(), self.done
