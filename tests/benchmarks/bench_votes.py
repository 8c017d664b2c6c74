"""How fast votes are answered: the site's web server, one process, eight threads,
many people voting at once.

    python -m tests.benchmarks.bench_votes [--people 20] [--seconds 15] [--records 10000] [--rate 1.0] [--postgresql]
        [--kept FOLDER]

Prints one JSON line: answers, errors, p50, p95, p99 in milliseconds, processor time a vote of the
web process and of the people who ask, the queries of one vote, and whether every acknowledged vote
is stored once. By default on a new SQLite file, with --postgresql on a new cluster, or on
DATABASE_URL; every commit durable as in production. A million records take long to make: with
--kept they stay in that folder, and the next run only takes back the votes of before.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[2]
STAGE = "title-abstract"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument(
        "--postgresql", action="store_true", help="a new PostgreSQL cluster instead of SQLite"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="votes a person and second")
    parser.add_argument(
        "--kept", type=Path, help="a folder where what was made stays for the next run"
    )
    return parser.parse_args()


ABSTRACT = "骨骼肌源性外泌体调控骨形成。Exosomes of skeletal muscle act on bone. " * 20


def build(
    people: int, records: int, abstract: str = ABSTRACT
) -> tuple[int, list[str], list[list[int]]]:
    """A review with its people signed in: its id, their session keys,
    and the record ids that each will vote on.
    """
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from screening.models import Record
    from screening.records.sorting import sort_key
    from tests.builders import make_review, make_search, make_user

    call_command("migrate", verbosity=0)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # nobody signs in with one here
    users = [make_user() for _ in range(people)]
    review = make_review(reviewers=users)
    search = make_search(review)
    Record.objects.bulk_create(
        Record(
            review=review,
            search=search,
            place="await_ta",
            lane="dbr",
            flow_lane="dbr",
            position=n,
            title=f"外泌体 {n}",
            title_sort=sort_key(f"外泌体 {n}"),
            abstract=abstract,
        )
        for n in range(min(records, 2000))
    )
    multiply(records)
    ids = list(Record.objects.filter(review=review).order_by("pk").values_list("pk", flat=True))
    sessions = []
    for user in users:
        session = SessionStore()
        session["_auth_user_id"], session["_auth_user_backend"] = (
            str(user.pk),
            settings.AUTHENTICATION_BACKENDS[-1],
        )
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.save()
        sessions.append(str(session.session_key))
    return review.pk, sessions, shares_of(ids, people)


def shares_of(ids: list[int], people: int) -> list[list[int]]:
    """The record ids for each person: two people have the same ones."""
    pairs = people // 2 or 1
    return [ids[person % pairs :: pairs] for person in range(people)]


def build_or_find(
    asked: argparse.Namespace, folder: Path
) -> tuple[int, list[str], list[list[int]]]:
    """What `build` gives; or, where the folder has it from an earlier run, that,
    with all votes taken back.
    """
    note, made = folder / "made.json", {"people": asked.people, "records": asked.records}
    if not note.exists():
        review, sessions, shares = build(asked.people, asked.records)
        note.write_text(json.dumps(made | {"review": review, "sessions": sessions}))
        return review, sessions, shares
    found = json.loads(note.read_text())
    if {name: found[name] for name in made} != made:
        raise SystemExit(
            f"{folder} was made for {found['people']} people and {found['records']} records"
        )
    from screening.models import Event, Record, Standing, Vote

    for model in (Vote, Event, Standing):
        model.objects.all().delete()
    records = Record.objects.filter(review=found["review"])
    records.exclude(place="await_ta").update(place="await_ta", reason=None)
    ids = list(records.order_by("pk").values_list("pk", flat=True))
    return found["review"], found["sessions"], shares_of(ids, asked.people)


def multiply(records: int) -> None:
    """Copies the records there are until there are so many, each with a random number of its own."""
    from django.db import connection

    from screening.models import Record

    names = [field.column for field in Record._meta.concrete_fields if not field.primary_key]
    random = (
        "abs(random() % 2147483647)"
        if connection.vendor == "sqlite"
        else "floor(random() * 2147483647)::int"
    )
    values = [random if name == "shuffle" else f'"{name}"' for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        while (left := records - Record.objects.count()) > 0:
            cursor.execute(
                f"INSERT INTO {Record._meta.db_table} ({columns}) "
                f"SELECT {', '.join(values)} FROM {Record._meta.db_table} LIMIT {min(left, 100_000)}"
            )
        cursor.execute("ANALYZE")


class Person(threading.Thread):
    """One reviewer at the browser: a vote every so often, on a connection that is kept open."""

    def __init__(
        self, port: int, review: int, session: str, ids: list[int], seconds: float, rate: float
    ) -> None:
        super().__init__()
        self.port, self.review, self.session, self.ids = port, review, session, ids
        self.seconds, self.rate = seconds, rate
        self.times: list[float] = []
        self.acknowledged: set[int] = set()
        self.errors: list[str] = []

    def run(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            begin = time.perf_counter() + (hash(self.session) % 1000) / 1000 / self.rate
            for number, record in enumerate(self.ids):
                due = begin + number / self.rate
                if due > begin + self.seconds:
                    break
                time.sleep(max(0.0, due - time.perf_counter()))
                verdict = ("exclude", "include", "exclude", "maybe")[record % 4]
                request = self.request(
                    {"record": record, "key": str(uuid4()), "verdict": verdict, "seen": "none"}
                )
                start = time.perf_counter()
                line.sendall(request)
                status, text = answer_on(line)
                self.times.append(time.perf_counter() - start)
                if status == 200:
                    self.acknowledged.add(record)
                else:
                    self.errors.append(f"{status} {text[:100]!r}")

    def request(self, vote: dict[str, Any]) -> bytes:
        """One whole request, made before the clock starts:
        the people share the processors with what is measured.
        """
        token, body = "b" * 32, json.dumps(vote).encode()
        head = (
            f"POST /reviews/{self.review}/screen/{STAGE}/vote/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: sessionid={self.session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
            f"Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def answer_on(line: socket.socket) -> tuple[int, bytes]:
    """Status and text of the next answer. Raises ConnectionError when the server hangs up."""
    got = b""
    while True:
        head, gap, text = got.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if gap and length and len(text) >= int(length[1]):
            return int(head.split(b" ", 2)[1]), text
        more = line.recv(65536)
        if not more:
            raise ConnectionError(got)
        got += more


def serve(port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The web server as `manage.py serve` runs it, but one process on any database."""
    command = [sys.executable, "-m", "reviewapp.web_server", "--port", str(port)]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def processor_time(server: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time that the server and its workers have used so far."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    ticks = 0
    for pid in [str(server.pid), *children]:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def wait_for(port: int) -> None:
    """Returns as soon as the server answers."""
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def queries_of_one_vote(review: int, session: str, record: int) -> int:
    """Statements of one whole request, those of session and sign-in among them."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.cookies["sessionid"] = session
    with CaptureQueriesContext(connection) as captured:
        client.post(
            f"/reviews/{review}/screen/{STAGE}/vote/",
            {"record": record, "key": uuid4(), "verdict": "include"},
            headers={"accept": "application/json"},
        )
    return sum(
        not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for q in captured
    )


def main() -> None:
    """Measures on the database asked for."""
    asked = arguments()
    sys.path.insert(0, str(ROOT))
    from tests.servers import private_postgresql

    if asked.kept:
        asked.kept.mkdir(parents=True, exist_ok=True)
    with (
        private_postgresql(durable=True, kept=asked.kept)
        if asked.postgresql
        else nullcontext("") as url
    ):
        if url:
            os.environ["DATABASE_URL"] = url
        measure(asked)


def measure(asked: argparse.Namespace) -> None:
    """Builds, serves, votes, measures."""
    folder = asked.kept or Path(tempfile.mkdtemp(prefix="bench-votes-"))
    os.environ |= {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DEBUG": "false",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from screening.models import Vote
    from tests.servers import free_port

    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.monotonic()
    review, sessions, shares = build_or_find(asked, folder)
    built = time.monotonic() - began
    connection.close()
    port = free_port()
    server = serve(port, dict(os.environ))
    try:
        wait_for(port)
        people = [
            Person(port, review, s, ids, asked.seconds, asked.rate)
            for s, ids in zip(sessions, shares, strict=True)
        ]
        before, own = processor_time(server), time.process_time()
        for person in people:
            person.start()
        for person in people:
            person.join()
        used, own = processor_time(server) - before, time.process_time() - own
    finally:
        server.terminate()
        server.wait()
    times = sorted(t for person in people for t in person.times)
    stored = list(Vote.objects.values_list("user", "record"))
    acknowledged = sum(len(person.acknowledged) for person in people)
    report = {
        "database": connection.vendor,
        "records": asked.records,
        "people": asked.people,
        "votes": len(times),
        "errors": sum(len(p.errors) for p in people),
        "first_error": next((p.errors[0] for p in people if p.errors), ""),
        "p50_ms": round(1000 * times[len(times) // 2], 1),
        "p95_ms": round(1000 * times[int(len(times) * 0.95)], 1),
        "p99_ms": round(1000 * times[int(len(times) * 0.99)], 1),
        "processor_ms": round(1000 * used / len(times), 1),
        "asking_ms": round(1000 * own / len(times), 1),
        "queries": queries_of_one_vote(review, sessions[0], shares[0][-1]),
        "stored_once": len(stored) == len(set(stored)) == acknowledged,
        "load": round(os.getloadavg()[0], 1),
        "built_in_seconds": round(built),
    }
    print(json.dumps(report), flush=True)
    connection.close()
    if not asked.kept:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
