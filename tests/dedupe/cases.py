"""Reads the table of made-up cases: `## name | expected`, then one record a line as `field=value;
field=value`.
"""

from dataclasses import dataclass
from pathlib import Path

from screening.dedupe.table import read_row
from screening.records.record import Record

TABLES = sorted((Path(__file__).parents[1] / "data" / "dedupe").glob("cases*.txt"))
FIELDS = (
    "title",
    "title2",
    "author",
    "year",
    "journal",
    "volume",
    "number",
    "pages",
    "doi",
    "pmid",
    "abstract",
    "database",
    "isbn",
)


@dataclass(frozen=True)
class Case:
    name: str
    expected: tuple[str, ...]
    records: tuple[Record, ...]


def read_record(line: str) -> Record:
    """Splits at "; field=" so that values may hold semicolons."""
    row: dict[str, str] = {}
    field = ""
    for part in line.split("; "):
        name, found, value = part.partition("=")
        if found and name in FIELDS:
            field = name
            row[field] = value
        else:
            row[field] += "; " + part
    return read_row(row)


def read_cases() -> list[Case]:
    cases: list[tuple[str, list[Record]]] = []
    for line in "\n".join(table.read_text(encoding="utf-8") for table in TABLES).split("\n"):
        if line.startswith("## "):
            cases.append((line[3:], []))
        elif line.strip() and not line.startswith("# "):
            cases[-1][1].append(read_record(line))
    return [
        Case(head.split(" | ")[0], tuple(head.split(" | ")[1].split("/")), tuple(records))
        for head, records in cases
    ]
