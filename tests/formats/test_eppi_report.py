"""EPPI-Reviewer's coding report: a row for each item, a column for each code."""

import pytest

from screening.formats import parse

HEADER = (
    "ItemId",
    "ShortTitle",
    "Title",
    "I/E/D/S flag",
    "EXCLUDE on population",
    "INCLUDE on title",
    "Country: Chile",
)
PATHS = (
    "FullPath:",
    "",
    "",
    "",
    "Screen\\EXCLUDE on population",
    "Screen\\INCLUDE on title",
    "Map\\Country: Chile",
)
ROWS = (
    ("1234501", "Li (2010)", "Iron in elders: a trial", "(I)", "", "✓ Anna", "✓"),
    ("1234502", "Kim (2011)", "儿童缺铁的试验", "(E)", "✓ Ben", "", ""),
    ("1234503", "Doe (2012)", "Not yet coded, though excluded", "(E)", "", "", ""),
    ("1234504", "Roe (2013)", "A duplicate of another item", "(S) Duplicate", "", "", ""),
)
DECISIONS = [
    [("include", (), ("Country: Chile",))],
    [("exclude", ("population",), ())],
    [("exclude", (), ())],
    [("", (), ("(S) Duplicate",))],
]


def as_html(rows):
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><p>Full coding report</p><table>{body}</table></body></html>"


def as_csv(rows):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


@pytest.mark.parametrize("written", [as_html, as_csv])
def test_codes_and_flags_are_decisions(written):
    parsed = parse(written((HEADER, PATHS, *ROWS)).encode())
    assert [record.title for record in parsed.records] == [row[2] for row in ROWS]
    assert [
        [(d.verdict, d.reasons, d.labels) for d in record.decisions] for record in parsed.records
    ] == DECISIONS
    assert {d.tool for record in parsed.records for d in record.decisions} == {"eppi"}
    assert [record.identifiers for record in parsed.records] == [
        (("eppi", row[0]),) for row in ROWS
    ]


def test_the_paths_of_the_codes_are_no_record_and_the_short_title_is_told():
    parsed = parse(as_csv((HEADER, PATHS, *ROWS)).encode())
    assert [problem.line for problem in parsed.problems if problem.rejected] == [2]
    assert parsed.unused == {"ShortTitle": 4}


def test_the_workbook_names_its_columns_otherwise():
    header = ("ITEM_ID", "Short Title", "Full title", *HEADER[3:])
    parsed = parse(as_csv((header, ("", "", "", "Full code path", "a", "b", "c"), *ROWS)).encode())
    assert [
        [(d.verdict, d.reasons, d.labels) for d in record.decisions] for record in parsed.records
    ] == DECISIONS
