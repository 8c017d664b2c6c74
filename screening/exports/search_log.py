"""The searches as they were run, with every number they brought (PRISMA-S)."""

from collections.abc import Iterator

from screening.exports._export import Export, Translate
from screening.exports._table import csv_bytes
from screening.records.messages import gettext_noop
from screening.records.snapshot import Searched, Snapshot

KINDS = {
    "database": gettext_noop("Database"),
    "register": gettext_noop("Register"),
    "website": gettext_noop("Website"),
    "organisation": gettext_noop("Organisation"),
    "citation": gettext_noop("Citation searching"),
    "other": gettext_noop("Other method"),
}
HEADERS = (
    gettext_noop("Source"),
    gettext_noop("Kind"),
    gettext_noop("Platform"),
    gettext_noop("Date run"),
    gettext_noop("Coverage"),
    gettext_noop("Search strategy"),
    gettext_noop("Limits"),
    gettext_noop("Search filters"),
    gettext_noop("Hits reported"),
    gettext_noop("Records imported"),
    gettext_noop("Run by"),
    gettext_noop("Version of the review"),
)


def cells(search: Searched, translate: Translate) -> list[str]:
    """One search as a row."""
    return [
        search.source,
        translate(KINDS.get(search.kind, search.kind)),
        search.platform,
        search.date_run.isoformat() if search.date_run else "",
        search.coverage,
        search.strategy,
        search.limits,
        search.filters,
        "" if search.hits is None else str(search.hits),
        str(search.records),
        search.ran_by,
        str(search.version),
    ]


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    found = (cells(search, translate) for search in snapshot.searches)
    return csv_bytes([translate(header) for header in HEADERS], found)


EXPORT = Export(
    "search_log",
    gettext_noop("Search log (CSV)"),
    "searches.csv",
    "text/csv; charset=utf-8",
    _render,
    group="searches",
)
