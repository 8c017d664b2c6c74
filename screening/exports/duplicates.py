"""Every duplicate record with the record that was kept in its place."""

from collections.abc import Iterator

from screening.exports._export import Export, Translate
from screening.exports._table import Cells, csv_bytes
from screening.records.messages import gettext_noop
from screening.records.snapshot import Found, Snapshot

HEADERS = (
    gettext_noop("Record"),
    gettext_noop("Title"),
    gettext_noop("Authors"),
    gettext_noop("Year"),
    gettext_noop("Journal"),
    gettext_noop("DOI"),
    gettext_noop("Source"),
    gettext_noop("Kept record"),
    gettext_noop("Title of the kept record"),
    gettext_noop("Source of the kept record"),
    gettext_noop("Version of the review"),
    gettext_noop("Version of the kept record"),
)


def rows(snapshot: Snapshot) -> Iterator[Cells]:
    """A row for each record that was merged into another."""
    for report in snapshot.reports(()):
        for duplicate in report.found[1:]:
            kept = report.found[0]
            yield [
                *_cells(duplicate),
                str(report.id),
                report.record.title or report.record.title_translated,
                kept.source,
                str(duplicate.version),
                str(kept.version),
            ]


def _cells(found: Found) -> list[str]:
    record = found.record
    year = str(record.year or "")
    title = record.title or record.title_translated
    return [
        str(found.id),
        title,
        "; ".join(record.authors),
        year,
        record.journal,
        record.doi,
        found.source,
    ]


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    return csv_bytes([translate(header) for header in HEADERS], rows(snapshot))


EXPORT = Export(
    "duplicates",
    gettext_noop("Duplicates with the kept record (CSV)"),
    "duplicates.csv",
    "text/csv; charset=utf-8",
    _render,
    group="searches",
    reads=(),
)
