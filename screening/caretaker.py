"""What looks after the installation beside its work: one worker process does,
for as long as it lives.
"""

import logging
import signal
from threading import Event, Thread
from time import monotonic
from typing import Any
from uuid import uuid4

from celery.signals import worker_process_init
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from reviewapp.processes import die_with_parent
from screening import tasks
from screening.actions.access.sign_in import forget_the_past
from screening.actions.access.tokens import forget_answers
from screening.actions.connectors import notice_checks, search_schedules
from screening.actions.exports import export_job
from screening.actions.history.history_hashing import seal_due
from screening.actions.jobs.duties import hold
from screening.actions.news import news_mail, news_rounds
from screening.actions.ranking.ranking_schedule import state as order_state
from screening.actions.webhooks import delivery_job, messages

log = logging.getLogger(__name__)

#: Seconds between two looks for what webhooks have to be told.
WEBHOOK_SECONDS = 5
#: Seconds between two looks for news that are due by e-mail.
NEWS_SECONDS = 30
#: Seconds between two rounds of sealing the history and of sweeping exports.
SEAL_SECONDS = 300


@worker_process_init.connect
def look_after_jobs(**_: Any) -> None:
    """In each process of the pool: ends with the worker,
    and looks after the installation while it is its turn.
    """
    die_with_parent(signal.SIGKILL)
    Thread(target=Caretaker().go_round, daemon=True, name="caretaker").start()


class Caretaker:
    """Looks for forgotten jobs, due orders, unsealed history and old exports:
    one process of the whole installation.

    The others ask now and then whether its lease has ended. While nothing happens on the site, the
    one that holds it asks one cheap question every ORDER_LOOK_SECONDS.
    """

    DUTY = "caretaker"
    #: Seconds after which orders are looked at although nothing has happened: pauses after failures
    #: end.
    LOOK_AGAIN = 60.0

    def __init__(self) -> None:
        self.me = uuid4()
        self.lease = 3.0 * settings.JOB_REAP_SECONDS
        self.holds = False
        self.seen: tuple[Any, ...] | None = None
        self.sealed: dict[int, int] = {}
        now = monotonic()
        self.next = {
            "hold": now,
            "reap": now + settings.JOB_REAP_SECONDS,
            "look": now,
            "keep": now + SEAL_SECONDS,
        }
        self.next["news"] = now + NEWS_SECONDS
        self.next["webhooks"] = now

    def go_round(self) -> None:
        """For ever; a database that is away is asked again later."""
        pause = Event()
        while not pause.wait(min(settings.ORDER_LOOK_SECONDS, settings.JOB_REAP_SECONDS)):
            try:
                self.once()
            except (DatabaseError, OSError) as error:
                self.holds = False
                log.warning("the site could not be looked after: %s", error)
            if not self.holds:
                connections.close_all()

    def once(self) -> None:
        """What is due now."""
        if self._due("hold", settings.JOB_REAP_SECONDS):
            self.holds = hold(self.DUTY, self.me, seconds=self.lease)
        if not self.holds:
            return
        if self._due("reap", settings.JOB_REAP_SECONDS):
            tasks.reap()
        self._look()
        if self._due("news", NEWS_SECONDS):
            send_news()
        if self._due("webhooks", WEBHOOK_SECONDS):
            send_webhooks()
        if self._due("keep", SEAL_SECONDS):
            seal_history(self.sealed)
            sweep_exports()
            sweep_door()
            raise_news()
            ask_services()

    def _look(self) -> None:
        state = order_state()
        if state != self.seen or self._due("look", self.LOOK_AGAIN):
            self.next["look"] = monotonic() + self.LOOK_AGAIN
            # What a look sets going changes the state, and is looked at once more.
            self.seen = state
            tasks.ask_for_orders()

    def _due(self, what: str, seconds: float) -> bool:
        if monotonic() < self.next[what]:
            return False
        self.next[what] = monotonic() + seconds
        return True


def ask_services() -> int:
    """Runs searches again and looks for notices where that is due; how many jobs.
    Nothing where services are off.
    """
    if not settings.CONNECTORS:
        return 0
    try:
        now = timezone.now()
        return sum(
            tasks.deliver(job.pk)
            for job in [*search_schedules.begin_due(now), *notice_checks.begin_due(now)]
        )
    except DatabaseError as error:
        log.warning("services could not be asked: %s", error)
        return 0


def seal_history(done: dict[int, int] | None = None) -> int:
    """Seals what is old enough of the histories; how many events. One of several sealers does it."""
    try:
        return seal_due(done=done)
    except DatabaseError as error:
        log.warning("the history could not be sealed: %s", error)
        return 0


def sweep_exports() -> int:
    """Deletes exports kept long enough, and leftovers of killed workers; how many files."""
    try:
        return export_job.sweep()
    except (DatabaseError, OSError) as error:
        log.warning("old exports could not be swept: %s", error)
        return 0


def sweep_door() -> None:
    """Forgets ended sessions, old tries at passwords and counts that no longer matter."""
    try:
        forget_the_past()
        forget_answers()
        messages.forget_deliveries()
    except DatabaseError as error:
        log.warning("old sessions could not be forgotten: %s", error)


def send_news() -> int:
    """Has the news sent that are due by e-mail; how many letters."""
    try:
        return sum(tasks.deliver(job.pk) for job in news_mail.post_due())
    except DatabaseError as error:
        log.warning("news could not be sent: %s", error)
        return 0


def send_webhooks() -> int:
    """Has other programs told of what happened; how many jobs that takes."""
    try:
        messages.gather()
        return sum(tasks.deliver(job.pk) for job in delivery_job.due())
    except DatabaseError as error:
        log.warning("webhooks could not be looked after: %s", error)
        return 0


def raise_news() -> int:
    """Tells of waiting conflicts and of the week; how many notices."""
    try:
        return news_rounds.tell_conflicts() + news_rounds.tell_week()
    except DatabaseError as error:
        log.warning("news could not be raised: %s", error)
        return 0
