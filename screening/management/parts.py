"""The processes that `serve` keeps running."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from reviewapp.environment import make_folder, number
from reviewapp.processes import die_with_parent

#: A process that ends within so many seconds of its start, so many times in a row, will not come
#: back.
SOON, TOO_SOON = 10.0, 5


@dataclass
class Part:
    """One of the processes that are kept running."""

    name: str
    command: list[str]
    niceness: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    descriptors: tuple[int, ...] = ()
    early_ends: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        parent = os.getpid()

        def prepare() -> None:
            die_with_parent(signal.SIGTERM, parent=parent)
            os.nice(self.niceness)

        environment = os.environ | self.environment
        self.process = subprocess.Popen(
            self.command,
            env=environment,
            start_new_session=True,
            preexec_fn=prepare,
            pass_fds=self.descriptors,
        )
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """Its exit code once it has ended."""
        return self.process.poll() if self.process else None

    def tell(self, number: signal.Signals) -> None:
        """Sends it a signal; SIGKILL goes to everything it has started, too."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                (os.killpg if number == signal.SIGKILL else os.kill)(self.process.pid, number)

    def hopeless(self) -> bool:
        """Whether it has now ended right after its start too often."""
        return (
            self.early_ends + (time.monotonic() - self.started < SOON) >= TOO_SOON
            and not self.not_before
        )

    def come_back(self) -> bool:
        """Called while it has ended: starts it again, after a pause that grows;
        whether it has just been started.
        """
        now = time.monotonic()
        if not self.not_before:
            self.early_ends = self.early_ends + 1 if now - self.started < SOON else 0
            self.not_before = now + 0.5 * self.early_ends
            self.tell(signal.SIGKILL)
        if now < self.not_before:
            return False
        self.not_before = 0.0
        self.start()
        return True


def web_parts(listening: socket.socket, connections: int = 16) -> list[Part]:
    """The web server on a socket that stays open when one of its processes dies:
    requests of that moment wait.

    One process on SQLite, which is quickest there; else as many as WEB_PROCESSES says. Each thread
    keeps a connection to the database, so that there are as many threads as fit into so many
    `connections`, unless WEB_THREADS says more.
    """
    processes = web_processes()
    threads = 8 if settings.EMBEDDED_DATABASE else min(8, max(2, connections // processes))
    command = [
        sys.executable,
        "-m",
        "reviewapp.web_server",
        "--descriptor",
        str(listening.fileno()),
    ]
    command += ["--threads", str(number("WEB_THREADS", threads, least=1))]
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(_figures_folder())} if processes > 1 else {}
    environment |= {
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(settings.BASE_DIR), os.environ.get("PYTHONPATH")])
        )
    }
    return [
        Part("web server", command, environment=environment, descriptors=(listening.fileno(),))
        for _ in range(processes)
    ]


def web_processes() -> int:
    """How many processes the web server of this host has."""
    return (
        1
        if settings.EMBEDDED_DATABASE
        else number("WEB_PROCESSES", min(4, os.cpu_count() or 1), least=1)
    )


def _figures_folder() -> Path:
    """Where the processes of the web server keep their figures,
    so that any of them can tell the sum; begun anew.
    """
    folder = settings.DATA_DIR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    return make_folder(folder)


def worker_parts(*, niceness: int) -> list[Part]:
    """Celery. On one machine with nothing else, one process for all queues; else as many as
    WORKER_PROCESSES says for long jobs, and SHORT_PROCESSES beside them for those people wait for,
    and for mail.
    """
    queues = settings.JOB_QUEUES
    processes = number("WORKER_PROCESSES", 1, least=1)
    if settings.EMBEDDED_DATABASE or settings.EMBEDDED_BROKER:
        return [_worker("worker", list(queues.values()), processes, niceness)]
    long, short = [queues["long"]], [queues["short"], queues["mail"]]
    beside = number("SHORT_PROCESSES", 2, least=1)
    return [
        _worker("worker", long, processes, niceness),
        _worker("worker of short jobs", short, beside, niceness),
    ]


def _worker(name: str, queues: list[str], processes: int, niceness: int) -> Part:
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "reviewapp",
        "--workdir",
        str(settings.BASE_DIR),
        "--quiet",
    ]
    command += [
        "worker",
        "--pool",
        "prefork",
        "--concurrency",
        str(processes),
        "--loglevel",
        "WARNING",
    ]
    command += ["--queues", ",".join(queues)]
    # Only JSON is accepted, so that a worker run by root, as in a container, has nothing to be
    # warned of.
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker", "CELERY_SKIP_CHECKS": "1"}
    # A name of its own, so that it never meets a frozen worker of before under the same one.
    command += ["--hostname", f"{uuid4().hex[:8]}@%h", "--without-gossip", "--without-mingle"]
    return Part(name, command, niceness, quiet)
