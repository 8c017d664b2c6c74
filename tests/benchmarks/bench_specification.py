"""The application beside the specification, at length:
`python -m tests.benchmarks.bench_specification [HISTORIES] [REVIEWS]`.

So many random histories (1,000) in the form of the specification's vectors, and so many reviews (2)
played through the pages, 300 operations each over three versions, compared after every ten. The
whole is `5000 20`: some hours.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import transaction
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment

from tests.builders import make_cast
from tests.specification.random_vectors import History
from tests.specification.test_played_review import play
from tests.specification.test_vectors import differences

STEPS = 300


def histories(count: int) -> int:
    """How many random histories differ."""
    lost = 0
    for seed in range(count):
        history = History(seed, 40 + seed % 120, versions=2 + seed % 3)
        if found := differences(history.events, history.policy):
            lost += 1
            print(f"  history {seed}: {found}")
    return lost


def reviews(count: int) -> int:
    """How many played reviews differ."""
    lost = 0
    for seed in range(count):
        with transaction.atomic():
            played, found = play(make_cast(), seed, STEPS)
            transaction.set_rollback(True)
        lost += bool(found)
        for one in found:
            print(f"  review {seed}, {one}, after {', '.join(played.did[-10:])}")
    return lost


def main(of_events: int, of_pages: int) -> int:
    """Prints both counts; 1 if anything differs."""
    started = time.process_time()
    lost = histories(of_events)
    print(
        f"{of_events - lost} of {of_events} histories agree, {time.process_time() - started:.0f} s of CPU",
        flush=True,
    )
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        started = time.process_time()
        differ = reviews(of_pages)
        spent = time.process_time() - started
        print(
            f"{of_pages - differ} of {of_pages} reviews of {STEPS} operations agree, {spent:.0f} s of CPU"
        )
    finally:
        runner.teardown_databases(databases)
    return int(bool(lost or differ))


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(*[*numbers, *(1000, 2)[len(numbers) :]]))
