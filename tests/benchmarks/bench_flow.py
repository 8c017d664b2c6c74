"""How fast counts, diagram, lists, search and exports are in a large review:
`python -m tests.benchmarks.bench_flow 100000`.

Uses the database of the tests' settings (`DATABASE_URL` for PostgreSQL),
in a database of its own that is thrown away.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import override_settings, setup_test_environment
from django.urls import reverse

from reviewapp.processes import keep_what_is_loaded
from screening.actions.records.search_index import index
from screening.flow.content import compose
from screening.flow.labels import SETS
from screening.flow.layout import lay_out
from screening.flow.svg import render
from screening.flow.templates import fitting
from screening.models import Reason, Record, Review, Search
from screening.queries.flow import flow_counts
from screening.records.sorting import sort_key
from tests.builders import Cast, make_cast

PLACES = (
    ["duplicate"] * 20
    + ["await_ta"] * 20
    + ["ta_exclude"] * 50
    + ["not_retrieved"]
    + ["ft_exclude"] * 7
    + ["included"] * 2
)
WORDS = [
    "骨骼肌",
    "外泌体",
    "骨形成",
    "成骨细胞",
    "运动",
    "肌少症",
    "信号通路",
    "肺结节",
    "穿刺",
    "导航",
]
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
#: Records written one by one; more are copies of them.
WRITTEN = 10_000


def fill(cast: Cast, count: int) -> None:
    """So many records in two searches, in all places,
    with words in both languages and abstracts of a usual length.

    The first are written as an import would write them; the others are copies of those, made by the
    database, each with a title, a place in every order and a word of its own.
    """
    searches = [
        Search.objects.create(review=cast.review, name=name, kind="database")
        for name in ("中国知网", "PubMed")
    ]
    reasons = [
        Reason.objects.create(review=cast.review, stage="full-text", label_zh=f"理由{n}")
        for n in range(8)
    ]
    first = Record.objects.create(
        review=cast.review,
        search=searches[0],
        lane="dbr",
        flow_lane="dbr",
        place="included",
        title="首篇",
    )
    written = min(count, WRITTEN)
    for start in range(1, written, BATCH):
        with transaction.atomic():
            made = Record.objects.bulk_create(
                _record(n, cast, searches[n % 2], reasons, first.pk)
                for n in range(start, min(start + BATCH, written))
            )
            index(made)
    for copy in range(1, -(-count // WRITTEN)):
        with transaction.atomic(), connection.cursor() as cursor:
            _copy(cursor, cast, first.pk, copy * WRITTEN, min(WRITTEN, count - copy * WRITTEN))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval('screening_record_id_seq', (SELECT max(id) FROM screening_record))"
            )
            cursor.execute("VACUUM ANALYZE")


def _copy(cursor: Any, cast: Cast, first: int, shift: int, most: int) -> None:
    """Copies the written records once more, `shift` ids further."""
    key = f"(id + {shift})"
    anew = {
        "id": key,
        "position": key,
        "title": f"title || ' ' || {key}",
        "title_sort": f"CAST(1000000 + {key} * 7919 % 1000003 AS text) || title_sort",
        "shuffle": f"{key} * 7919 % 2147483647",
        "primary_id": f"primary_id + {shift}",
    }
    names = [field.column for field in Record._meta.concrete_fields]
    wanted = f"review_id = {cast.review.pk} AND id >= {first} AND id < {first + most}"
    picked = ", ".join(anew.get(name, name) for name in names)
    cursor.execute(
        f"INSERT INTO screening_record ({', '.join(names)}) SELECT {picked} FROM screening_record WHERE {wanted}"
    )
    postgres = connection.vendor == "postgresql"
    rowid, word = f"(rowid + {shift})", f"'nr' || CAST((rowid + {shift}) AS text)"
    words = f"words || array_to_tsvector(ARRAY[{word}])" if postgres else f"words || ' ' || {word}"
    cursor.execute(
        f"INSERT INTO screening_recordwords (rowid, words) SELECT {rowid}, {words} FROM screening_recordwords"
        f" WHERE rowid >= {first} AND rowid < {first + most}"
    )


def _record(n: int, cast: Cast, search: Search, reasons: list[Reason], first: int) -> Record:
    # By the step of 7919, a record two before a duplicate is none.
    place = PLACES[n * 7919 % len(PLACES)]
    zh, en = WORDS[n % 10] + WORDS[n // 10 % 10], f"{LATIN[n % 10]} {LATIN[n // 10 % 10]}"
    title = f"{zh}研究 {n}" if n % 2 else f"{en} {n}"
    return Record(
        review=cast.review,
        search=search,
        lane="dbr",
        flow_lane="dbr",
        place=place,
        year=1990 + n % 35,
        position=n,
        primary_id=max(first, first + n - 2) if place == "duplicate" else None,
        reason=reasons[n % 8] if place == "ft_exclude" else None,
        title=title,
        title_sort=f"{n * 7919 % 1000003:07}{sort_key(title)}",
        shuffle=n,
        language="zh" if n % 2 else "en",
        abstract=f"目的：探讨{zh}的作用。Methods: {en} was studied in adults. " * 12,
        authors=["高亚"],
        journal="示例杂志",
    )


def timed(work: Callable[[], Any], times: int = 20) -> tuple[float, float, float]:
    """Median and 95th percentile of so many runs, and the median of this process's own computing,
    in milliseconds.
    """
    spent, computed = [], []
    for _ in range(times):
        started, busy = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - started) * 1000)
        computed.append((time.process_time() - busy) * 1000)
    spent.sort()
    computed.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.95) - 1], computed[len(computed) // 2]


def draw(cast: Cast) -> str:
    """Counts and diagram."""
    numbers = flow_counts.flow(cast.review)
    return render(lay_out(compose(numbers, fitting(numbers), SETS["zh"])))


def measure(cast: Cast) -> dict[str, tuple[float, float, float]]:
    """Every figure by name."""
    client = Client()
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    records = reverse("records", kwargs={"review_id": cast.review.pk})
    deep, oldest, by_title = (
        _deep(client, records, order) for order in ("imported", "oldest", "title")
    )
    source = Search.objects.filter(review=cast.review)[0]
    asked = {
        "counts": lambda: flow_counts.flow(cast.review),
        "counts and diagram": lambda: draw(cast),
        "PRISMA page": lambda: client.get(reverse("flow", kwargs={"review_id": cast.review.pk})),
        "records, first page": lambda: client.get(records),
        "records, page 20": lambda: client.get(records, {"page": deep}),
        "records by title": lambda: client.get(records, {"order": "title"}),
        "records newest": lambda: client.get(records, {"order": "newest"}),
        "records oldest, page 20": lambda: client.get(records, {"order": "oldest", "page": oldest}),
        "records by title, page 20": lambda: client.get(
            records, {"order": "title", "page": by_title}
        ),
        "records of one source": lambda: client.get(
            records, {"search": source.pk, "order": "title"}
        ),
        "records 2010-2015": lambda: client.get(records, {"year_from": 2010, "year_to": 2015}),
        "records, other language": lambda: client.get(records, {"language": "other"}),
        "records, theses": lambda: client.get(records, {"type": "thesis", "order": "newest"}),
        "records without abstract": lambda: client.get(records, {"missing": "abstract"}),
        "records with notices": lambda: client.get(records, {"notices": "on"}),
        "records with duplicates": lambda: client.get(records, {"duplicates": "with"}),
        "records not voted on": lambda: client.get(records, {"my_vote": "none"}),
        "records of a box": lambda: client.get(records, {"box": "records_excluded"}),
        "search 骨骼肌": lambda: client.get(records, {"q": "骨骼肌"}),
        "search exosome bone": lambda: client.get(records, {"q": "exosome bone"}),
        "search 骨骼肌, by title": lambda: client.get(records, {"q": "骨骼肌", "order": "title"}),
        "search for one": lambda: client.get(records, {"q": "nr77777"}),
    }
    return {name: timed(work) for name, work in asked.items()}


def _deep(client: Client, records: str, order: str) -> str:
    cursor = ""
    for _ in range(20):
        cursor = client.get(records, {"order": order, "page": cursor}).context["page"].next
    return cursor


def own_memory() -> float:
    """MiB of memory that this process has for itself;
    a database file mapped into it is the system's own cache.
    """
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("RssAnon"))


def stream(cast: Cast, form: str) -> dict[str, float]:
    """Seconds for the list of all records as a file,
    and by how many MiB this process grew at most while it was made.
    """
    client = Client()
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    before, started, size, most = own_memory(), time.perf_counter(), 0, 0.0
    answer = client.get(
        reverse("records-export", kwargs={"review_id": cast.review.pk, "form": form})
    )
    for number, piece in enumerate(answer.streaming_content):
        size += len(piece)
        if number % 500 == 0:
            most = max(most, own_memory())
    return {
        "seconds": time.perf_counter() - started,
        "MiB written": size / 2**20,
        "MiB more memory": most - before,
    }


def report(cast: Cast) -> None:
    """Measures and prints the figures."""
    for name, (median, high, computed) in measure(cast).items():
        load = os.getloadavg()[0]
        print(
            f"  {name:26} median {median:7.1f}  p95 {high:7.1f}  computing {computed:7.1f} ms  load {load:.1f}",
            flush=True,
        )
    for form in ("csv", "ris"):
        with override_settings(EXPORT_STREAMED_MOST=10**9):
            print(
                f"  {form}: {json.dumps({k: round(v, 1) for k, v in stream(cast, form).items()})}",
                flush=True,
            )


def main(count: int, keep: str = "") -> None:
    """Builds the review, measures, and prints the figures; `keep` names the SQLite file that is
    left behind and used again (with PostgreSQL the test database is; the name says nothing).
    """
    setup_test_environment()
    if keep and connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = keep
    runner = DiscoverRunner(verbosity=0, interactive=False, keepdb=bool(keep))
    databases = runner.setup_databases()
    try:
        started, there = time.perf_counter(), Review.objects.first()
        if there is None:
            cast = make_cast()
            fill(cast, count)
        else:
            lead = there.memberships.get(leads=True).user
            cast, count = Cast(there, *[lead] * 6), Record.objects.count()
        print(
            f"{connection.vendor}, {count:,} records, there after {time.perf_counter() - started:.0f} s"
        )
        keep_what_is_loaded()
        report(cast)
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=100_000)
    parser.add_argument("--keep", default="", metavar="FILE")
    options = parser.parse_args()
    main(options.records, options.keep)
