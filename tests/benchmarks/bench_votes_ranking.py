"""Is a vote answered as fast while a large review learns its orders? `python -m
tests.benchmarks.bench_votes_ranking`.

    [--records 40000] [--people 10] [--seconds 40] [--rate 0.5]

Votes twice on the same review, beside a real worker: first with the learned order switched off,
then with it on, while everybody's order is learned anew after every few votes. Prints one JSON
line: p50, p95 and p99 of both, how many orders were learned meanwhile and what one cost, and the
load of the machine, which has to be read with them.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Any

from tests.benchmarks.bench_votes import ROOT, STAGE, Person, build, processor_time, serve, wait_for

WORDS, OF_ABSTRACT, OF_TITLE = 40_000, 180, 12
#: Seconds to wait for the first orders.
PATIENCE = 900


def main() -> None:
    """Builds, votes without, votes with."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=40_000)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--rate", type=float, default=0.5, help="votes a person and second")
    asked = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="bench-votes-ranking-")
    os.environ |= {
        "DATA_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DEBUG": "false",
    }
    sys.path.insert(0, str(ROOT))
    try:
        print(json.dumps(run(asked)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(asked: argparse.Namespace) -> dict[str, Any]:
    """Both rounds; what the JSON line says."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from screening.models import Event, FeatureSet, RankedOrder, StageSetting
    from tests.servers import free_port

    call_command("collectstatic", interactive=False, verbosity=0)
    review, sessions, shares = build(asked.people, asked.records, "")
    write_texts(review)
    Event.objects.create(review_id=review, verb="dedupe", at=now(), data={})
    connection.close()
    port = free_port()
    server = serve(port, dict(os.environ))
    command = ["nice", "-n", "10", sys.executable, "manage.py", "serve", "--no-web"]
    worker = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL)
    report: dict[str, Any] = {
        "database": connection.vendor,
        "records": asked.records,
        "people": asked.people,
    }
    try:
        wait_for(port)
        half = [ids[: len(ids) // 2] for ids in shares]
        report["without"] = vote(server, port, review, sessions, half, asked)
        StageSetting.objects.filter(review=review, stage=STAGE).update(learned_order=True)
        wait_until(lambda: RankedOrder.objects.values("user").distinct().count() >= asked.people)
        newest, before = FeatureSet.objects.latest("pk"), RankedOrder.objects.latest("pk").pk
        rest = [ids[len(ids) // 2 :] for ids in shares]
        report["with"] = vote(server, port, review, sessions, rest, asked)
        made = RankedOrder.objects.filter(pk__gt=before)
        report |= {
            "features_s": round(newest.seconds, 1),
            "orders_learned": RankedOrder.objects.latest("pk").pk - before,
            "order_ms": round(1000 * sum(order.seconds for order in made) / max(made.count(), 1)),
            "load": os.getloadavg(),
        }
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait()
    return report


def now() -> Any:
    """This moment."""
    from django.utils import timezone

    return timezone.now()


def write_texts(review: int) -> None:
    """Titles and abstracts of words drawn as in a language: few often, most seldom."""
    from screening.models import Record

    draw = random.Random(7)
    words = [f"term{n}" for n in range(WORDS)]
    weights = [1 / (n + 3) for n in range(WORDS)]
    rows = Record.objects.filter(review=review).order_by("pk").only("pk", "title", "abstract")
    some = []
    for row in rows.iterator(chunk_size=1000):
        text = draw.choices(words, weights, k=OF_TITLE + OF_ABSTRACT)
        row.title, row.abstract = " ".join(text[:OF_TITLE]), " ".join(text[OF_TITLE:])
        some.append(row)
        if len(some) == 1000:
            Record.objects.bulk_update(some, ["title", "abstract"], batch_size=200)
            some = []
    Record.objects.bulk_update(some, ["title", "abstract"], batch_size=200)


def wait_until(done: Any) -> None:
    """Returns once that is true."""
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise SystemExit("the orders were not learned in time")
        time.sleep(1)


def vote(
    server: Any,
    port: int,
    review: int,
    sessions: list[str],
    shares: list[list[int]],
    asked: argparse.Namespace,
) -> dict[str, Any]:
    """One round of voting: times of the answers and what they cost the web process."""
    people = [
        Person(port, review, s, ids, asked.seconds, asked.rate)
        for s, ids in zip(sessions, shares, strict=True)
    ]
    before = processor_time(server)
    for person in people:
        person.start()
    for person in people:
        person.join()
    times = sorted(1000 * t for person in people for t in person.times)
    cost = 1000 * (processor_time(server) - before) / len(times)
    told = {
        f"p{share}_ms": round(times[int(len(times) * share / 100)], 1) for share in (50, 95, 99)
    }
    errors = sum(len(person.errors) for person in people)
    return told | {
        "votes": len(times),
        "errors": errors,
        "processor_ms": round(cost, 1),
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    main()
