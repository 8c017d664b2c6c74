"""Every export: made, and opened by what its users use."""

import csv
import io

import bibtexparser
import docx
import openpyxl
import pytest
import rispy

from screening.exports import EXPORTS
from screening.exports._export import GROUPS, LISTED
from screening.flow.csv_table import read
from screening.formats import FORMATS, Source
from screening.records.record import Record
from screening.records.snapshot import Wishes
from tests.exports.snapshots import EN, ZH, make_snapshot


def made(key: str, wishes: Wishes | None = None) -> bytes:
    return b"".join(EXPORTS[key].render(make_snapshot(wishes), lambda text: text))


def table(key: str) -> list[dict[str, str]]:
    data = made(key)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_back(key: str, format_key: str) -> list[Record]:
    chosen, data = FORMATS[format_key], made(key)
    text = "" if chosen.binary else data.decode("utf-8-sig")
    return [item for item in chosen.read(Source(data, text)) if isinstance(item, Record)]


@pytest.mark.parametrize("key", EXPORTS)
def test_every_export_gives_a_file_and_has_a_place_on_the_page(key):
    export = EXPORTS[key]
    assert export.group in {*GROUPS, LISTED}
    assert "/" not in export.filename
    assert made(key)


@pytest.mark.parametrize(
    "key", ["included_csv", "excluded_full_text", "duplicates", "search_log", "workbook"]
)
def test_headers_are_in_the_language_of_the_reader(key):
    seen: list[str] = []
    b"".join(EXPORTS[key].render(make_snapshot(), lambda text: seen.append(text) or f"<{text}>"))
    assert "Title" in seen or "Source" in seen


def test_ris_is_read_by_rispy_with_the_same_records():
    entries = rispy.loads(made("included_ris").decode("utf-8"))
    assert [entry.get("title") or entry.get("primary_title") for entry in entries] == [
        ZH.title,
        EN.title,
    ]


def test_bibtex_is_read_by_bibtexparser_with_the_same_records():
    library = bibtexparser.parse_string(made("included_bibtex").decode("utf-8"))
    assert len(library.entries) == 2
    assert library.failed_blocks == []


@pytest.mark.parametrize(
    ("key", "format_key"),
    [
        ("included_ris", "ris"),
        ("included_bibtex", "bibtex"),
        ("included_endnote_xml", "endnote_xml"),
        ("included_noteexpress", "noteexpress"),
        ("included_csl", "csl_json"),
        ("included_nbib", "pubmed_nbib"),
    ],
)
def test_bibliographic_files_come_back_with_the_same_titles_and_authors(key, format_key):
    records = read_back(key, format_key)
    assert [(r.title, r.authors, r.year) for r in records] == [
        (r.title, r.authors, r.year) for r in (ZH, EN)
    ]


def test_table_has_one_row_a_report_with_sources_and_decisions():
    first, second = table("included_csv")
    assert (first["Title"], first["Authors"], first["CNKI number"]) == (
        ZH.title,
        "高亚; 欧阳修文",
        "SLJZ202413001",
    )
    assert (first["Sources"], first["Search date"]) == ("CNKI; PubMed", "2024-11-01")
    assert first["Title and abstract decisions"] == "A: Include; B: Include"
    assert (first["Reviewers"], first["Labels"], first["Study"]) == ("A; B", "待讨论", "Gao 2024")
    assert second["No."] == "2"


def test_formulas_survive_as_text():
    row = table("included_csv")[1]
    assert (row["Title"], row["Abstract"]) == ("'=1+1 exosomes", "'＝SUM(A1)")
    book = openpyxl.load_workbook(io.BytesIO(made("workbook")))
    cells = {cell.value: cell.data_type for row in book["Included"].iter_rows() for cell in row}
    assert cells["'=1+1 exosomes"] == "s"


def test_workbook_has_a_sheet_for_each_list_all_text_and_a_frozen_header():
    book = openpyxl.load_workbook(io.BytesIO(made("workbook")))
    assert book.sheetnames == [
        "Included",
        "Excluded at full text",
        "Not retrieved",
        "Duplicates",
        "Searches",
    ]
    assert [book[name].max_row for name in book.sheetnames] == [3, 2, 2, 2, 2]
    assert all(book[name].freeze_panes == "A2" for name in book.sheetnames)
    types = {
        cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    }
    assert types == {"s"}


def test_long_text_goes_on_in_the_row_below():
    from screening.exports._table import LONGEST_CELL, Sheet, xlsx_bytes

    text = "字" * (LONGEST_CELL + 5)
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(xlsx_bytes([Sheet("长", ["a", "b"], [["1", text]])])))
    )
    assert (
        "".join(str(row[1]) for row in book.active.iter_rows(min_row=2, values_only=True)) == text
    )


def test_excluded_reports_come_with_one_reason_and_who_settled():
    (row,) = table("excluded_full_text")
    assert (row["Exclusion reason"], row["Resolved by"]) == ("研究设计不符", "C")
    assert row["Title"] == 'Wrong design; with, "quotes"\nand lines'


def test_duplicates_name_the_kept_record():
    (row,) = table("duplicates")
    assert (row["Record"], row["Source"], row["Kept record"], row["Title of the kept record"]) == (
        "11",
        "PubMed",
        "1",
        ZH.title,
    )


def test_tidy_decisions_have_one_row_a_decision_in_fixed_words():
    rows = table("decisions_tidy")
    assert len(rows) == 11
    assert {row["role"] for row in rows} == {"reviewer", "adjudicator"}
    assert [
        row["verdict"] for row in rows if row["report"] == "3" and row["stage"] == "full-text"
    ] == [
        "exclude",
        "include",
        "exclude",
    ]


def test_asreview_column_is_one_zero_or_empty():
    assert {row["included"] for row in table("decisions_asreview")} == {"1"}


def test_rayyan_votes_are_read_back_from_the_notes():
    records = read_back("decisions_rayyan", "ris")
    assert [(d.by, d.verdict) for d in records[0].decisions] == [("A", "include"), ("B", "include")]


def test_search_log_keeps_the_strategy_line_by_line():
    (row,) = table("search_log")
    assert row["Search strategy"] == "#1 exosome*\n#2 bone"


def test_diagram_files_have_the_numbers_of_the_snapshot():
    assert "纳入综述的研究（n\xa0=\xa02）" in made("prisma_svg").decode()
    reading = read(made("prisma_csv").decode())
    assert (reading.numbers["database_results"], reading.numbers["dbr_excluded"]) == (
        5,
        {"研究设计不符": 1},
    )


@pytest.mark.parametrize(
    ("style", "first"),
    [
        (
            "gbt7714-2015-numeric",
            "[1] 高亚, 欧阳修文. 骨骼肌源性外泌体与骨形成[J]. 示例杂志, 2024, 30(13): 1-9.",
        ),
        (
            "apa7",
            "高亚, 欧阳修文. (2024). 骨骼肌源性外泌体与骨形成. 示例杂志, 30(13), 1–9. https://doi.org/10.5555/zh.1",
        ),
    ],
)
def test_references_are_in_the_style_asked_for(style, first):
    assert made("references_text", Wishes(style=style)).decode().splitlines()[0] == first


@pytest.mark.parametrize("key", ["included_docx", "references_docx", "prisma_docx"])
def test_word_files_are_read_by_python_docx(key):
    document = docx.Document(io.BytesIO(made(key)))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    text = "\n".join([p.text for p in document.paragraphs] + cells)
    assert {
        "included_docx": "=1+1 exosomes",
        "references_docx": "[1] 高亚, 欧阳修文. 骨骼肌",
        "prisma_docx": "研究设计不符",
    }[key] in text


def test_word_references_keep_italics():
    document = docx.Document(io.BytesIO(made("references_docx", Wishes(style="apa7"))))
    assert [run.text for p in document.paragraphs for run in p.runs if run.italic] == ["Example J"]


def test_svg_file_carries_its_font():
    assert b"@font-face" in made("prisma_svg")


def test_exports_are_streamed_report_by_report():
    taken = []
    snapshot = make_snapshot()

    def watched(places):
        for report in snapshot.reports(places):
            taken.append(report.id)
            yield report

    from dataclasses import replace

    pieces = EXPORTS["included_csv"].render(replace(snapshot, reports=watched), lambda text: text)
    for _ in range(3):
        next(pieces)
    assert taken == [1]
