"""Tables whose rows are not as wide as the header: read where the quotation marks match,
whatever tool wrote them.
"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.formats import parse

ROWS = (
    (
        "老年人贫血的队列研究",
        "张三; 李四",
        "目的：探讨。\n方法：问卷, 访谈。\n结果：有效。",
        "2019",
        "中华杂志",
    ),
    (
        "Rice, iron and age",
        "Li, Wei; Smith, John",
        "BACKGROUND: one.\nMETHODS: two, three.",
        "2020",
        "J Test",
    ),
    ('The "new" way', "Kim, S", "First line.\n\nLast line, the end.", "2021", "Other J"),
)
HEADER = ("Title", "Authors", "Abstract", "Year", "Journal")


def table(header, rows, *, delimiter=",", quoting=csv.QUOTE_ALL):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(
        [header, *rows]
    )
    return text.getvalue().encode()


def is_whole(parsed):
    assert (parsed.found, len(parsed.records)) == (3, 3)
    assert [record.title for record in parsed.records] == [row[0] for row in ROWS]
    assert [record.year for record in parsed.records] == [2019, 2020, 2021]
    assert parsed.records[0].abstract.endswith("结果：有效。")
    assert not [
        p
        for p in parsed.problems
        if "quotation mark" in str(p.message) or "second, simpler" in str(p.message)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("shape", ["named", "long", "short", "as wide"])
def test_rows_of_another_width_than_the_header(delimiter, quoting, shape):
    rows = {
        "named": [(str(n), *row) for n, row in enumerate(ROWS, 1)],
        "long": [(*row, "", "") for row in ROWS],
        "short": ROWS,
        "as wide": ROWS,
    }[shape]
    header = (*HEADER, "DOI", "Notes") if shape == "short" else HEADER
    is_whole(parse(table(header, rows, delimiter=delimiter, quoting=quoting)))


def test_r_writes_words_parted_by_blanks_and_marks_with_a_backslash():
    lines = ['"Title" "Authors" "Abstract" "Year" "Journal"']
    for number, row in enumerate(ROWS, 1):
        cells = (f'"{cell}"' for cell in (text.replace('"', '\\"') for text in row))
        lines.append(f'"{number}" ' + " ".join(cells))
    is_whole(parse("\n".join(lines).encode()))


@pytest.mark.parametrize("cell", ['="2019"', '"=""2019"""'])
def test_what_excel_shall_not_calculate_is_unwrapped(cell):
    text = f'Article Title,Author,Year,ISSN\n"一篇, 文章","Gao, Ya",{cell},="00129658"\n"Another","Ni, W",{cell},=""\n'
    parsed = parse(text.encode())
    assert [(record.title, record.year) for record in parsed.records] == [
        ("一篇, 文章", 2019),
        ("Another", 2019),
    ]
    assert parsed.records[0].issn == ("0012-9658",)


def test_a_mark_that_stays_open_costs_its_row_and_not_the_next_one():
    text = 'Title,Authors,Year\n"Open one,Gao Y,2019\nSecond,Ni W,2020\n"Third, 外泌体",Li N,2021\nFourth,Wu X,2022\n'
    parsed = parse(text.encode())
    assert [record.title for record in parsed.records][-3:] == ["Second", "Third, 外泌体", "Fourth"]
    assert parsed.found == 4


def test_a_sentence_across_the_table_is_no_record_and_is_told():
    text = "id,pubmed id,abstract,title,journal\n1,0,x,First 文献,J\n2,0,y,Second,J\nthese are not yet labelled\n3,0,z,Third,J\n"
    parsed = parse(text.encode())
    assert [record.title for record in parsed.records] == ["First 文献", "Second", "Third"]
    (told,) = [problem for problem in parsed.problems if problem.rejected]
    assert (told.line, parsed.found) == (4, 4)


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from(',;"\n中 '),
    max_size=20,
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6), st.integers(0, 2))
def test_no_row_is_lost_whatever_its_cells_and_its_width(rows, more):
    written = [(f"Title {n}", *row, *[""] * more) for n, row in enumerate(rows)]
    parsed = parse(table(("Title", "Abstract", "Keywords", "Notes"), written), format_key="csv")
    assert [record.title for record in parsed.records] == [f"Title {n}" for n in range(len(rows))]
    assert parsed.found == len(parsed.records)


def test_a_mark_that_is_never_closed_costs_no_row():
    rows = (
        'One,"Li, W",First,2010',
        'Two,"Kim, S","Never closed,2011',
        'Three,"Doe, J",Third,2012',
        "四,王伟,Fourth,2013",
    )
    parsed = parse("\n".join(("Title,Authors,Abstract,Year", *rows)).encode())
    assert [(record.title, record.year) for record in parsed.records] == [
        ("One", 2010),
        ("Two", 2011),
        ("Three", 2012),
        ("四", 2013),
    ]
    assert parsed.records[1].authors == ("Kim, S",)
    assert [problem.line for problem in parsed.problems if "one row" in str(problem.message)] == [3]


@pytest.mark.parametrize("delimiter", ",;\t")
def test_apostrophes_may_be_the_quotation_marks(delimiter):
    rows = (
        ("'Title'", "'Authors'", "'Year'"),
        ("'One, with; signs'", "'Li, W'", "2010"),
        ("'The ''new'' way'", "'王伟'", "2011"),
    )
    parsed = parse("\n".join(map(delimiter.join, rows)).encode())
    assert [(record.title, record.year) for record in parsed.records] == [
        ("One, with; signs", 2010),
        ("The 'new' way", 2011),
    ]


@pytest.mark.parametrize("cell", ['="30000001"', '"=""30000001"""'])
def test_numbers_that_excel_shall_not_calculate_are_unwrapped_in_every_column(cell):
    (record,) = parse(f'Title,PMID,Volume,Pages\n"一篇",{cell},{cell},{cell}\n'.encode()).records
    assert (record.pmid, record.volume, record.pages) == ("30000001",) * 3
