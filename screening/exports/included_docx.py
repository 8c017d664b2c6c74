"""The included reports as a numbered table in a Word document."""

from collections.abc import Iterator

from screening.exports import _word as word
from screening.exports._export import Export, Translate
from screening.exports._records import INCLUDED
from screening.exports._table import BIBLIOGRAPHIC, headers, rows
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot

#: Columns that fit on a page, and their widths in proportion.
_SHOWN = {
    "No.": 1,
    "Study": 2.5,
    "Title": 8,
    "Authors": 5,
    "Year": 1.5,
    "Journal": 4,
    "Volume": 1.5,
    "Issue": 1.5,
    "Pages": 2.5,
    "DOI": 4.5,
    "Sources": 2.5,
}

_COLUMNS = tuple(column for column in BIBLIOGRAPHIC if column.header in _SHOWN)


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    heading = translate(gettext_noop("%(title)s: included reports")) % {"title": snapshot.title}
    document = word.new_document(heading, landscape=True)
    found = rows(_COLUMNS, snapshot.reports(INCLUDED), translate)
    word.add_table(document, headers(_COLUMNS, translate), found, list(_SHOWN.values()))
    yield from word.saved(document)


EXPORT = Export(
    "included_docx",
    gettext_noop("Word table"),
    "included.docx",
    word.CONTENT_TYPE,
    _render,
    reads=INCLUDED,
    costly=True,
)
