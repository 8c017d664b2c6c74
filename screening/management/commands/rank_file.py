"""`manage.py rank_file`: in which order would a finished screening have been shown? Needs no
database.
"""

import csv
import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.ranking.documents import Document
from screening.ranking.features import build
from screening.ranking.simulation import Shown, continued, replay

TRUE = {"1", "true", "yes", "included", "include", "relevant"}


class Command(BaseCommand):
    """Replays a screening and writes its order."""

    help = "Replays a finished screening and writes the order in which its records would have been shown."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV (or .csv.gz) with id, title, abstract, keywords")
        parser.add_argument(
            "--labels",
            required=True,
            metavar="COLUMN",
            help="the column that says what was relevant",
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--protocol",
            metavar="FILE",
            help="start from this text instead of from two given records",
        )
        parser.add_argument(
            "--seen",
            metavar="COLUMN",
            help="a column that numbers the records already screened: writes the order of the rest, replays nothing",
        )
        parser.add_argument(
            "--random",
            type=float,
            default=0.0,
            metavar="SHARE",
            help="the share of places given to a record drawn at random, as the application does",
        )
        parser.add_argument("--out", required=True, metavar="ORDER.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _read(Path(options["file"]), options["labels"])
        documents = [_document(row) for row in rows]
        labels = [
            1 if (row[options["labels"]] or "").strip().lower() in TRUE else 0 for row in rows
        ]
        protocol = (
            Path(options["protocol"]).read_text(encoding="utf-8").splitlines()
            if options["protocol"]
            else ()
        )
        try:
            features = build(documents)
            if options["seen"]:
                seen = _seen(rows, options["seen"])
                order = continued(
                    features, seen, [labels[n] for n in seen], options["seed"], protocol
                )
            else:
                order = replay(features, labels, options["seed"], protocol, options["random"])
        except ValueError as error:
            raise CommandError(f"{options['file']}: {error}") from None
        _write(Path(options["out"]), [row["id"] for row in rows], order)
        self.stderr.write(
            f"{len(order)} records, {sum(labels)} relevant, written to {options['out']}"
        )


def _read(path: Path, label: str) -> list[dict[str, str]]:
    csv.field_size_limit(1 << 30)
    opener: Any = gzip.open if path.suffix == ".gz" else open
    try:
        file: TextIO
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {"id", "title", label} - set(reader.fieldnames or ())
            if missing:
                raise CommandError(f"{path}, line 1: no column {', '.join(sorted(missing))}")
            return list(reader)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from None


def _seen(rows: list[dict[str, str]], column: str) -> list[int]:
    """The rows that are numbered in this column, in that order.
    Raises CommandError for what is no number.
    """
    if rows and column not in rows[0]:
        raise CommandError(f"no column {column}")
    numbered = [
        (row[column].strip(), at) for at, row in enumerate(rows) if (row[column] or "").strip()
    ]
    if wrong := next(
        (f"line {at + 2}: {text!r}" for text, at in numbered if not text.isdecimal()), ""
    ):
        raise CommandError(f"column {column}, {wrong} is no whole number")
    return [at for _number, at in sorted((int(text), at) for text, at in numbered)]


def _document(row: dict[str, str]) -> Document:
    def texts(*names: str) -> tuple[str, ...]:
        return tuple(row[n] for n in names if row.get(n))

    keywords = (row.get("keywords") or "").split(";")
    return Document(
        texts("title", "title_translated"),
        texts("abstract", "abstract_translated"),
        tuple(keywords),
    )


def _write(path: Path, ids: list[str], order: Iterable[Shown]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "position", "ranker", "prior"])
        for position, shown in enumerate(order, 1):
            writer.writerow([ids[shown.record], position, shown.ranker, int(shown.prior)])
