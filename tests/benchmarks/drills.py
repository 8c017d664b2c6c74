"""Fault drills: people vote, and one part after the other fails and comes back.

    python -m tests.benchmarks.drills [--postgresql] [--people 4] [--calm 12] [--only NAME ...]

A real `manage.py serve`, on SQLite with the embedded broker, or on a durable PostgreSQL and a Redis
of its own. Each drill: a job is asked for, the fault begins, ends, and votes have to be
acknowledged again. At the end: acknowledged votes exist, refused ones do not, unanswered ones at
most once; no job is unfinished two minutes after the last fault; `verify` is clean. Prints a table
for docs/reliability.md; ends with 1 if anything was wrong.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from tests.benchmarks.kill_votes import STAGE, Site, compare, tell_of_records, verified
from tests.servers import Server, free_port, postgresql, redis

#: Seconds after the last fault within which every job has ended.
STUCK = 120.0
#: Seconds after a fault within which a vote is acknowledged again.
BACK = 90.0
#: Megabytes of the disk that is filled.
ROOM = 64


class Stage:
    """The site, what it stands on, and the people who vote."""

    def __init__(
        self, site: Site, folder: Path, database: Server | None, broker: Server | None
    ) -> None:
        self.site, self.folder, self.database, self.broker = site, folder, database, broker
        self.people: list[Any] = []

    def acknowledged(self) -> int:
        """Votes that were acknowledged so far."""
        return sum(press.acknowledged for person in self.people for press in list(person.ledger))

    def kill(self, part: str) -> None:
        """kill -9, and what the machine's own supervisor does when ours is gone."""
        self.site.kill(part)
        time.sleep(1)
        self.site.revive()

    def pause_worker(self) -> None:
        """The worker sleeps for longer than it takes to count as dead, and wakes up again."""
        ids = self.site.parts()["worker"]
        _tell(ids, signal.SIGSTOP)
        time.sleep(40)
        _tell(ids, signal.SIGCONT)

    def stop_database(self, seconds: float, *, crash: bool) -> None:
        """Away for so long, in order or as by a power cut."""
        assert self.database
        (self.database.crash if crash else self.database.stop)()
        time.sleep(seconds)
        self.database.start()

    def wipe_broker(self, seconds: float) -> None:
        """Stopped, and empty when it comes back."""
        assert self.broker
        self.broker.stop()
        time.sleep(seconds)
        self.broker.start()

    def take_connections(self) -> None:
        """Somebody else holds every connection that the database has to give."""
        import psycopg

        assert self.database
        held: list[psycopg.Connection[Any]] = []
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with suppress(psycopg.OperationalError):
                held.append(psycopg.connect(self.database.url, connect_timeout=2))
                continue
            time.sleep(0.5)
        for line in held:
            line.close()

    def lock_votes(self) -> None:
        """A transaction of somebody's own holds the table of votes for a quarter of a minute."""
        import psycopg

        assert self.database
        with psycopg.connect(self.database.url) as line:
            line.execute("LOCK TABLE screening_vote IN ACCESS EXCLUSIVE MODE")
            time.sleep(15)

    def lock_file(self) -> None:
        """The same of SQLite: nobody can write for longer than a writer waits."""
        import sqlite3

        line = sqlite3.connect(self.folder / "reviewapp.sqlite3", isolation_level=None)
        line.execute("BEGIN IMMEDIATE")
        time.sleep(25)
        line.execute("ROLLBACK")
        line.close()

    def fill_disk(self) -> None:
        """Not a byte is left where the data are."""
        filler = self.folder / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"\0" * 65536)
                file.flush()
        time.sleep(10)
        filler.unlink()

    def read_only(self) -> None:
        """The disk with the data cannot be written for a while, as after a fault of the hardware."""
        for how in ("ro", "rw"):
            subprocess.run(
                ["mount", "-o", f"remount,{how}", str(self.folder)],
                check=False,
                capture_output=True,
            )
            time.sleep(10 if how == "ro" else 0)


def drills(stage: Stage, away: float) -> dict[str, Callable[[], None]]:
    """By name; which ones depends on what there is."""
    chosen: dict[str, Callable[[], None]] = {
        "kill -9 of a web process": lambda: stage.kill("web process"),
        "kill -9 of the worker": lambda: stage.kill("worker"),
        "kill -9 of everything": lambda: stage.kill("everything"),
        "worker paused 40 s and resumed": stage.pause_worker,
    }
    if stage.database:
        chosen |= {
            "database restarted": lambda: stage.stop_database(0, crash=False),
            "database ended as by a power cut": lambda: stage.stop_database(2, crash=True),
            f"database down {away:.0f} s": lambda: stage.stop_database(away, crash=False),
            "every connection taken 10 s": stage.take_connections,
            "votes locked 15 s": stage.lock_votes,
        }
    else:
        chosen |= {"database locked 25 s": stage.lock_file}
    if os.path.ismount(stage.folder):
        chosen |= {"disk full 10 s": stage.fill_disk}
        if not stage.database:
            chosen |= {"disk read-only 10 s": stage.read_only}
    if stage.broker:
        chosen |= {"broker down 20 s and wiped": lambda: stage.wipe_broker(20)}
    return chosen


def _tell(ids: list[int], number: signal.Signals) -> None:
    for process_id in ids:
        with suppress(ProcessLookupError):
            os.kill(process_id, number)


def ask_job(review: int) -> None:
    """Long work that has to end whatever happens."""
    from django.db import DatabaseError, connections

    from screening.actions.jobs.job_queue import enqueue
    from screening.models import Review

    with suppress(DatabaseError):
        enqueue(kind="verify", review=Review.objects.get(pk=review), by=None)
    connections.close_all()


def unfinished(seconds: float) -> int:
    """Jobs that have not ended within so many seconds."""
    from django.db import DatabaseError, connections

    from screening.models import Job

    until, left = time.monotonic() + seconds, -1
    while time.monotonic() < until:
        with suppress(DatabaseError):
            left = Job.objects.filter(state__in=["queued", "running"]).count()
            if not left:
                break
        time.sleep(1)
    connections.close_all()
    return left


def drill(
    stage: Stage, review: int, name: str, fault: Callable[[], None], calm: float
) -> tuple[str, float | None, int]:
    """One fault: its name, after how many seconds votes were acknowledged again (None:
    not in time), and how many.
    """
    ask_job(review)
    time.sleep(calm / 2)
    fault()
    ended, before = time.monotonic(), stage.acknowledged()
    back = None
    while back is None and time.monotonic() - ended < BACK:
        stage.site.revive()
        if stage.acknowledged() > before:
            back = time.monotonic() - ended
        time.sleep(0.1)
    time.sleep(calm / 2)
    print(f"{name}: {'not back' if back is None else f'back after {back:.1f} s'}", flush=True)
    return name, back, stage.acknowledged() - before


def run(
    asked: argparse.Namespace, folder: Path, database: Server | None, broker: Server | None
) -> int:
    """All drills in one run of votes; prints the table, and what was wrong."""
    from django.db import connection

    from screening.models import Membership
    from tests.benchmarks.bench_votes import build
    from tests.benchmarks.vote_people import Line, Person

    pairs, each = asked.people // 2, asked.presses
    review, sessions, shares = build(
        asked.people, pairs * (each + 40), abstract="骨骼肌源性外泌体调控骨形成。"
    )
    tell_of_records(review)
    users = list(
        Membership.objects.filter(review=review, reviews=True)
        .order_by("pk")
        .values_list("user", flat=True)
    )
    connection.close()
    site = Site(free_port(), folder)
    stage = Stage(site, folder, database, broker)

    class Calm(Line):
        """People read before they press."""

        def ask(self, what: str, body: bytes) -> tuple[int, bytes] | None:
            time.sleep(asked.people / asked.rate)
            return super().ask(what, body)

    contested = [record for share in shares[:pairs] for record in share[:40]]
    chosen = {
        name: fault
        for name, fault in drills(stage, asked.away).items()
        if _wanted(name, asked.only)
    }
    stage.people = [
        Person(
            number,
            lambda session=session: Calm(site.port, f"/reviews/{review}/screen/{STAGE}/", session),
            share[40:],
            contested,
            each,
            (5, 3.0),
            float("inf"),
        )
        for number, (session, share) in enumerate(zip(sessions, shares, strict=True))
    ]
    for person in stage.people:
        person.start()
    while not stage.acknowledged():
        time.sleep(0.2)
    rows = [drill(stage, review, name, fault, asked.calm) for name, fault in chosen.items()]
    for person in stage.people:
        person.until = 0.0
    for person in stage.people:
        person.join(120)
    left = unfinished(STUCK)
    site.process.send_signal(signal.SIGTERM)
    site.process.wait(60)
    return report(stage, rows, users, left)


def report(
    stage: Stage, rows: list[tuple[str, float | None, int]], users: list[int], left: int
) -> int:
    """The table and the sums; 1 if anything was wrong."""
    found, states = compare(stage.people, users)
    found += [text for person in stage.people for text in person.strange] + verified()
    found += [f"{left} jobs were not done in time"] if left else []
    found += [
        f"{name}: no vote was acknowledged within {BACK:.0f} s"
        for name, back, _ in rows
        if back is None
    ]
    answers = sum((person.answers for person in stage.people), Counter[str]())
    print("| fault | votes again after |", "| --- | --- |", sep="\n")
    for name, back, _votes in rows:
        print(f"| {name} | {'–' if back is None else f'{back:.1f} s'} |")
    print(
        f"presses {sum(states.values())}, {dict(states)}, answers {dict(answers)}, load {os.getloadavg()[0]:.1f}"
    )
    print(
        *(found[:40] or ["nothing lost, nothing doubled, no job stuck, verify clean"]),
        sep="\n",
        flush=True,
    )
    return int(bool(found))


def _wanted(name: str, only: list[str]) -> bool:
    return not only or any(word in name for word in only)


def main() -> int:
    """Builds, serves, votes, breaks, compares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--postgresql",
        action="store_true",
        help="with a Redis; else SQLite and the embedded broker",
    )
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument(
        "--presses", type=int, default=1500, help="key presses of one person, at most"
    )
    parser.add_argument(
        "--rate", type=float, default=20.0, help="votes a second of all together, at most"
    )
    parser.add_argument(
        "--calm", type=float, default=12.0, help="seconds of a drill beside its fault"
    )
    parser.add_argument(
        "--away", type=float, default=60.0, help="seconds that the database stays down"
    )
    parser.add_argument("--only", nargs="*", default=[], help="parts of names of drills")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drills-"))
    small = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=0700", "none", str(folder)]
    mounted = (
        shutil.which("mount")
        and not subprocess.run(small, check=False, capture_output=True).returncode
    )
    os.environ |= {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "WEB_PROCESSES": "2",
    }
    os.environ.pop("CELERY_BROKER_URL", None)
    try:
        with ExitStack() as stack:
            database = stack.enter_context(postgresql(durable=True)) if asked.postgresql else None
            broker = stack.enter_context(redis()) if asked.postgresql else None
            os.environ |= {"DATABASE_URL": database.url} if database else {}
            os.environ |= {"CELERY_BROKER_URL": broker.url} if broker else {}
            import django

            django.setup()
            return run(asked, folder, database, broker)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
