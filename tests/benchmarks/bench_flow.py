"""How fast counts, diagram, lists, search and exports are in a large review: `python -m tests.benchmarks.bench_flow 100000`.

Uses the database of the tests' settings (`DATABASE_URL` for PostgreSQL), in a database of its own that is thrown away.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment
from django.urls import reverse

from screening.actions.indexing import index
from screening.models import Reason, Record, Search
from screening.prisma.content import compose
from screening.prisma.labels import SETS
from screening.prisma.layout import lay_out
from screening.prisma.svg import render
from screening.prisma.templates import fitting
from screening.queries import flow
from tests.builders import Cast, make_cast

PLACES = (
    ["duplicate"] * 20
    + ["await_ta"] * 20
    + ["ta_exclude"] * 50
    + ["not_retrieved"]
    + ["ft_exclude"] * 7
    + ["included"] * 2
)
WORDS = ["骨骼肌", "外泌体", "骨形成", "成骨细胞", "运动", "肌少症", "信号通路", "肺结节", "穿刺", "导航"]
LATIN = [
    "exosome",
    "muscle",
    "bone",
    "formation",
    "exercise",
    "osteoblast",
    "sarcopenia",
    "signalling",
    "pulmonary",
    "nodule",
    "robot",
]
BATCH = 5_000


def fill(cast: Cast, count: int) -> None:
    """So many records in two searches, in all places, with words in both languages."""
    searches = [
        Search.objects.create(review=cast.review, name=name, kind="database") for name in ("中国知网", "PubMed")
    ]
    reasons = [Reason.objects.create(review=cast.review, stage="full-text", label_zh=f"理由{n}") for n in range(8)]
    first = Record.objects.create(
        review=cast.review, search=searches[0], lane="dbr", flow_lane="dbr", place="included", title="首篇"
    )
    for start in range(1, count, BATCH):
        with transaction.atomic():
            made = Record.objects.bulk_create(
                _record(n, cast, searches[n % 2], reasons, first) for n in range(start, min(start + BATCH, count))
            )
            index(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _record(n: int, cast: Cast, search: Search, reasons: list[Reason], first: Record) -> Record:
    place = PLACES[n * 7919 % len(PLACES)]
    zh, en = WORDS[n % 10] + WORDS[n // 10 % 10], f"{LATIN[n % 10]} {LATIN[n // 10 % 10]}"
    return Record(
        review=cast.review, search=search, lane="dbr", flow_lane="dbr", place=place, year=1990 + n % 35, position=n,
        primary=first if place == "duplicate" else None, reason=reasons[n % 8] if place == "ft_exclude" else None,
        title=f"{zh}研究 {n}" if n % 2 else f"{en} {n}", title_sort=f"{n * 7919 % 1000003:07}", shuffle=n,
        language="zh" if n % 2 else "en", abstract=f"{zh}。{en}.", authors=["高亚"], journal="示例杂志",
    )  # fmt: skip


def timed(work: Callable[[], Any], times: int = 20) -> tuple[float, float]:
    """Median and 95th percentile of so many runs, in milliseconds."""
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append((time.perf_counter() - started) * 1000)
    spent.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.95) - 1]


def draw(cast: Cast) -> str:
    """Counts and diagram."""
    numbers = flow.flow(cast.review)
    return render(lay_out(compose(numbers, fitting(numbers), SETS["zh"])))


def measure(cast: Cast) -> dict[str, tuple[float, float]]:
    """Every figure by name."""
    client = Client()
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    records = reverse("records", kwargs={"review_id": cast.review.pk})
    deep = _deep(client, records)
    asked = {
        "counts": lambda: flow.flow(cast.review),
        "counts and diagram": lambda: draw(cast),
        "PRISMA page": lambda: client.get(reverse("flow", kwargs={"review_id": cast.review.pk})),
        "records, first page": lambda: client.get(records),
        "records, page 20": lambda: client.get(records + deep),
        "records by title": lambda: client.get(records, {"order": "title"}),
        "records newest": lambda: client.get(records, {"order": "newest"}),
        "records of a box": lambda: client.get(records, {"box": "records_excluded"}),
        "search 骨骼肌": lambda: client.get(records, {"q": "骨骼肌"}),
        "search exosome bone": lambda: client.get(records, {"q": "exosome bone"}),
        "search for one": lambda: client.get(records, {"q": "77777"}),
    }
    return {name: timed(work) for name, work in asked.items()}


def _deep(client: Client, records: str) -> str:
    cursor = ""
    for _ in range(20):
        cursor = "?page=" + client.get(records + cursor).context["page"].next
    return cursor


def stream(cast: Cast, key: str) -> dict[str, float]:
    """Seconds for an export, and by how many MiB it raised the highest memory use."""
    client = Client()
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    answer = client.get(reverse("records-export", kwargs={"review_id": cast.review.pk, "key": key}))
    size = sum(len(piece) for piece in answer.streaming_content)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": time.perf_counter() - started,
        "MiB written": size / 2**20,
        "MiB more memory": (after - before) / 1024,
    }


def main(count: int) -> None:
    """Builds the review, measures, and prints the figures."""
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        cast = make_cast()
        started = time.perf_counter()
        fill(cast, count)
        print(f"{connection.vendor}, {count:,} records, filled in {time.perf_counter() - started:.0f} s")
        for name, (median, high) in measure(cast).items():
            print(f"  {name:24} median {median:7.1f} ms   p95 {high:7.1f} ms")
        for key in ("included_csv", "included_ris"):
            print(f"  {key}: {json.dumps({k: round(v, 1) for k, v in stream(cast, key).items()})}")
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
