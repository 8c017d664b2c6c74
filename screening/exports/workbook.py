"""One workbook: included, excluded at full text, not retrieved, in updates removed,
duplicates and searches.
"""

from collections.abc import Iterator

from screening.exports import duplicates, search_log
from screening.exports._export import Export, Translate
from screening.exports._table import COLUMNS, Sheet, headers, rows, xlsx_bytes
from screening.records.messages import gettext_noop
from screening.records.snapshot import REMOVED, Snapshot
from screening.stages import on_reports

SHEETS = {
    "included": gettext_noop("Included"),
    **{stage.excluded: stage.excluded_label for stage in on_reports()},
    "not_retrieved": gettext_noop("Not retrieved"),
    REMOVED: gettext_noop("Removed since last version"),
}


def _sheets(snapshot: Snapshot, translate: Translate) -> Iterator[Sheet]:
    for place, name in SHEETS.items():
        if place == REMOVED and snapshot.version == 1:
            continue
        found = rows(COLUMNS, snapshot.reports((place,)), translate)
        yield Sheet(translate(name), headers(COLUMNS, translate), found)
    header = [translate(text) for text in duplicates.HEADERS]
    yield Sheet(translate(gettext_noop("Duplicates")), header, duplicates.rows(snapshot))
    header = [translate(text) for text in search_log.HEADERS]
    found = (search_log.cells(search, translate) for search in snapshot.searches)
    yield Sheet(translate(gettext_noop("Searches")), header, found)


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    return xlsx_bytes(_sheets(snapshot, translate))


EXPORT = Export(
    "workbook",
    gettext_noop("Excel workbook, a sheet for each list"),
    "review.xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _render,
    shows_votes=True,
    reads=(),
)
