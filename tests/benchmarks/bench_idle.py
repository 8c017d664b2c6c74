"""What the installation costs while nobody does anything.

    python -m tests.benchmarks.bench_idle [--postgresql] [--reviews 200] [--seconds 60]

So many reviews with an open stage and the learned order on, a real `manage.py serve`, and after
half a minute of rest: processor time and memory of all its processes (proportional set size: shared
pages are counted once), and with
--postgresql the transactions a second that the database was asked for. Bars: SQLite .5 % of a core and 250 MB,
PostgreSQL 1 % and one query a second.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import nullcontext, suppress
from pathlib import Path

from tests.servers import free_port, postgresql

ROOT = Path(__file__).parents[2]
#: Seconds of rest before it is measured.
REST = 40.0
TICKS = os.sysconf("SC_CLK_TCK")
BARS = {
    "sqlite": {"core_percent": 0.5, "megabytes": 250.0},
    "postgresql": {"core_percent": 1.0, "queries": 1.0},
}


def tree(root: int) -> list[int]:
    """The process and all below it."""
    found = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout.split()
    parents = dict(zip(map(int, found[::2]), map(int, found[1::2]), strict=True))
    below = [root]
    for pid in below:
        below += [child for child, parent in parents.items() if parent == pid]
    return below


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def seconds_of(pids: list[int]) -> float:
    """Processor time the processes have taken so far."""
    ticks = 0
    for pid in filter(_alive, pids):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def megabytes_of(pids: list[int]) -> float:
    """Memory they take together."""
    lines = (
        line
        for pid in pids
        if _alive(pid)
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    )
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def lives(port: int) -> bool:
    """Whether the site answers."""
    with (
        suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live/", timeout=2) as answer,
    ):
        return answer.status == 200
    return False


def make_reviews(count: int) -> None:
    """In the database of the environment."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from screening.models import Membership, Record, StageSetting
    from tests.builders import make_record, make_review, make_user

    lead = make_user("Lead")
    for number in range(count):
        review = make_review(lead=lead)
        for title in range(3):
            make_record(review, title=f"Exosomes 外泌体 {number} {title}", shuffle=title)
        setting = StageSetting.objects.get_or_create(review=review, stage="title-abstract")[0]
        StageSetting.objects.filter(pk=setting.pk).update(
            opened_at=timezone.now(), learned_order=True
        )
    members = Membership.objects.count()
    print(f"{count} reviews, {Record.objects.count()} records, {members} memberships", flush=True)


def transactions(url: str) -> int:
    """That the database has ended so far."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as line:
        row = line.execute(
            "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname = 'postgres'"
        )
        return int(row.fetchone()[0])


def measure(process: subprocess.Popen, seconds: float, url: str) -> dict[str, float]:
    """Over so many seconds."""
    while process.poll() is None and not lives(int(os.environ["PORT"])):
        time.sleep(0.5)
    time.sleep(REST)
    pids = tree(process.pid)
    asked = transactions(url) if url else 0
    spent, began = seconds_of(pids), time.monotonic()
    time.sleep(seconds)
    passed = time.monotonic() - began
    told = {
        "core_percent": 100 * (seconds_of(pids) - spent) / passed,
        "megabytes": megabytes_of(pids),
    }
    if url:
        told["queries"] = (transactions(url) - asked - 2) / passed  # our own look is two of them
    return {**told, "processes": len(pids)}


def main() -> int:
    """Measures, prints, and ends with 1 when a bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--reviews", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="idle-") as folder,
        postgresql() if asked.postgresql else nullcontext() as db,
    ):
        os.environ |= {
            "DATA_DIR": folder,
            "PORT": str(free_port()),
            "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        }
        os.environ |= {"DATABASE_URL": db.url} if db else {}
        make_reviews(asked.reviews)
        command = [sys.executable, "manage.py", "serve", "--no-example"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            told = measure(process, asked.seconds, db.url if db else "")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    print("  ".join(f"{name} {value:.2f}" for name, value in told.items()), flush=True)
    missed = [
        name
        for name, bar in BARS["postgresql" if asked.postgresql else "sqlite"].items()
        if told[name] > bar
    ]
    print(f"over the bar: {', '.join(missed)}" if missed else "within the bars", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
