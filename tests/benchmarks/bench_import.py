"""The whole import, from upload to visible records, beside somebody who votes:
`python -m tests.benchmarks.bench_import`.

`--sizes 10000,100000` records of half Chinese, half English RIS; the database is DATABASE_URL or a
new SQLite file with the settings of production. Says seconds, records a second, the memory of
worker and reader, and how long votes took.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

GOALS = {10_000: 8.0, 100_000: 75.0, 1_000_000: 780.0}
MEMORY = 512
VOTE = 0.25

ENGLISH = (
    "BACKGROUND: Pulmonary nodules are found ever more often. METHODS: We compared number {n} of robot-assisted and "
    "manual puncture under computed tomography in a randomised trial with blinded outcome assessment in centre {m}. "
) * 6
CHINESE = (
    "目的：比较机器人辅助与徒手CT引导下肺结节经皮穿刺的准确性与安全性。方法：纳入第{n}例患者，随机分组，记录中心{m}的结果。"
    * 6
)
TITLES = (
    "Accuracy of robot-assisted puncture {n}: a randomised trial",
    "机器人辅助肺结节穿刺准确性的随机对照研究{n}",
)


def main() -> None:
    """Runs every size and prints one line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-import-"))
    try:
        prepare(folder)
        for size in (int(size) for size in options.sizes.split(",")):
            report(size, measure(size, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: Path) -> None:
    """Settings of production with a data folder of their own, and an empty database."""
    os.environ["DATA_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def write_ris(path: Path, size: int) -> None:
    """A RIS file of so many records, every second one Chinese, with abstracts of the usual length."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(size):
            text = (ENGLISH, CHINESE)[n % 2].format(n=n, m=n % 97)
            file.write(
                f"TY  - JOUR\nTI  - {TITLES[n % 2].format(n=n)}\nAU  - {('Smith, J', '王小明')[n % 2]}\nAU  - Li, Q{n % 50}\n"
                f"PY  - {1990 + n % 35}\nJO  - {('Lung Cancer', '中国肺癌杂志')[n % 2]}\nVL  - {n % 60}\nIS  - {n % 12}\n"
                f"SP  - {n}\nDO  - 10.1000/bench.{n}\nKW  - nodule\nKW  - 肺结节\nAB  - {text}\nER  - \n\n"
            )


def measure(size: int, folder: Path) -> dict[str, Any]:
    """Uploads, reads and imports one file, while a reviewer votes ten times a second."""
    from django.core.files import File

    from screening.actions.imports import import_files, import_job
    from screening.actions.imports.import_files import Upload
    from screening.actions.imports.parser_client import Reader
    from screening.actions.jobs import job_queue
    from screening.models import Record
    from tests.builders import make_record, make_review, make_search, make_user

    reviewer = make_user()
    review = make_review(reviewers=[reviewer])
    search = make_search(review)
    waiting = [make_record(review, place="await_ta").pk for _ in range(min(3000, size // 20 + 200))]
    source = folder / f"{size}.ris"
    write_ris(source, size)
    with Voter(review.pk, reviewer.pk, waiting) as voter:
        started, spent = time.monotonic(), cpu()
        with source.open("rb") as content:
            file = import_files.store(
                by=review.created_by, search=search, upload=Upload(source.name, File(content))
            )
        with Reader(seconds=3600, patient=True) as reader:
            import_files.read(file=file, reader=reader)
        read = time.monotonic() - started
        job = import_job.begin_import(by=review.created_by, file=file)
        running = job_queue.claim(job.pk)
        assert running is not None
        running.finish(import_job.import_file(running))
        whole, after = time.monotonic() - started, cpu()
    seen = Record.objects.filter(file=file, place="await_ta").count()
    assert seen == size, f"{seen} of {size} records are there"
    source.unlink()
    spent = [now - then for now, then in zip(after, spent, strict=True)]
    return {
        "read": read,
        "whole": whole,
        "cpu": spent,
        "votes": sorted(voter.took),
        "slow": voter.slow,
    }


def cpu() -> tuple[float, float]:
    """Processor seconds of this process, and of the readers it has waited for."""
    own, readers = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return own.ru_utime + own.ru_stime, readers.ru_utime + readers.ru_stime


class Voter:
    """Another process that votes all the time, and writes down how long each vote took."""

    def __init__(self, review: int, user: int, records: list[int]) -> None:
        self.took: list[float] = []
        self.slow = 0.0
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.bench_import_votes",
            str(review),
            str(user),
        ]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin is not None
        self._process.stdin.write(",".join(map(str, records)) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout is not None
        self._process.stdout.readline()
        self._reader = threading.Thread(target=self._read)

    def __enter__(self) -> "Voter":
        self._reader.start()
        return self

    def _read(self) -> None:
        assert self._process.stdout is not None
        self.took = [float(line) for line in self._process.stdout]

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._reader.join()
        self._process.wait()
        self.slow = max(self.took, default=0.0)


def report(size: int, found: dict[str, Any]) -> None:
    """One line, with what was to be reached."""
    votes = found["votes"]
    p95 = votes[int(len(votes) * 0.95)] if votes else 0.0
    worker = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    goal = GOALS.get(size)
    print(
        f"import {size:>9,}: read {found['read']:6.1f} s, whole {found['whole']:6.1f} s"
        f"{f' (goal {goal:.0f} s)' if goal else ''}, {size / found['whole']:,.0f} records/s,"
        f" processor: worker {found['cpu'][0]:.1f} s, readers {found['cpu'][1]:.1f} s, memory worker {worker} MB,"
        f" reader {reader} MB (goal {MEMORY}), votes {len(votes)}: median {votes[len(votes) // 2] * 1000:.0f} ms,"
        f" p95 {p95 * 1000:.0f} ms (goal {VOTE * 1000:.0f}), slowest {found['slow'] * 1000:.0f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
