"""Every report with where it stands and what was decided on it."""

from collections.abc import Iterator

from screening.exports._export import Export, Translate
from screening.exports._places import PLACE
from screening.exports._table import COLUMNS, csv_bytes, headers, rows
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot

_COLUMNS = (*COLUMNS, PLACE)


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    return csv_bytes(headers(_COLUMNS, translate), rows(_COLUMNS, snapshot.reports(()), translate))


EXPORT = Export(
    "all_reports",
    gettext_noop("All reports with decisions (CSV)"),
    "all-reports.csv",
    "text/csv; charset=utf-8",
    _render,
    group="decisions",
    shows_votes=True,
    reads=(),
)
