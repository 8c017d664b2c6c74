"""Tables of reports: the columns, their cells as text, and the two ways to write them,
CSV and XLSX.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from screening import PROGRAM
from screening.exports._export import Translate
from screening.records.messages import gettext_noop
from screening.records.record import TYPES, Record
from screening.records.snapshot import Decision, Report
from screening.records.text import has_han
from screening.stages import STAGES

VERDICTS = {
    "include": gettext_noop("Include"),
    "maybe": gettext_noop("Maybe"),
    "exclude": gettext_noop("Exclude"),
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")

Cells = Sequence[str]
#: What a cell of Excel can hold, in characters.
LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and the text of a row's cell; `cell` gets the row's number, from 1."""

    header: str
    cell: Callable[[int, Report, Translate], str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table: header cells and rows of text cells."""

    name: str
    header: Cells
    rows: Iterable[Cells]


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula (CWE-1236);
    our reader of tables takes exactly that one off again. Control characters, which no spreadsheet
    can hold, are left out.
    """
    text = _CONTROL.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text


def csv_bytes(header: Cells, rows: Iterable[Cells]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark (Excel on Chinese Windows would read GBK), CRLF,
    quoted as RFC 4180 says.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for cells in _with_header(header, rows):
        writer.writerow([guarded(cell) for cell in cells])
        yield buffer.getvalue().encode("utf-8", errors="replace")
        buffer.seek(0)
        buffer.truncate()


def _with_header(header: Cells, rows: Iterable[Cells]) -> Iterator[Cells]:
    yield header
    yield from rows


def xlsx_bytes(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """A workbook with a sheet for each table, every cell typed as text, the header frozen;
    written row by row.

    A text that is longer than a cell of Excel can be goes on in the row below.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = PROGRAM
    for sheet in sheets:
        page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.name)[:31])
        page.freeze_panes = "A2"
        for cells in _with_header(sheet.header, sheet.rows):
            for part in _parts([guarded(cell) for cell in cells]):
                page.append([_text_cell(page, text) for text in part])
    with TemporaryFile() as out:
        book.save(out)
        out.seek(0)
        while piece := out.read(65536):
            yield piece


def _parts(cells: Cells) -> Iterator[Cells]:
    while True:
        yield [cell[:LONGEST_CELL] for cell in cells]
        cells = [cell[LONGEST_CELL:] for cell in cells]
        if not any(cells):
            return


def _text_cell(page: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, value=text)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def rows(
    columns: Sequence[Column], reports: Iterable[Report], translate: Translate
) -> Iterator[Cells]:
    """The reports as rows of cells."""
    for number, report in enumerate(reports, 1):
        yield [column.cell(number, report, translate) for column in columns]


def headers(columns: Sequence[Column], translate: Translate) -> Cells:
    """The headers in the reader's language."""
    return [translate(column.header) for column in columns]


def _field(header: str, name: str) -> Column:
    def cell(number: int, report: Report, translate: Translate) -> str:
        value = getattr(report.record, name)
        return "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)

    return Column(header, cell)


def _votes(header: str, stage: str, part: Callable[[Decision, Translate], str]) -> Column:
    def cell(number: int, report: Report, translate: Translate) -> str:
        parts = [part(d, translate) for d in report.decisions if d.stage == stage]
        return "; ".join(text for text in parts if text)

    return Column(header, cell)


def _verdict(decision: Decision, translate: Translate) -> str:
    word = translate(VERDICTS.get(decision.verdict, decision.verdict))
    return f"{decision.by}: {word}" if decision.by else word


def _day(decision: Decision, translate: Translate) -> str:
    return f"{decision.at:%Y-%m-%d}" if decision.at else ""


def _distinct(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _identifier(report: Report, scheme: str) -> str:
    return "; ".join(value for name, value in report.record.identifiers if name == scheme)


def _authors(record: Record) -> str:
    more = (
        ("等" if any(map(has_han, record.authors)) else "et al.",)
        if record.authors_incomplete
        else ()
    )
    return "; ".join((*record.authors, *more))


#: The columns of every table of reports.
BIBLIOGRAPHIC = (
    Column(gettext_noop("No."), lambda n, r, t: str(n)),
    Column(gettext_noop("Study"), lambda n, r, t: "; ".join(r.studies)),
    Column(gettext_noop("Report"), lambda n, r, t: str(r.id)),
    _field(gettext_noop("Title"), "title"),
    _field(gettext_noop("Title in the other language"), "title_translated"),
    Column(gettext_noop("Authors"), lambda n, r, t: _authors(r.record)),
    _field(gettext_noop("Year"), "year"),
    _field(gettext_noop("Journal"), "journal"),
    _field(gettext_noop("Volume"), "volume"),
    _field(gettext_noop("Issue"), "issue"),
    _field(gettext_noop("Pages"), "pages"),
    _field(gettext_noop("Editors"), "editors"),
    _field(gettext_noop("Translators"), "translators"),
    _field(gettext_noop("Edition"), "edition"),
    _field(gettext_noop("Publisher"), "publisher"),
    _field(gettext_noop("DOI"), "doi"),
    _field(gettext_noop("PMID"), "pmid"),
    Column(gettext_noop("CNKI number"), lambda n, r, t: _identifier(r, "cnki")),
    _field(gettext_noop("Address"), "url"),
    _field(gettext_noop("Accessed on"), "accessed"),
    Column(gettext_noop("Type"), lambda n, r, t: t(TYPES.get(r.record.type, r.record.type))),
    _field(gettext_noop("Language"), "language"),
    _field(gettext_noop("Abstract"), "abstract"),
    _field(gettext_noop("Keywords"), "keywords"),
    Column(gettext_noop("Notices"), lambda n, r, t: "; ".join(r.notices)),
    Column(gettext_noop("Reason for keeping"), lambda n, r, t: "; ".join(r.answers)),
    Column(gettext_noop("Sources"), lambda n, r, t: _distinct(f.source for f in r.found)),
    Column(
        gettext_noop("Search date"),
        lambda n, r, t: _distinct(f"{f.searched:%Y-%m-%d}" for f in r.found if f.searched),
    ),
)

#: What was decided, by whom and when.
DECIDED = (
    *(
        _votes(header, stage.key, part)
        for stage in STAGES.values()
        for header, part in ((stage.decisions, _verdict), (stage.dates, _day))
    ),
    Column(gettext_noop("Exclusion reason"), lambda n, r, t: r.reason),
    Column(
        gettext_noop("Reviewers"),
        lambda n, r, t: _distinct(d.by for d in r.decisions if not d.settles),
    ),
    Column(
        gettext_noop("Resolved by"),
        lambda n, r, t: _distinct(d.by for d in r.decisions if d.settles),
    ),
    Column(gettext_noop("Notes"), lambda n, r, t: "; ".join(r.notes)),
    Column(gettext_noop("Labels"), lambda n, r, t: "; ".join(r.labels)),
)

VERSION = Column(gettext_noop("Version of the review"), lambda n, r, t: str(r.version))

COLUMNS = (*BIBLIOGRAPHIC, *DECIDED, VERSION)
