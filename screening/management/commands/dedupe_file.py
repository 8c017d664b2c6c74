"""Finds the duplicates in a table without touching the database: clusters,
and the pairs a person should look at.
"""

import csv
import gc
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.dedupe.engine import deduplicate
from screening.dedupe.policy import CHOICES, RELATIONS, Policy
from screening.dedupe.table import REQUIRED, cluster_rows, pair_rows, read_row
from screening.records.record import Record

#: A file has no place for links: versions of one review become one cluster unless --policy says
#: otherwise.
FILE_POLICY = {"versions": "merge"}


class Command(BaseCommand):
    help = (
        "Reads RECORDS.csv (columns id, title, author, year, journal, volume, number, pages, doi, pmid, abstract, "
        "database; isbn and url help) and writes id, cluster_id, outcome and reason of each record. Nothing is deleted."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("records", type=Path, metavar="RECORDS.csv")
        parser.add_argument("--out", type=Path, required=True, metavar="CLUSTERS.csv")
        parser.add_argument(
            "--ask", type=Path, metavar="PAIRS.csv", help="write the pairs to check here"
        )
        parser.add_argument(
            "--policy",
            action="append",
            default=[],
            metavar="RELATION=CHOICE",
            help=f"RELATION: {', '.join(RELATIONS)}; CHOICE: {', '.join(CHOICES)}. Default: link, but versions=merge.",
        )

    def handle(
        self, *, records: Path, out: Path, ask: Path | None, policy: list[str], **options: Any
    ) -> None:
        gc.disable()  # nothing here is cyclic, and the collector would take a tenth of the time
        chosen = read_policy(policy)
        ids, found = read_table(records)
        result = deduplicate(found, policy=chosen)
        write(out, ("id", "cluster_id", "outcome", "reason"), cluster_rows(ids, result))
        if ask is not None:
            write(ask, ("id_1", "id_2", "score", "reason"), pair_rows(ids, result))
        merged = sum(len(group.members) - 1 for group in result.groups)
        self.stdout.write(
            f"{len(ids)} records, {len(result.groups)} groups, {merged} duplicates, "
            f"{len(result.questions)} pairs to check, {len(result.links)} pairs linked"
        )


def read_policy(given: list[str]) -> Policy:
    """The policy of the command line over that of files. Raises CommandError on anything unknown."""
    try:
        return Policy(FILE_POLICY | dict(item.split("=", 1) for item in given))
    except ValueError as error:
        raise CommandError(f"--policy: {error}") from error


def read_table(path: Path) -> tuple[list[str], list[Record]]:
    """Ids and records in the order of the table. Raises CommandError when it cannot be read."""
    csv.field_size_limit(1 << 30)
    ids: list[str] = []
    records: list[Record] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in REQUIRED if name not in (rows.fieldnames or ())]
            if missing:
                raise CommandError(f"{path}: no column {', '.join(missing)}")
            for row in rows:
                ids.append(row["id"])
                records.append(
                    read_row(
                        {
                            name: text
                            for name, text in row.items()
                            if isinstance(name, str) and isinstance(text, str)
                        }
                    )
                )
    except (OSError, UnicodeError, csv.Error) as error:
        raise CommandError(f"{path}: {error}") from error
    if len(set(ids)) != len(ids):
        raise CommandError(f"{path}: an id stands twice")
    return ids, records


def write(path: Path, head: tuple[str, ...], rows: Any) -> None:
    """A CSV file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(head)
        table.writerows(rows)
