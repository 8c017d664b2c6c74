"""`manage.py serve`: everything one machine needs, web and worker,
watched and started again when one dies.
"""

import http.client
import os
import signal
import socket
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.urls import reverse

from reviewapp.celery import app as celery_app
from reviewapp.environment import number, text
from reviewapp.private_files import clear_temporary, make_private
from reviewapp.web_server import listen
from screening.example.people import PEOPLE
from screening.management.connections import server_connections, shortage, web_connections
from screening.management.parts import Part, web_parts, worker_parts
from screening.management.safe_start import refusals, warnings
from screening.management.static_files import collect_static_files
from screening.models import Job, Review
from screening.queries.access.people import anybody, first_token

DAY = 24 * 3600.0
#: Seconds that web and worker get to finish what they are at, and a worker that has no job.
STOP_WITHIN, STOP_IDLE_WITHIN = 10.0, 1.5


class Command(BaseCommand):
    """Prepares the database, starts web and worker, keeps them running until Ctrl-C."""

    help = "Runs the site: prepares the database, starts web server and worker, starts them again when they die."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For several hosts: parts of it, and no example."""
        parser.add_argument(
            "--no-web", action="store_true", help="only a worker, as on a host for long work"
        )
        parser.add_argument("--no-worker", action="store_true", help="only the web server")
        parser.add_argument(
            "--no-example", action="store_true", help="do not build the worked example"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs until told to stop. Raises CommandError, which ends with exit code 1."""
        if options["no_web"] and options["no_worker"]:
            raise CommandError("--no-web and --no-worker leave nothing to run")
        self.stop_asked = self.running = False
        for number_ in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number_, self._ask_to_stop)
        self.host, self.port = text("HOST", "127.0.0.1"), number("PORT", 8000, least=1)
        for reason in refusals(self.host, debug=settings.DEBUG, secret=settings.SECRET_KEY):
            raise CommandError(reason)
        self._check_folder()
        if not options["no_web"]:
            self.listening = self._listen()
            self.stderr.writelines(
                f"{line}\n" for line in warnings(self.host, https=settings.HTTPS)
            )
        self._prepare(web=not options["no_web"], example=not options["no_example"])
        self._keep_running(self._parts(web=not options["no_web"], worker=not options["no_worker"]))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked = True
        if not self.running:
            raise SystemExit(130)

    def _check_folder(self) -> None:
        probe = settings.DATA_DIR / f".probe-{os.getpid()}"
        try:
            settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise CommandError(
                f"the data folder {settings.DATA_DIR} cannot be written ({error.strerror}); "
                "set DATA_DIR to a folder that can, as in: DATA_DIR=$HOME/reviewapp make run"
            ) from None

    def _listen(self) -> socket.socket:
        try:
            return listen(self.host, self.port)
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise CommandError(
                f"cannot listen on {self.host} port {self.port} ({why}); choose another, as in: PORT=8001 make run"
            ) from None

    def _prepare(self, *, web: bool, example: bool) -> None:
        self._wait_for("database", _database_answers)
        self._wait_for("broker", _broker_answers, least=not web)
        self._say("Preparing the database")
        for folder in {settings.DATA_DIR, settings.MEDIA_ROOT}:
            make_private(folder)
        clear_temporary(Path(settings.FILE_UPLOAD_TEMP_DIR), older_than=DAY)
        with _one_host_at_a_time():
            call_command("migrate", verbosity=0, interactive=False)
        if web and not settings.DEBUG:
            collect_static_files(self._say)
        if example and not Review.objects.exists():
            self._say("Building the worked example")
            with transaction.atomic():  # all of it or nothing, should somebody press Ctrl-C
                call_command("demo", stdout=self.stdout)
        self.nobody = not anybody()
        connections.close_all()

    def _wait_for(self, what: str, answers: Callable[[], str], *, least: bool = True) -> None:
        """Waits for a server that may come up after us, as after a power cut; says so once.

        `least` False: one try, as the web goes on without it.
        Raises CommandError after START_WAIT_SECONDS.
        """
        until = time.monotonic() + number("START_WAIT_SECONDS", 120, least=0)
        told = False
        while problem := answers():
            if time.monotonic() >= until and least:
                raise CommandError(f"the {what} does not answer: {problem}")
            if not told:
                self._say(
                    f"Waiting for the {what}: {problem}"
                    if least
                    else f"The {what} does not answer yet: {problem}"
                )
                told = True
            if not least:
                return
            time.sleep(1)

    def _parts(self, *, web: bool, worker: bool) -> list[Part]:
        most = 0
        if connection.vendor == "postgresql":
            most, taken = server_connections()
            connections.close_all()
            if lack := shortage(web=web, worker=worker, most=most, taken=taken):
                self.stderr.write(lack)
        parts = web_parts(self.listening, web_connections(most)) if web else []
        return [*parts, *worker_parts(niceness=10 if web else 0)] if worker else parts

    def _keep_running(self, parts: list[Part]) -> None:
        broken, self.running = "", True
        try:
            for part in parts:
                part.start()
            announce = self._announcer(parts)
            while not self.stop_asked and not broken:
                announce()
                broken = next((name for part in parts if (name := self._revive(part))), "")
                time.sleep(0.1)
        finally:
            self._stop(parts)
        if broken:
            raise CommandError(f"the {broken} ends as soon as it is started; what it said is above")

    def _announcer(self, parts: list[Part]) -> Callable[[], None]:
        """A function that says where the site is, once, when it answers."""
        waiting = [part for part in parts if part.name == "web server"]
        shown = f"[{self.host}]" if ":" in self.host else self.host
        shown = "127.0.0.1" if shown in {"0.0.0.0", "[::]"} else shown  # noqa: S104
        example = settings.DATA_DIR / "example-password"
        if not waiting:
            self._say("The worker runs. Ctrl-C stops it.")

        def announce() -> None:
            if waiting and _answers(shown.strip("[]"), self.port):
                waiting.clear()
                self._say(f"\nreviewapp is at http://{shown}:{self.port}/   (Ctrl-C stops it)")
                if example.exists():
                    self._say(
                        f"The worked example: {PEOPLE['lead'][0]} and others, password in {example}"
                    )
                if self.nobody:
                    page = reverse("first-account", kwargs={"token": first_token()})
                    self._say(
                        "Your own first account, which runs the site and invites the others, is made at"
                    )
                    self._say(
                        f"  http://{shown}:{self.port}{page}   (works once; behind a proxy, put its name there)"
                    )

        return announce

    def _revive(self, part: Part) -> str:
        """Starts the part again if it has ended; its name when that has become pointless."""
        code = part.ended()
        if code is None:
            return ""
        if part.hopeless():
            return part.name
        if part.come_back():
            self.stderr.write(f"The {part.name} had ended ({code}) and is started again")
        return ""

    def _stop(self, parts: list[Part]) -> None:
        self._say("Stopping")
        for part in parts:
            part.tell(signal.SIGTERM)
        now = time.monotonic()
        until = {part.name: now + STOP_WITHIN for part in parts}
        workers = [name for name in until if name.startswith("worker")]
        if workers and not _jobs_run():
            # With nothing in hand it only polls its broker to the end. A message it has just taken
            # is sent again.
            until |= dict.fromkeys(workers, now + STOP_IDLE_WITHIN)
        while any(_still_stopping(part, until[part.name]) for part in parts):
            time.sleep(0.05)
        for part in parts:
            part.tell(signal.SIGKILL)
            if part.process is not None:
                part.process.wait()


def _answers(host: str, port: int) -> bool:
    line = http.client.HTTPConnection(host, port, timeout=0.5)
    try:
        line.request("GET", "/health/live/")
        return line.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _still_stopping(part: Part, until: float) -> bool:
    return part.process is not None and part.ended() is None and time.monotonic() < until


def _jobs_run() -> bool:
    """Whether a job may be in the hands of our worker; yes where nobody can say."""
    try:
        return Job.objects.filter(state=Job.State.RUNNING).exists()
    except DatabaseError:
        return True
    finally:
        connections.close_all()


def _database_answers() -> str:
    """Empty when it does, else what it says, in one line."""
    if connection.vendor == "sqlite":
        return ""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        connection.close()
        return " ".join(str(error).split())
    return ""


def _broker_answers() -> str:
    if settings.EMBEDDED_BROKER:
        return ""
    try:
        with celery_app.connection(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except Exception as error:  # every transport has its own kinds
        return " ".join(str(error).split()) or type(error).__name__
    return ""


@contextmanager
def _one_host_at_a_time() -> Iterator[None]:
    """Hosts that start together on one PostgreSQL wait for each other; SQLite has but one host."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock(7361001)"
        )
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(7361001)")
