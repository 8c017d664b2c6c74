"""Turns a file of any format we read into one we write."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.formats import FORMATS, Format, Problem, Stream, stream
from screening.records.record import Record

WRITABLE = {key: each for key, each in FORMATS.items() if each.write}


class Command(BaseCommand):
    help = "Reads FILE, whatever its format, and writes its records in another one. What was not taken over is told."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--to", required=True, metavar="FORMAT", help=f"one of {', '.join(WRITABLE)}"
        )
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="where to write; standard output if not given"
        )
        parser.add_argument(
            "--format",
            choices=sorted(FORMATS),
            help="read as this format instead of finding it out",
        )
        parser.add_argument("--encoding", help="read in this encoding instead of finding it out")

    def handle(self, *, file: Path, to: str, out: Path | None, **options: Any) -> None:
        target = target_of(to)
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        reading = stream(
            file, name=file.name, format_key=options["format"], encoding=options["encoding"]
        )
        if reading.error is not None:
            raise CommandError(str(reading.error), returncode=2)
        written = self.write(target, reading, out)
        if reading.error is not None:
            raise CommandError(str(reading.error), returncode=2)
        for name, each in reading.leftovers.found.items():
            self.stderr.write(
                f"not taken over: {name} ({each.records} records, first in line {each.line}: {each.example})"
            )
        self.stderr.write(f"{written} of {reading.found} records written as {target.key}.")

    def write(self, target: Format, reading: Stream, out: Path | None) -> int:
        """Writes the records and returns their number; a file appears only when it is complete."""
        chunks = target.write(self.records(reading)) if target.write else iter(())
        if out is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        else:
            part = out.with_name(out.name + ".part")
            with part.open("wb") as file:
                file.writelines(chunks)
            part.replace(out)
        return reading.records

    def records(self, reading: Stream) -> Iterator[Record]:
        """The records of the file; problems go to standard error."""
        for item in reading:
            if isinstance(item, Problem):
                more = f" ({item.times} times)" if item.times > 1 else ""
                self.stderr.write(
                    f"line {item.line}: {item.message}{more}"
                    if item.line
                    else f"{item.message}{more}"
                )
            else:
                yield item


def target_of(name: str) -> Format:
    """The format of that key, or of that file extension.
    Raises CommandError that lists those that can be written.
    """
    key = name.strip().lower().replace("-", "_")
    if key in WRITABLE:
        return WRITABLE[key]
    found = [
        each for each in WRITABLE.values() if each.extension == name.strip().lower().lstrip(".")
    ]
    found = found or [each for each in WRITABLE.values() if key in each.key.split("_")]
    if not found:
        raise CommandError(f"{name} cannot be written; known: {', '.join(WRITABLE)}.")
    return found[0]
