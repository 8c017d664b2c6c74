"""A PostgreSQL and a Redis of one's own: in a temporary folder, on a free port,
for as long as a test run takes.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path


class ServerMissingError(Exception):
    """The program is not installed; the text says what to type."""


class Server:
    """A program that listens on this machine;
    it can be ended the hard way and started again on the same data.
    """

    def __init__(
        self,
        command: list[str | Path],
        folder: Path,
        user: str | None,
        ready: Callable[[], bool],
        url: str,
    ) -> None:
        self.command, self.folder, self.user, self.ready, self.url = (
            command,
            folder,
            user,
            ready,
            url,
        )
        self.start()

    def start(self) -> None:
        """Starts it and waits until it answers. Raises RuntimeError with its own words when it does
        not.
        """
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **_as(self.user),
            )
        until = time.monotonic() + 30
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > until:
                said = (self.folder / "log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{self.command[0]} did not start: {said}")
            time.sleep(0.1)

    def crash(self) -> None:
        """Ends it at once, as a power cut would: PostgreSQL calls it an immediate shutdown and
        repairs itself later.
        """
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def stop(self) -> None:
        """Ends it in order: PostgreSQL's "fast" stop is SIGINT; Redis takes it as well."""
        self.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()


@contextmanager
def postgresql(*, durable: bool = False, kept: Path | None = None) -> Iterator[Server]:
    """A new cluster with UTF-8 text, gone afterwards; its address, for DATABASE_URL, is `url`.

    `durable`: each commit waits for the disk, as in production; tests need not. `kept`: a folder
    that exists, where the cluster stays, and is found again the next time.
    """
    programs = _postgresql_programs()
    with nullcontext(kept) if kept else _folder() as folder:
        port, data = free_port(), folder / "data"
        # PostgreSQL refuses to be run by root.
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        new = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        if not data.exists():
            _run(new, user)
        command = [
            programs / "postgres",
            "-D",
            data,
            "-p",
            str(port),
            "-k",
            folder,
            "-c",
            "listen_addresses=127.0.0.1",
        ]
        quick = (
            []
            if durable
            else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        )
        asks = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        server = Server(
            [*command, *quick],
            folder,
            user,
            lambda: subprocess.run(asks, check=False).returncode == 0,
            f"postgresql://postgres@127.0.0.1:{port}/postgres",
        )
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def private_postgresql(*, durable: bool = False, kept: Path | None = None) -> Iterator[str]:
    """The address of a new cluster, for those who never stop it."""
    with postgresql(durable=durable, kept=kept) as server:
        yield server.url


@contextmanager
def private_redis() -> Iterator[str]:
    """The address, for CELERY_BROKER_URL, of a new Redis that keeps nothing,
    for those who never stop it.
    """
    with redis() as server:
        yield server.url


@contextmanager
def redis() -> Iterator[Server]:
    """A new Redis that keeps nothing: stopped and started again it is empty; gone afterwards."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissingError("Redis is needed: sudo apt-get install redis-server")
    with _folder() as folder:
        port = free_port()
        command: list[str | Path] = [
            program,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            folder,
        ]
        server = Server(
            command, folder, None, lambda: _accepts(port), f"redis://127.0.0.1:{port}/0"
        )
        try:
            yield server
        finally:
            server.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgresql_programs() -> Path:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise ServerMissingError("PostgreSQL is needed: sudo apt-get install postgresql")


@contextmanager
def _folder() -> Iterator[Path]:
    # Not where the program under test keeps its own, which only its owner may enter: PostgreSQL
    # runs as somebody else.
    folder = Path(
        tempfile.mkdtemp(prefix="reviewapp-server-", dir=os.environ.get("TMPDIR", "/tmp"))
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str | Path], user: str | None) -> None:
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd="/", **_as(user)
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")


def _as(user: str | None) -> dict[str, object]:
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
