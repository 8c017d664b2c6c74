"""Exports of reports in bibliographic formats and as tables: what the single files have in common."""

from collections.abc import Iterable, Iterator

from screening.exports._export import Export, Translate
from screening.exports._table import COLUMNS, csv_bytes, headers, rows
from screening.formats import FORMATS
from screening.records.record import Record
from screening.records.registry import RegistryError
from screening.records.snapshot import Snapshot

INCLUDED = ("included",)


def bibliographic(
    key: str,
    label: str,
    filename: str,
    format_key: str,
    places: tuple[str, ...],
    group: str = "included",
) -> Export:
    """An export of the reports in these places, written by one of the formats."""
    chosen = FORMATS[format_key]

    def render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
        return write(format_key, records(snapshot, places))

    return Export(
        key,
        label,
        f"{filename}.{chosen.extension}",
        chosen.content_type,
        render,
        group,
        reads=places,
    )


def write(format_key: str, found: Iterable[Record]) -> Iterator[bytes]:
    """The records as a file of that format. Raises RegistryError for one that is only read."""
    chosen = FORMATS[format_key]
    if chosen.write is None:
        raise RegistryError(f"the format {format_key!r} is read, not written")
    return chosen.write(found)


def records(snapshot: Snapshot, places: tuple[str, ...]) -> Iterator[Record]:
    """The primary record of each report in these places."""
    return (report.record for report in snapshot.reports(places))


def table(
    key: str,
    label: str,
    filename: str,
    places: tuple[str, ...],
    group: str = "included",
    shows_votes: bool = True,
) -> Export:
    """An export of the reports in these places as CSV, with every column; see the list of columns."""

    def render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
        found = rows(COLUMNS, snapshot.reports(places), translate)
        return csv_bytes(headers(COLUMNS, translate), found)

    content_type = "text/csv; charset=utf-8"
    return Export(key, label, f"{filename}.csv", content_type, render, group, shows_votes, places)
