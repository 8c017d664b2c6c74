"""Real workers on a real broker, killed at any moment: nothing is lost and nothing is done twice.

`TEST_BROKER_URL` names the broker: `make test` runs this with the embedded one and with Redis.
"""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from kombu import Connection

from screening.actions.jobs import job_queue
from screening.models import Job, Search
from screening.tasks import deliver, run_job
from tests.builders import make_cast

ROOT = Path(__file__).parents[1]
BROKER = os.environ.get("TEST_BROKER_URL") or "filesystem://localhost"
if BROKER.startswith("redis"):
    # One numbered database of Redis for each process of a parallel run.
    BROKER = (
        BROKER.removesuffix("/0")
        + "/"
        + os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    )
QUICK = {
    "JOB_HEARTBEAT_SECONDS": "1",
    "JOB_STALE_SECONDS": "2",
    "JOB_RESEND_SECONDS": "1",
    "JOB_REAP_SECONDS": "1",
}
SLOW = {
    "JOB_HEARTBEAT_SECONDS": "60",
    "JOB_STALE_SECONDS": "600",
    "JOB_RESEND_SECONDS": "600",
    "JOB_REAP_SECONDS": "600",
}

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def database_url() -> str:
    """The address of the test database itself, as the workers are to work on the rows made here."""
    its = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{its['NAME']}"
    return f"postgresql://{quote(its['USER'])}@{its['HOST']}:{its['PORT']}/{its['NAME']}"


class Worker:
    """A worker in a session of its own, and the processes it has made."""

    def __init__(self, folder: Path, waits: dict[str, str]) -> None:
        environment = os.environ | waits | {"DATA_DIR": str(folder), "CELERY_BROKER_URL": BROKER}
        environment |= {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
            "CELERY_SKIP_CHECKS": "1",
        }
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "tests.jobworker",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
        ]
        command += [
            "INFO",
            "--without-gossip",
            "--without-mingle",
            "--hostname",
            f"w{random.random()}@%h",
        ]
        self.log = (folder / "worker.log").open("ab")
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def children(self) -> list[int]:
        """The processes of its pool."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], check=False, capture_output=True, text=True
        )
        return [int(line) for line in found.stdout.split()]

    def kill(self, number: int = signal.SIGKILL) -> None:
        """All of it at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        self.process.wait()
        self.log.close()


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Starts a worker; all are gone at the end. `deliver` here goes to their broker."""
    folder = tmp_path / "broker"
    options = {"control_folder": folder / "control"} | dict.fromkeys(
        ["data_folder_in", "data_folder_out"], folder / "messages"
    )
    for path in options.values():
        path.mkdir(parents=True, exist_ok=True)
    embedded = BROKER.startswith("filesystem")
    with Connection(BROKER, transport_options=options if embedded else {}) as broker:
        monkeypatch.setattr(run_job, "apply_async", partial(run_job.apply_async, connection=broker))
        if BROKER.startswith("redis"):
            broker.default_channel.client.flushdb()
        started = []

        def start(waits=QUICK):
            started.append(Worker(tmp_path, waits))
            return started[-1]

        yield start
        for worker in started:
            worker.kill()
        print((tmp_path / "worker.log").read_text(errors="replace")[-3000:])


def enqueue(*, rows=30, count=1, kind="append", **params):
    cast = make_cast()
    return [
        job_queue.enqueue(kind=kind, review=cast.review, by=cast.lead, rows=rows, **params)
        for _ in range(count)
    ]


def wait_for(condition, seconds=90.0):
    """Waits until it holds and returns its value; fails after so many seconds."""
    until = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < until, list(
            Job.objects.values("pk", "state", "attempts", "done", "message")
        )
        time.sleep(0.02)
    return value


def rows_of(job):
    names = Search.objects.filter(name__startswith=f"{job.pk}:").values_list("name", flat=True)
    return sorted(int(name.partition(":")[2]) for name in names)


def all_done():
    return not Job.objects.exclude(state="done").exists()


def test_a_message_is_enough(start):
    worker = start(SLOW)
    [first] = enqueue(rows=1)
    wait_for(all_done)
    job = job_queue.enqueue(kind="append", review=first.review, by=first.by, rows=3)
    assert deliver(job.pk)
    wait_for(all_done, 10)
    assert rows_of(job) == [0, 1, 2]
    assert worker.process.poll() is None


@pytest.mark.parametrize("victim", ["all of it", "the process at work", "the one that watches it"])
def test_killed_workers_lose_and_double_nothing(start, victim):
    made = enqueue(rows=30, count=2)
    chance = random.Random(victim)
    worker = start()
    for _ in range(2):
        before = Search.objects.filter(name__contains=":").count()
        wait_for(
            lambda before=before: (
                Search.objects.filter(name__contains=":").count() > before or all_done()
            )
        )
        time.sleep(chance.random() * 0.2)
        if victim == "the process at work":
            for child in worker.children():
                os.kill(child, signal.SIGKILL)
        else:
            children = worker.children()
            if victim == "all of it":
                worker.kill()
            else:
                os.kill(worker.process.pid, signal.SIGKILL)
                worker.process.wait()
                wait_for(
                    lambda children=children: (
                        not any(Path(f"/proc/{child}").exists() for child in children)
                    ),
                    5,
                )
            worker = start()
    wait_for(all_done)
    assert [rows_of(job) for job in made] == [list(range(30))] * 2


def test_a_worker_told_to_stop_hands_its_job_to_the_next(start):
    [job] = enqueue(rows=40, pause=0.05)
    worker = start()
    wait_for(lambda: len(rows_of(job)) > 3)
    worker.process.terminate()
    assert worker.process.wait(10) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)
    start()
    wait_for(all_done)
    assert rows_of(job) == list(range(40))


def test_a_worker_that_wakes_up_late_has_lost_its_job(start):
    [job] = enqueue(rows=40, pause=0.1)
    first = start()
    wait_for(lambda: len(rows_of(job)) > 3)
    sleeper = first.children()[0]
    os.kill(sleeper, signal.SIGSTOP)
    start()
    reached = len(rows_of(job))
    wait_for(lambda: len(rows_of(job)) > reached + 3)
    os.kill(sleeper, signal.SIGCONT)
    wait_for(all_done)
    assert rows_of(job) == list(range(40))


def test_a_job_that_kills_its_worker_is_given_up(start):
    [job] = enqueue(kind="die")
    start()
    wait_for(lambda: Job.objects.get(pk=job.pk).state == "failed")
    assert Job.objects.get(pk=job.pk).message["values"] == {"attempts": 3}
