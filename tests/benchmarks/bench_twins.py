"""Does the time of an answer tell what the other has done? `python -m tests.benchmarks.bench_twins
[--requests 2000]`.

Three reviews alike: in one the other reviewer has not voted on the record, in one included it, in
one excluded it with reason and note. The viewer fetches the same pages of all three, round by round
in random order, through the whole program without a network. Prints one JSON line: for each page
the medians in ms of wall and of processor time, the largest median difference of two worlds within
a round, and the Kolmogorov-Smirnov p of the two that differ most. Ends with 1 when such a
difference is half a millisecond of processor time or more.
"""

import argparse
import gc
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[2]
TA = "title-abstract"
LIMIT_MS = 0.5
WORLDS = ("nothing", "include", "exclude")


def build() -> tuple[Any, dict[str, dict[str, str]]]:
    """A viewer who is in all three reviews, and for each page its address by world."""
    from django.core.management import call_command

    from screening.actions.screening.notes import write_note
    from screening.actions.screening.voting import cast_vote
    from screening.models import Reason
    from tests.builders import make_record, make_review, make_user

    call_command("migrate", verbosity=0)
    viewer, other = make_user("Rosa"), make_user("Ren 任")
    pages: dict[str, dict[str, str]] = defaultdict(dict)
    for world in WORLDS:
        review = make_review(reviewers=[viewer, other])
        reason = Reason.objects.create(
            review=review, stage=TA, label_en="Wrong design", label_zh="研究设计不符"
        )
        records = [
            make_record(review, title=f"外泌体 {n}", abstract="目的：观察。结果：促进成骨。" * 20)
            for n in range(60)
        ]
        if world != "nothing":
            cast_vote(
                by=other,
                review=review,
                record_id=records[0].pk,
                stage=TA,
                verdict=world,
                key=uuid4(),
                reason_id=reason.pk if world == "exclude" else None,
            )
        if world == "exclude":
            write_note(by=other, review=review, record_id=records[0].pk, stage=TA, text="秘密")
        base = f"/reviews/{review.pk}/"
        pages["screening page"][world] = f"{base}screen/{TA}/"
        pages["card"][world] = f"{base}screen/{TA}/cards/?ids={records[0].pk}"
        pages["record"][world] = f"{base}records/{records[0].pk}/"
        pages["records"][world] = f"{base}records/"
    return viewer, pages


def measure(
    client: Any, addresses: dict[str, str], requests: int
) -> dict[str, list[tuple[float, float]]]:
    """World → (wall, processor) milliseconds of so many requests in all,
    in rounds of all worlds in random order.
    """
    for address in addresses.values():
        for _ in range(5):
            assert client.get(address).status_code == 200, address
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(requests // len(addresses)):
        for world in random.sample(WORLDS, len(WORLDS)):
            gc.collect(0)
            wall, processor = time.perf_counter(), time.process_time()
            client.get(addresses[world])
            times[world].append(
                (1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor))
            )
    return times


def compared(times: dict[str, list[tuple[float, float]]]) -> dict[str, Any]:
    """Medians by world, and how the two worlds differ that differ most."""
    from scipy.stats import ks_2samp

    found: dict[str, Any] = {}
    for place, kind in enumerate(("wall", "processor")):
        columns = {world: [pair[place] for pair in pairs] for world, pairs in times.items()}
        medians = {world: statistics.median(column) for world, column in columns.items()}
        differences = {
            (one, other): statistics.median(
                a - b for a, b in zip(columns[one], columns[other], strict=True)
            )
            for one, other in combinations(WORLDS, 2)
        }
        apart = max(differences, key=lambda two: abs(differences[two]))
        found[kind] = {
            "medians_ms": {world: round(value, 2) for world, value in medians.items()},
            "difference_ms": round(abs(differences[apart]), 3),
            "p": round(float(ks_2samp(columns[apart[0]], columns[apart[1]]).pvalue), 3),
        }
    return found


def main() -> int:
    """Builds, fetches, compares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=2000, help="in all, over pages and worlds")
    asked = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="bench-twins-")
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "reviewapp.settings", "DEBUG": "1"}
    os.environ["ALLOWED_HOSTS"] = "testserver"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.DEBUG = False
    viewer, pages = build()
    client = Client()
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    report = {
        name: compared(measure(client, paths, asked.requests // len(pages)))
        for name, paths in pages.items()
    }
    worst = max(page["processor"]["difference_ms"] for page in report.values())
    told = {
        "requests": asked.requests,
        "worst_difference_ms": worst,
        "load": round(os.getloadavg()[0], 1),
        **report,
    }
    print(json.dumps(told))
    shutil.rmtree(folder, ignore_errors=True)
    return int(worst >= LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
