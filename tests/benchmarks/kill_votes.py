"""Votes while web and worker are killed and lines are cut.

    python -m tests.benchmarks.kill_votes [--votes 100000] [--postgresql]

A real `manage.py serve` on a port of this machine; many people vote as fast as it answers, each
with a ledger; every few seconds something of it is killed with kill -9: the web process, its
master, the worker, or everything with the supervisor, which is then started again; with
--postgresql now and then the database, which comes back some seconds later. At the end everything
is killed, and ledger, history and votes are compared: acknowledged votes exist, refused ones do
not, unanswered ones at most once. Ends with 1 if anything was wrong. Runs on a SQLite file of its
own, with --postgresql on a durable cluster of its own, or on DATABASE_URL.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import nullcontext, suppress
from pathlib import Path

from reviewapp.processes import die_with_parent
from tests.servers import Server, free_port, postgresql

ROOT = Path(__file__).parents[2]
STAGE = "title-abstract"
SLOTS = 2
#: What is killed, and how often of all.
VICTIMS = {"web process": 6, "web master": 2, "worker": 2, "everything": 1}
#: The same for a database of its own.
DATABASE = {"database": 4}
#: Seconds that a database stays away at most.
DATABASE_AWAY = 5.0


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--votes", type=int, default=100_000, help="key presses in all")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument(
        "--pause", type=float, default=8, help="seconds between two kills, on average"
    )
    parser.add_argument(
        "--away", type=float, default=60, help="seconds that each person is offline once"
    )
    parser.add_argument("--waiting", type=int, default=200, help="votes a person comes back with")
    parser.add_argument(
        "--postgresql", action="store_true", help="on a PostgreSQL of its own, killed as well"
    )
    parser.add_argument(
        "--longest", type=float, default=3600, help="seconds after which no more votes are cast"
    )
    return parser.parse_args()


class Site:
    """`manage.py serve`, started again when it was killed, and the database if that may be killed,
    too.
    """

    def __init__(self, port: int, folder: Path, database: Server | None = None) -> None:
        self.port, self.starts, self.kills, self.database = port, 0, Counter[str](), database
        self.victims = VICTIMS | (DATABASE if database else {})
        self.log = (folder / "serve.log").open("ab")
        self.start()

    def start(self) -> None:
        """Starts it; it prepares the database and answers some seconds later."""
        command = [sys.executable, "manage.py", "serve", "--no-example"]
        environment = os.environ | {"PORT": str(self.port)}
        parent = os.getpid()
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=self.log,
            stderr=self.log,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM, parent=parent),
        )
        self.starts += 1

    def parts(self) -> dict[str, list[int]]:
        """Ids of the processes below the supervisor, by name."""
        found: dict[str, list[int]] = {"web master": [], "web process": [], "worker": []}
        for child in below(self.process.pid):
            name = "worker" if b"celery" in command_of(child) else "web master"
            found[name].append(child)
            found["worker" if name == "worker" else "web process"] += below(child)
        return found

    def kill(self, victim: str) -> None:
        """Kills that part, if it runs at this moment."""
        if victim == "database" and self.database:
            self.kills[victim] += 1
            self.database.crash()
            time.sleep(random.uniform(0, DATABASE_AWAY))
            self.database.start()
            return
        parts = self.parts()
        every = [process_id for ids in parts.values() for process_id in ids]
        victim = victim if parts.get(victim) else "everything"
        ids = [self.process.pid, *every] if victim == "everything" else parts[victim]
        for process_id in ids:
            with suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        self.kills[victim] += bool(ids)
        if victim == "everything":
            self.process.wait()

    def revive(self) -> None:
        """Does what the machine's own supervisor does when ours is gone."""
        if self.process.poll() is not None:
            self.start()


def below(process_id: int) -> list[int]:
    """Ids of the processes that it has started."""
    with suppress(OSError):
        return [
            int(pid)
            for pid in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
        ]
    return []


def command_of(process_id: int) -> bytes:
    """Its command line; empty when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    return b""


def harass(site: Site, pause: float, over: threading.Event, until: float) -> None:
    """Kills something every so often while votes are cast;
    a site that comes up may answer for a moment first.
    """
    while not over.wait(0.1):
        site.revive()
        if not answers(site.port):
            continue
        over.wait(random.uniform(0.1, 2 * pause))
        if time.monotonic() < until:
            site.kill(random.choices(list(site.victims), list(site.victims.values()))[0])


def answers(port: int) -> bool:
    """Whether the site answers at this moment."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def compare(people: list, users: list[int]) -> tuple[list[str], dict[str, int]]:
    """What is wrong, and how many presses were answered how."""
    from screening.models import Event, Vote
    from tests.benchmarks.vote_ledger import Stored, wrong

    number = {user: place for place, user in enumerate(users)}
    kept = Event.objects.filter(verb__in=["vote", "clear_vote"]).order_by("pk")
    events = [
        Stored(e["pk"], e["key"], number[e["actor"]], e["record"], e["data"].get("verdict", ""))
        for e in kept.values("pk", "key", "actor", "record", "data").iterator()
    ]
    votes = [(number[u], r, v) for u, r, v in Vote.objects.values_list("user", "record", "verdict")]
    presses = [press for person in people for press in person.ledger]
    states = Counter(
        "acknowledged" if p.acknowledged else "refused" if p.refused else "unanswered"
        for p in presses
    )
    stored = {event.key for event in events}
    states["unanswered and stored"] = sum(
        not p.acknowledged and not p.refused and p.key in stored for p in presses
    )
    return wrong(presses, events, votes, SLOTS), dict(states)


def tell_of_records(review: int) -> None:
    """The event that brought the records, so that the history tells of them too."""
    from screening.actions.history.event_log import log
    from screening.models import Record, Review

    records = list(Record.objects.filter(review=review).order_by("pk").values_list("pk", "search"))
    of = Review.objects.get(pk=review)
    ids = [pk for pk, _ in records]
    log(review=of, actor=of.created_by, verb="mend_entry", search=records[0][1], records=ids)


def verified() -> list[str]:
    """What `manage.py verify` finds, with everything sealed first."""
    done = subprocess.run(
        [sys.executable, "manage.py", "verify", "--seal"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr)[-2000:].splitlines()


def main() -> int:
    """Builds, serves, votes, kills, compares; 1 if anything was wrong."""
    asked = arguments()
    folder = Path(tempfile.mkdtemp(prefix="kill-votes-"))
    os.environ |= {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    os.environ.pop("CELERY_BROKER_URL", None)
    sys.path.insert(0, str(ROOT))
    try:
        with postgresql(durable=True) if asked.postgresql else nullcontext() as database:
            if database:
                os.environ["DATABASE_URL"] = database.url
            import django

            django.setup()
            return run(asked, folder, database)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(asked: argparse.Namespace, folder: Path, database: Server | None) -> int:
    """One run in that folder; prints one JSON line, and what was wrong."""
    from django.db import connection

    from screening.models import Membership
    from tests.benchmarks.bench_votes import build
    from tests.benchmarks.vote_people import Line, Person

    pairs, each = asked.people // SLOTS, asked.votes // asked.people
    spare = max(2, each // 14 // pairs)
    review, sessions, shares = build(
        asked.people, pairs * (each + spare), abstract="骨骼肌源性外泌体调控骨形成。"
    )
    tell_of_records(review)
    users = list(
        Membership.objects.filter(review=review, reviews=True)
        .order_by("pk")
        .values_list("user", flat=True)
    )
    connection.close()
    contested = [record for share in shares[:pairs] for record in share[:spare]]
    port, over = free_port(), threading.Event()
    site = Site(port, folder, database)
    while not answers(port):
        time.sleep(0.2)
    started = time.monotonic()
    people = [
        Person(
            number,
            lambda session=session: Line(port, f"/reviews/{review}/screen/{STAGE}/", session),
            share[spare:],
            contested,
            each,
            (asked.waiting, asked.away),
            started + asked.longest,
        )
        for number, (session, share) in enumerate(zip(sessions, shares, strict=True))
    ]
    killer = threading.Thread(
        target=harass, args=(site, asked.pause, over, started + asked.longest)
    )
    try:
        for thread in (killer, *people):
            thread.start()
        for person in people:
            person.join(max(0.0, started + asked.longest + 300 - time.monotonic()))
    finally:
        over.set()
        killer.join()
        site.kill("everything")
    unfinished = sum(person.is_alive() for person in people)
    seconds = time.monotonic() - started
    found, states = compare(people, users)
    found += [text for person in people for text in person.strange] + verified()
    found += [f"{unfinished} people were not done in time"] if unfinished else []
    report = {
        "database": connection.vendor,
        "presses": sum(len(p.ledger) for p in people),
        **states,
        "wrong": len(found),
        "seconds": round(seconds),
        "load": round(os.getloadavg()[0], 1),
        "kills": dict(site.kills),
        "starts": site.starts,
        "shapes": dict(sum((p.shapes for p in people), Counter())),
        "answers": dict(sum((p.answers for p in people), Counter())),
    }
    print(json.dumps(report), *found[:50], sep="\n", flush=True)
    return int(bool(found))


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
