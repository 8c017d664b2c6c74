"""The one place that makes a session to a service:
only where both the site and the review have it on.

The gate is a row in the database, so that all workers of a site keep one pace together; requests
are logged and answers kept in rows as well.
"""

import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from screening import PROGRAM
from screening.connectors import CONNECTORS, Answer, Connector, Entry, Pace, Parked, Session, Site
from screening.models import Review, ServiceAnswer, ServiceGate, ServiceRequest
from screening.queries.connectors.services import is_on
from screening.records.messages import Message, gettext_noop
from screening.records.registry import pick

#: Seconds after which a request that never told its end counts as over: longer than any may take.
LEASE = 180.0
#: Seconds a worker waits for its turn; for longer, the work is put off.
PATIENCE = 60.0
GIVES_UP = 5
#: After so many failures in a row, the service is left alone for so many seconds: what is down
#: slows nothing else.
REST = 120.0
LOOK_AGAIN = 0.1

OFF = gettext_noop("%(service)s is not switched on in this review.")
RESTS = gettext_noop(
    "%(service)s has not answered lately and is left alone until %(until)s. The work goes on by itself."
)
QUEUE = gettext_noop(
    "Many are asking %(service)s at the moment. The work goes on by itself at %(until)s."
)


def wait(seconds: float) -> None:
    """Waits for one's turn."""
    time.sleep(seconds)


def now() -> float:
    """The time, for all who keep a pace."""
    return time.time()


class SwitchedOff(Exception):
    """The service is off for the site or the review: nothing was asked. `message` says so."""

    def __init__(self, label: str) -> None:
        self.message = Message(OFF, {"service": label})
        super().__init__(str(self.message))


def open_session(key: str, *, review: Review, what: str, hurried: bool = False) -> Session:
    """The way to a service, for one purpose of one review. Raises SwitchedOff;
    opens no connection by itself.

    `hurried`: somebody waits for the page.
    """
    connector: Connector = pick(CONNECTORS, key, "service")
    if not is_on(review, key):
        raise SwitchedOff(connector.label)
    pace = (
        connector.keyed if connector.keyed and settings.CONNECTORS_KEYS.get(key) else connector.pace
    )
    return Session(
        service=key,
        label=connector.label,
        hosts=connector.hosts,
        pace=pace,
        site=site(),
        what=what,
        hurried=hurried,
        gate=DatabaseGate(connector.label, patience=5.0 if hurried else PATIENCE),
        memory=DatabaseMemory(),
        journal=RequestLog(review, what),
    )


def site() -> Site:
    """What whoever runs the site has set."""
    where = "; ".join(filter(None, (settings.SITE_URL, f"mailto:{settings.CONNECTORS_CONTACT}")))
    return Site(
        contact=settings.CONNECTORS_CONTACT,
        agent=f"{PROGRAM.replace(' ', '/').lower()} ({where})",
        keys={key: value for key, value in settings.CONNECTORS_KEYS.items() if value},
        proxy=settings.CONNECTORS_PROXY,
        gateway=settings.CONNECTORS_GATEWAY,
    )


class DatabaseGate:
    """Keeps the pace of a service by one row, which every worker locks for a moment before it asks.

    Turns are given out ahead: whoever comes gets the next free moment and waits for it outside the
    lock.
    """

    def __init__(
        self,
        label: str,
        *,
        pause: Callable[[float], None] | None = None,
        clock: Callable[[], float] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.label, self._pause, self._clock, self._patience = (
            label,
            pause or wait,
            clock or now,
            patience,
        )

    @contextmanager
    def enter(self, service: str, pace: Pace) -> Iterator[None]:
        """Waits for one's turn, and holds one of the places until the request is over.
        Raises Parked.
        """
        holder = uuid4().hex
        self._pause(self._turn(service, pace, holder))
        try:
            yield
        finally:
            self._leave(service, holder)

    def _turn(self, service: str, pace: Pace, holder: str) -> float:
        """Seconds until one's turn."""
        began = self._clock()
        while True:
            with transaction.atomic():
                row = _locked(service)
                moment = self._clock()
                self._check_held(row, moment)
                leases = {name: end for name, end in row.leases.items() if end > moment}
                per_second = min(pace.per_second, row.per_second or pace.per_second)
                if len(leases) < min(pace.at_once, row.at_once or pace.at_once):
                    turn = max(moment, row.next_at)
                    if turn - moment > self._patience:
                        raise self._parked(QUEUE, turn)
                    row.next_at = turn + 1 / per_second
                    row.leases = leases | {holder: turn + LEASE}
                    row.save(update_fields=["next_at", "leases"])
                    return turn - moment
            if self._clock() - began > self._patience:
                raise self._parked(QUEUE, self._clock() + PATIENCE)
            self._pause(LOOK_AGAIN)

    def _check_held(self, row: ServiceGate, moment: float) -> None:
        if row.held_until - moment > self._patience:
            raise self._parked(RESTS, row.held_until)
        if row.held_until > row.next_at:
            row.next_at = row.held_until

    def _parked(self, words: str, at: float) -> Parked:
        until = datetime.fromtimestamp(at, UTC)
        said = until.strftime("%Y-%m-%d %H:%M UTC")
        return Parked(Message(words, {"service": self.label, "until": said}), until)

    def _leave(self, service: str, holder: str) -> None:
        with transaction.atomic():
            row = _locked(service)
            if row.leases.pop(holder, None) is not None:
                row.save(update_fields=["leases"])

    def hold(self, service: str, seconds: float) -> None:
        """Nobody asks the service for so long."""
        with transaction.atomic():
            row = _locked(service)
            row.held_until = max(row.held_until, self._clock() + seconds)
            row.save(update_fields=["held_until"])

    def tell(self, service: str, worked: bool) -> None:
        """Counts failures in a row; after GIVES_UP of them the service rests for everybody."""
        if worked and not ServiceGate.objects.filter(service=service, failures__gt=0).exists():
            return
        with transaction.atomic():
            row = _locked(service)
            row.failures = 0 if worked else row.failures + 1
            if row.failures >= GIVES_UP:
                row.failures, row.held_until = 0, max(row.held_until, self._clock() + REST)
            row.save(update_fields=["failures", "held_until"])

    def learn(self, service: str, pace: Pace) -> None:
        """Keeps the pace that the service itself told."""
        rows = ServiceGate.objects.filter(service=service)
        rows.exclude(per_second=pace.per_second, at_once=pace.at_once).update(
            per_second=pace.per_second, at_once=pace.at_once
        )


def _locked(service: str) -> ServiceGate:
    row = ServiceGate.objects.select_for_update().filter(service=service).first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            ServiceGate.objects.create(service=service)
    except IntegrityError:
        pass
    return ServiceGate.objects.select_for_update().get(service=service)


class DatabaseMemory:
    """Keeps answers as rows, packed; old ones go when new ones come."""

    def get(self, service: str, key: str) -> Answer | None:
        """The answer kept, if it is not too old."""
        row = ServiceAnswer.objects.filter(
            service=service, key=key, until__gt=timezone.now()
        ).first()
        return Answer(200, row.headers, zlib.decompress(bytes(row.body))) if row else None

    def put(self, service: str, key: str, answer: Answer, seconds: int) -> None:
        """Keeps an answer for so many seconds."""
        moment = timezone.now()
        ServiceAnswer.objects.filter(until__lte=moment).delete()
        kind = {"content-type": answer.headers.get("content-type", "")}
        ServiceAnswer.objects.update_or_create(
            service=service,
            key=key,
            defaults={
                "body": zlib.compress(answer.body),
                "headers": kind,
                "until": moment + timedelta(seconds=seconds),
            },
        )


class RequestLog:
    """Notes each request of a review."""

    def __init__(self, review: Review, what: str) -> None:
        self.review, self.what = review, what

    def note(self, entry: Entry) -> None:
        """One more request was made."""
        ServiceRequest.objects.create(
            review=self.review,
            service=entry.service,
            what=entry.what,
            address=entry.address,
            status=entry.status,
            size=entry.size,
            seconds=entry.seconds,
        )
