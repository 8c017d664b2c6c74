"""Whether slow lines and one busy person hold up the votes of the others: the site's web server,
on a SQLite of its own.

    python -m tests.benchmarks.bench_slow [--people 10] [--seconds 8] [--records 5000] [--only NAME …] [--command …]

People vote once a second each; meanwhile nobody else does anything, or 8 connections send half a
request, or 200 do, or 8 send a file slowly (by strangers and by a member), or an observer asks for
the costliest pages on 8 connections. Prints one JSON line each: p50 and p95 of a vote in
milliseconds, the p95 as a multiple of the quiet one, errors, and for the observer how many pages
were given and refused. `--command` measures another server: words with {port} in them.
"""

import argparse
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.bench_votes import ROOT, Person, build, wait_for

PAGES = [
    "flow/",
    "flow/diagram.svg",
    "records/?q=exosomes",
    "records/?q=%E9%AA%A8%E9%AA%BC%E8%82%8C",
    "agreement/",
    "methods/",
    "exports/included_ris/",
    "exports/prisma_pdf/",
    "exports/workbook/",
    "methods/methods.docx",
    "history/",
    "",
]
#: The p95 of a vote may rise to this multiple of the quiet one.
WORST = 2.0


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument(
        "--command",
        nargs=argparse.REMAINDER,
        default=["-m", "reviewapp.web_server", "--port", "{port}"],
    )
    return parser.parse_args()


@contextmanager
def half_open(port: int, connections: int) -> Iterator[None]:
    """That many connections on which half a request has come."""
    with ExitStack() as open_ones:
        for _ in range(connections):
            line = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(
                b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n"
            )
        yield


@contextmanager
def half_bodies(port: int, connections: int) -> Iterator[None]:
    """That many connections on which the head and a piece of the body have come."""
    with ExitStack() as open_ones:
        for _ in range(connections):
            line = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(
                b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n\r\nhalf"
            )
        yield


@contextmanager
def slow_uploads(port: int, connections: int, cookies: str) -> Iterator[None]:
    """Files of 50 MB that come by 20 kB a second."""
    ended = threading.Event()
    head = (
        f"POST /reviews/1/searches/new/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 50000000\r\n\r\n--x\r\n"
        'Content-Disposition: form-data; name="file"; filename="a.ris"\r\n\r\n'
    ).encode()

    def send() -> None:
        try:
            with socket.create_connection(("127.0.0.1", port)) as line:
                line.sendall(head)
                while not ended.wait(0.1):
                    line.sendall(b"x" * 2000)
        except OSError:
            pass

    threads = [threading.Thread(target=send, daemon=True) for _ in range(connections)]
    for thread in threads:
        thread.start()
    yield
    ended.set()


class Observer:
    """Somebody who asks for one costly page after the other on several connections at once;
    a process of its own.
    """

    def __init__(self, port: int, review: int, cookies: str, connections: int) -> None:
        self.port, self.review, self.cookies, self.connections = port, review, cookies, connections
        self.answers: Counter[int] = Counter()
        self.ended = threading.Event()

    def __enter__(self) -> "Observer":
        self.threads = [
            threading.Thread(target=self._ask, args=(n,), daemon=True)
            for n in range(self.connections)
        ]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *gone: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join(5)

    def _ask(self, number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.ended.is_set():
            page = PAGES[number % len(PAGES)]
            number += 1
            try:
                line.request(
                    "GET", f"/reviews/{self.review}/{page}", headers={"Cookie": self.cookies}
                )
                answer = line.getresponse()
                answer.read()
                self.answers[answer.status] += 1
            except (OSError, http.client.HTTPException):
                line.close()


def main() -> int:
    """Measures; 1 when a vote took too long in one of them."""
    asked = arguments()
    folder = Path(tempfile.mkdtemp(prefix="bench-slow-"))
    os.environ |= {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection

    from screening.models import Membership
    from screening.web.access.known_browser import signed
    from tests.servers import free_port

    call_command("collectstatic", interactive=False, verbosity=0)
    review, sessions, shares = build(asked.people + 2, asked.records)
    watcher = get_user_model().objects.order_by("pk")[asked.people + 1]
    Membership.objects.filter(user=watcher).update(reviews=False)
    known = f"{settings.KNOWN_BROWSER_COOKIE}={signed('bench', [str(watcher.pk)])}"
    observer = f"{settings.SESSION_COOKIE_NAME}={sessions[-1]}; {known}"
    connection.close()
    port = free_port()
    command = [word.format(port=port) for word in asked.command]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(os.environ))
    offsets = [0] * len(shares)

    def votes() -> tuple[list[float], list[str]]:
        people = []
        for number in range(asked.people):
            ids = shares[number][offsets[number] :]
            offsets[number] += int(asked.seconds) + 2
            people.append(Person(port, review, sessions[number], ids, asked.seconds, 1.0))
        for person in people:
            person.start()
        for person in people:
            person.join(asked.seconds + 70)
        return sorted(t for p in people for t in p.times), [e for p in people for e in p.errors]

    watching = Observer(port, review, observer, 8)
    trials: dict[str, Callable[[], object]] = {
        "quiet": ExitStack,
        "8 half-open": lambda: half_open(port, 8),
        "200 half-open": lambda: half_open(port, 200),
        "8 half bodies": lambda: half_bodies(port, 8),
        "8 slow uploads of strangers": lambda: slow_uploads(port, 8, ""),
        "8 slow uploads of a member": lambda: slow_uploads(port, 8, observer),
        "observer on 8 connections": lambda: watching,
    }
    worst, quiet = 0.0, 0.0
    try:
        wait_for(port)
        votes()
        for name, disturbance in trials.items():
            if asked.only and name != "quiet" and not any(word in name for word in asked.only):
                continue
            with disturbance():  # type: ignore[attr-defined]
                time.sleep(0.5)
                times, errors = votes()
            expected = asked.people * asked.seconds
            p95 = 1000 * times[int(len(times) * 0.95)] if times else float("inf")
            quiet = quiet or p95
            failed = len(times) < 0.8 * expected
            worst = max(worst, float("inf") if failed else p95 / quiet)
            line = {
                "trial": name,
                "votes": len(times),
                "errors": len(errors),
                "first_error": errors[:1],
                "p50_ms": round(1000 * times[len(times) // 2], 1) if times else None,
                "p95_ms": round(p95, 1),
                "times_quiet": round(p95 / quiet, 2),
                "load": round(os.getloadavg()[0], 1),
            }
            if name.startswith("observer"):
                line["pages"] = dict(watching.answers)
            print(json.dumps(line), flush=True)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"worst: {worst:.2f} times the quiet p95, wanted at most {WORST}")
    return int(worst > WORST)


if __name__ == "__main__":
    sys.exit(main())
