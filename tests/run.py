"""`python -m tests.run`: every test once on SQLite, the data layer again on PostgreSQL,
the tasks again on Redis.

With `--quick`: what needs no browser and no waiting.
The last lines say what ran and what was left out.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.servers import ServerMissingError, private_postgresql, private_redis

ROOT = Path(__file__).parents[1]
DATA_LAYER = [
    "tests/queries",
    "tests/actions",
    "tests/test_tasks.py",
    "tests/test_workers.py",
    "--ignore-glob=tests/actions/*_killed.py",  # these bring a SQLite file of their own
]


@dataclass(frozen=True, slots=True)
class Round:
    """One call of pytest."""

    name: str
    arguments: Sequence[str]
    processes: int
    database: AbstractContextManager[str]
    broker: AbstractContextManager[str]


def rounds() -> list[list[Round]]:
    """All of `make test`: what stands in one list runs at the same time."""
    embedded = "filesystem://localhost"
    # One more than cores: tests that kill and restart wait most of their time.
    most = int(os.environ.get("TEST_PROCESSES") or (os.cpu_count() or 1) + 1)
    tasks = ["tests/test_tasks.py", "tests/test_workers.py"]
    return [
        [
            Round(
                "SQLite, embedded broker, everything",
                ["tests"],
                most,
                nullcontext(""),
                nullcontext(embedded),
            )
        ],
        [
            Round(
                "PostgreSQL, data layer",
                DATA_LAYER,
                max(most - 1, 1),
                private_postgresql(),
                nullcontext(embedded),
            ),
            Round("Redis, tasks", tasks, 1, nullcontext(""), private_redis()),
        ],
    ]


def run(round_: Round, extra: Sequence[str], *, live: bool) -> tuple[str, bool, str]:
    """Its name, whether all passed, and the line that says how many did.
    What pytest says comes at the end unless live.
    """
    if missing := [
        path for path in round_.arguments if not path.startswith("-") and not (ROOT / path).exists()
    ]:
        return round_.name, False, f"there is no {', '.join(missing)}"
    head = f"\n== {round_.name}\n"
    with ExitStack() as servers:
        try:
            database, broker = (
                servers.enter_context(round_.database),
                servers.enter_context(round_.broker),
            )
        except (ServerMissingError, RuntimeError) as error:
            return round_.name, False, str(error)
        environment = os.environ | {"DATABASE_URL": database, "TEST_BROKER_URL": broker}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            str(round_.processes),
            "-rs",
            *round_.arguments,
            *extra,
        ]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        last, told = "", [head]
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line)
            last = (
                line.strip() if re.search(r"\b(passed|failed|error|no tests ran)", line) else last
            )
            if live:
                print("".join(told), end="", flush=True)
                told.clear()
        print("".join(told), end="", flush=True)
        return round_.name, process.wait() == 0, last


def main(arguments: list[str]) -> int:
    """Exit code 0 when every round passed."""
    quick = "--quick" in arguments
    extra = [argument for argument in arguments if argument != "--quick"]
    chosen = rounds()[:1] if quick else rounds()
    if quick:
        extra += ["-m", "not browser and not slow"]
    results, started = [], time.monotonic()
    for together in chosen:
        with ThreadPoolExecutor(len(together)) as pool:
            at_once = [
                pool.submit(run, round_, extra, live=round_ is together[0]) for round_ in together
            ]
            results += [one.result() for one in at_once]
    print(f"\n== What ran, in {time.monotonic() - started:.0f} s")
    for name, passed, line in results:
        print(f"{'passed' if passed else 'FAILED'}  {name}: {line}")
    if quick:
        print("left out: tests marked browser or slow, PostgreSQL, Redis (make test runs them)")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
