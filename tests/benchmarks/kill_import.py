"""Kills an import at each of its steps, as kill -9 does, and looks what is left:
`python -m tests.benchmarks.kill_import`.

`--repeats 20` times a step, each at a moment of chance within it. After the kill, all of the file's
records are seen or none; after the job has been taken up again, all of them, each once, with one
event. Ends with 1 if anything was wrong. Runs on DATABASE_URL, or a SQLite file of its own.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

RECORDS, REJECTED = 700, 2
CHUNKS = 3
#: Not at a step, but at a moment of chance.
ANYWHERE = "anywhere"
LONGEST = 2.5


def main(run: Callable[[list[str], int], int], described: str | None, prefix: str) -> int:
    """Reads the command line and runs in a folder of its own; for all series of kills."""
    parser = argparse.ArgumentParser(
        description=described, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--step", action="append", default=[])
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    os.environ["DATA_DIR"] = str(folder)
    os.environ["CELERY_BROKER_URL"] = "memory://"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")
    try:
        return run(options.step, options.repeats)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(chosen: list[str], repeats: int) -> int:
    """How many of the kills left something wrong, at most 1 as an exit code."""
    import django

    django.setup()
    from django.core.management import call_command

    from screening.actions.jobs.crash_points import STEPS

    call_command("migrate", verbosity=0)
    wrong = 0
    for step in chosen or (*STEPS, ANYWHERE):
        started, found = time.monotonic(), []
        for turn in range(repeats):
            found += [f"{step} {turn}: {problem}" for problem in once(step)]
        wrong += len(found)
        seconds = (time.monotonic() - started) / repeats
        print(
            f"{step:20} {repeats} kills, {len(found)} wrong, {seconds:.1f} s each",
            *found,
            sep="\n  ",
            flush=True,
        )
    return int(wrong > 0)


def once(step: str) -> list[str]:
    """One import or undo, killed at that step and taken up again; what was wrong."""
    from screening.models import ImportFile, Record

    world = World()
    undoing = step.startswith("undo")
    if undoing:
        world.work()
    place = f"{step}:{random.randint(1, CHUNKS)}" if "batch" in step else step
    died = in_child(place, world.undo if undoing else world.work)
    problems = [] if died else [f"nobody was killed at {step}"]
    seen = Record.objects.filter(review=world.review).exclude(place="loading").count()
    if seen not in {0, RECORDS}:
        problems.append(f"{seen} of {RECORDS} records are seen after the kill")
    if (
        step in {"import.stored", "import.decode"}
        and not ImportFile.objects.filter(review=world.review).exists()
    ):
        problems.append("the file is gone")
    age_jobs(world)
    (world.undo if undoing else world.work)()
    return problems + (world.left() if undoing else world.missing())


def in_child(step: str, work: Callable[[], None]) -> bool:
    """Whether a process that did the work with FAULT_AT set was killed."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        os.environ["FAULT_AT"] = step
        try:
            work()
        finally:
            os._exit(3)
    if step == ANYWHERE:
        time.sleep(random.uniform(0, LONGEST))
        os.kill(child, 9)
        os.waitpid(child, 0)
        return True
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == 9


def age_jobs(world: "World") -> None:
    """The minute that passes until somebody notices that the worker is gone."""
    from django.utils import timezone

    from screening.models import Job

    Job.objects.filter(review=world.review).update(heartbeat_at=timezone.now() - timedelta(hours=1))


class World:
    """A review with one search; each piece of work can be asked for again after a kill."""

    def __init__(self) -> None:
        from tests.builders import make_review, make_search

        self.review = make_review()
        self.search = make_search(self.review)
        self.by = self.review.created_by

    def store(self) -> None:
        """Keeps the file, unless it is there."""
        from django.core.files.base import ContentFile

        from screening.actions.imports import import_files
        from screening.models import ImportFile

        if not ImportFile.objects.filter(review=self.review).exists():
            import_files.store(
                by=self.by,
                search=self.search,
                upload=import_files.Upload("导出.ris", ContentFile(content())),
            )

    def work(self) -> None:
        """Stores, reads and imports the file, as far as that is still to do."""
        from screening.actions.imports import import_files, import_job
        from screening.actions.imports.parser_client import Reader
        from screening.models import ImportFile, Job

        self.store()
        file = ImportFile.objects.get(review=self.review)
        if file.state == "reading":
            with Reader(seconds=60) as reader:
                import_files.read(file=file, reader=reader)
        if ImportFile.objects.get(pk=file.pk).state == "read":
            import_job.begin_import(by=self.by, file=file)
        self.run(Job.objects.get(review=self.review, kind="import"))

    def undo(self) -> None:
        """Takes the import back, as far as that is still to do."""
        from screening.actions.imports import undo_import as undoing
        from screening.models import ImportFile, Job

        file = ImportFile.objects.get(review=self.review)
        if file.state == "imported":
            undoing.begin_undo(by=self.by, file=file)
        self.run(Job.objects.get(review=self.review, kind="undo_import"))

    def run(self, job: "object") -> None:
        """Runs the job as a worker does."""
        from screening.tasks import run_job

        run_job(job.pk)  # type: ignore[attr-defined]

    def missing(self) -> list[str]:
        """What is not as it should be after the import."""
        from screening.models import Event, ImportFile, Job, Record, RecordWords, SourceText

        file = ImportFile.objects.get(review=self.review)
        records = Record.objects.filter(file=file)
        found = {
            "places": set(records.values_list("place", flat=True)),
            "positions": sorted(records.values_list("position", flat=True))
            == list(range(1, RECORDS + 1)),
            "texts": SourceText.objects.filter(record__file=file).count(),
            "words": RecordWords.objects.filter(record__file=file).count(),
            "rejected": file.rejected_entries.count(),
            "counts": (file.state, file.found, file.imported, file.rejected),
            "events": Event.objects.filter(review=self.review, verb="import").count(),
            "dedupe": Job.objects.filter(review=self.review, kind="dedupe").count(),
        }
        wanted = {
            "places": {"await_ta"},
            "positions": True,
            "texts": RECORDS,
            "words": RECORDS,
            "rejected": REJECTED,
            "counts": ("imported", RECORDS + REJECTED, RECORDS, REJECTED),
            "events": 1,
            "dedupe": 1,
        }
        return [
            f"{name}: {found[name]} instead of {wanted[name]}"
            for name in wanted
            if found[name] != wanted[name]
        ]

    def left(self) -> list[str]:
        """What is not as it should be after the undo."""
        from screening.models import Event, ImportFile, Record

        file = ImportFile.objects.get(review=self.review)
        found = (
            file.state,
            Record.objects.filter(file=file).count(),
            file.rejected_entries.count(),
            Event.objects.filter(review=self.review, verb="undo_import").count(),
        )
        return [] if found == ("undone", 0, 0, 1) else [f"after the undo: {found}"]


def content() -> bytes:
    """A RIS file of RECORDS records, with REJECTED entries that hold nothing."""
    one = "TY  - JOUR\nTI  - 肺结节研究 {}\nAU  - 高亚\nPY  - 2020\nER  - \n\n"
    return (
        "".join(one.format(n) for n in range(RECORDS))
        + "TY  - JOUR\nPY  - 1999\nER  - \n\n" * REJECTED
    ).encode("gb18030")


if __name__ == "__main__":
    sys.exit(main(run, __doc__, "kill-import-"))
