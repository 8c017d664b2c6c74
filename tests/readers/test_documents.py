"""The tables and documents of a review, opened by pandas, openpyxl and python-docx."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import docx
import openpyxl
import pandas

from screening.exports import EXPORTS
from screening.records.snapshot import Found, Report, Snapshot
from tests.readers.records import records

RECORDS = records()


def _reports(places: tuple[str, ...]) -> Iterator[Report]:
    found = (Found("PubMed", "database", RECORDS[0], searched=date(2026, 5, 4)),)
    return (Report(n, record, "included", found=found) for n, record in enumerate(RECORDS, 1))


def _written(key: str) -> bytes:
    taken = Snapshot(
        title="Exosomes & 外泌体", taken_at=datetime(2026, 11, 30, tzinfo=UTC), reports=_reports
    )
    return b"".join(EXPORTS[key].render(taken, str))


def _told(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def _compared(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == len(RECORDS)
    for record, row in zip(RECORDS, rows, strict=True):
        authors = _told(row["Authors"]).split("; ")
        if record.authors_incomplete:
            assert authors.pop() == ("等" if record.language == "zh" else "et al.")
        assert authors == list(record.authors or ("",))
        told = {
            name: _told(row[name])
            for name in ("Title", "Journal", "Volume", "Issue", "Pages", "DOI", "PMID")
        }
        wanted = (
            record.title,
            record.journal,
            record.volume,
            record.issue,
            record.pages,
            record.doi,
            record.pmid,
        )
        assert tuple(told.values()) == wanted
        assert row["Year"] == str(record.year or "")
        assert row["Editors"] == "; ".join(record.editors)
        assert (row["Translators"], row["Edition"]) == (
            "; ".join(record.translators),
            record.edition,
        )
        assert (row["Accessed on"], row["Address"]) == (record.accessed, record.url)
        assert _told(row["Abstract"]) == record.abstract
        assert row["Keywords"] == "; ".join(record.keywords)


def test_the_csv_of_included_reports_is_read_by_pandas():
    table = pandas.read_csv(io.BytesIO(_written("included_csv")), dtype=str, keep_default_na=False)
    _compared(table.to_dict("records"))


def test_the_workbook_is_read_by_openpyxl_and_pandas():
    data = _written("workbook")
    header, *rows = (
        openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    _compared([{name: cell or "" for name, cell in zip(header, row, strict=True)} for row in rows])
    table = pandas.read_excel(io.BytesIO(data), dtype=str, keep_default_na=False, engine="openpyxl")
    _compared(table.to_dict("records"))


def test_the_word_table_is_read_by_python_docx():
    table = docx.Document(io.BytesIO(_written("included_docx"))).tables[0]
    names, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert "Study" not in names  # no report belongs to a named study, so the column would be empty
    for record, row in zip(RECORDS, rows, strict=True):
        told = dict(zip(names, row, strict=True))
        assert (told["Title"], told["Pages"], told["DOI"]) == (
            record.title,
            record.pages,
            record.doi,
        )
        assert told["Year"] == str(record.year or "")


def test_both_lists_of_references_say_the_same():
    paragraphs = [
        each.text for each in docx.Document(io.BytesIO(_written("references_docx"))).paragraphs
    ]
    lines = [line for line in _written("references_text").decode().splitlines() if line]
    assert paragraphs[1:] == lines
    assert len(lines) == len(RECORDS)


def test_what_the_mark_at_a_day_means_stands_below_the_list():
    page = [record for record in RECORDS if record.type == "web"]
    bare = [type(record)(title=record.title, type="web", url=record.url) for record in page]
    found = (Found("CNKI", "database", bare[0], searched=date(2026, 5, 4)),)
    taken = Snapshot(
        title="x",
        taken_at=datetime(2026, 11, 30, tzinfo=UTC),
        reports=lambda places: (Report(1, record, "included", found=found) for record in bare),
    )
    text = b"".join(EXPORTS["references_text"].render(taken, str)).decode()
    assert text.count("[2026-05-04*]") == len(bare)
    assert text.endswith("\n* The date of access is the date of the search.\n")
