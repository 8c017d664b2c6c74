"""Reads one export file without touching the database: records as JSON lines,
and a summary of what became of it.
"""

import json
import resource
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from screening.formats import FORMATS, Leftovers, Limits, Problem, stream
from screening.records.messages import Message, gettext_noop

MEMORY = 3 << 30
SECONDS = 1800
PROBLEMS_SHOWN = 10_000


class Command(BaseCommand):
    help = (
        "Prints one JSON object for each record of FILE on standard output and one JSON summary (format, encoding, "
        "found, records, problems, unused, error) on standard error. Exit code 2 when nothing could be read."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--format",
            choices=sorted(FORMATS),
            help="read as this format instead of finding it out",
        )
        parser.add_argument("--encoding", help="read in this encoding instead of finding it out")

    def handle(self, *, file: Path, **options: Any) -> None:
        confine(MEMORY, SECONDS)
        summary = read_out(file, options["format"], options["encoding"])
        self.stderr.write(json.dumps(summary, ensure_ascii=True))
        if summary["error"] is not None:
            sys.exit(2)


def confine(memory: int, seconds: int) -> None:
    """Bounds the memory (bytes of address space) and time of this process,
    so that no file can exhaust the machine.
    """
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(seconds)


def _too_slow(signum: int, frame: object) -> None:
    raise TimeoutError


def read_out(file: Path, format_key: str | None, encoding: str | None) -> dict[str, Any]:
    """Prints the records of a file and returns the summary."""
    problems: list[dict[str, Any]] = []
    told = 0
    try:
        reading = stream(
            file,
            name=file.name,
            format_key=format_key,
            encoding=encoding,
            limits=Limits(seconds=SECONDS),
        )
    except OSError as error:
        return summarise(error=Message("%(reason)s", {"reason": str(error)}))
    error: Message | None
    out = sys.stdout
    try:
        for item in reading:
            if isinstance(item, Problem):
                told += 1
                if told <= PROBLEMS_SHOWN:
                    problems.append(problem_json(item))
            else:
                out.write(json.dumps(item.to_json(), ensure_ascii=True) + "\n")
        error = reading.error
    except (MemoryError, TimeoutError):
        text = gettext_noop("Reading %(name)s takes more memory or time than is allowed.")
        error = Message(text, {"name": file.name})
    out.flush()
    return summarise(
        reading.format,
        reading.encoding,
        reading.found,
        reading.records,
        problems,
        told,
        error,
        reading.leftovers,
    )


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as plain JSON values."""
    return {
        "line": problem.line,
        "times": problem.times,
        "message": str(problem.message),
        "rejected": problem.rejected,
        "raw": problem.raw[:20_000] if problem.rejected else "",
    }


def summarise(
    format_key: str = "",
    encoding: str = "",
    found: int = 0,
    records: int = 0,
    problems: list[dict[str, Any]] | None = None,
    told: int = 0,
    error: Message | None = None,
    leftovers: Leftovers | None = None,
) -> dict[str, Any]:
    """The summary as plain JSON values; `problem_count` counts those beyond the ones shown too.

    `unused` names the tags or columns that were not taken over and in how many records,
    `unused_examples` a value of each and its line.
    """
    left = leftovers.found if leftovers else {}
    return {
        "format": format_key,
        "encoding": encoding,
        "found": found,
        "records": records,
        "problem_count": told,
        "problems": problems or [],
        "unused": {name: each.records for name, each in left.items()},
        "unused_examples": {
            name: {"value": each.example, "line": each.line} for name, each in left.items()
        },
        "error": str(error) if error else None,
    }
