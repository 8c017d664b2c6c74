"""A list of the records page as a table: each record with where it stands,
a duplicate with the record kept for it.
"""

from collections.abc import Iterator

from screening.exports._export import LISTED, Export, Translate
from screening.exports._places import PLACE
from screening.exports._table import COLUMNS, Column, csv_bytes, headers, rows
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot

KEPT = Column(gettext_noop("Kept record"), lambda n, r, t: str(r.kept or ""))
_COLUMNS = (*COLUMNS, PLACE, KEPT)


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    return csv_bytes(headers(_COLUMNS, translate), rows(_COLUMNS, snapshot.reports(()), translate))


EXPORT = Export(
    "listed_csv",
    gettext_noop("List of records (CSV)"),
    "records.csv",
    "text/csv; charset=utf-8",
    _render,
    group=LISTED,
    shows_votes=True,
    reads=(),
)
