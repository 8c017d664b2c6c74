"""Title and abstract outcomes as ASReview reads them: a column `included` with 1, 0 or nothing."""

from collections.abc import Iterator

from screening.exports._export import Export, Translate
from screening.exports._table import Cells, csv_bytes
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot
from screening.stages import first

HEADER = ("title", "abstract", "authors", "year", "journal", "doi", "url", "keywords", "included")
_LABEL = {"include": "1", "exclude": "0"}


def _rows(snapshot: Snapshot) -> Iterator[Cells]:
    for report in snapshot.reports(()):
        record = report.record
        yield [
            record.title or record.title_translated,
            record.abstract or record.abstract_translated,
            "; ".join(record.authors),
            str(record.year or ""),
            record.journal,
            record.doi,
            record.url,
            "; ".join(record.keywords),
            _LABEL.get(report.outcomes.get(first().key, ""), ""),
        ]


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    return csv_bytes(HEADER, _rows(snapshot))


EXPORT = Export(
    "decisions_asreview",
    gettext_noop("For ASReview (CSV)"),
    "asreview.csv",
    "text/csv; charset=utf-8",
    _render,
    group="decisions",
    reads=(),
)
