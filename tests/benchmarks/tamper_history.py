"""Whether `verify` finds every change made behind the program's back:
`python -m tests.benchmarks.tamper_history 1000`.

Each of so many random edits, deletions, swaps and truncations, in the history, its seals and the
tables, is made on the same lived review, looked for, and taken back. The suite runs the same series
in a short form.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment


def main(count: int) -> int:
    """Makes the changes and prints how many were found; 1 if any was not."""
    from tests.actions.verification.test_verification import MUTATIONS, missed

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        started = time.perf_counter()
        lost = missed(count)
        kinds = len(set(MUTATIONS))
        print(
            f"{connection.vendor}: {count - len(lost)} of {count} changes of {kinds} kinds found, "
            f"{time.perf_counter() - started:.0f} s, load {os.getloadavg()[0]:.1f}"
        )
        for change in lost:
            print(f"  not found: {change}")
    finally:
        runner.teardown_databases(databases)
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
