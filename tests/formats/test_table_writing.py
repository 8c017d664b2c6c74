import dataclasses
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.formats import FORMATS, parse
from screening.formats._table_writing import BEFORE, COLUMNS, guarded, joined, parted, record_of
from screening.formats._tables import unguarded
from screening.records.record import Record, ToolDecision

RECORDS = [
    Record(
        title="=HYPERLINK(1)",
        authors=("+Gao, Ya", "张三"),
        year=2020,
        abstract="@cmd\nsecond line",
        keywords=("a; b", "c\\"),
    ),
    Record(
        title="'=already", journal="-minus", volume="＝1", pages="\tx", doi="10.1/x", notes="'plain"
    ),
    Record(
        title="外泌体，治疗",
        identifiers=(("nct", "NCT01234567"), ("wos", "WOS:1")),
        issn=("1234-5679",),
        type="trial",
    ),
    Record(),
]


@pytest.mark.parametrize("key", ["csv", "xlsx"])
def test_written_table_reads_back_equal(key):
    data = b"".join(FORMATS[key].write(RECORDS))
    back = parse(data, format_key=key).records
    expected = [{**record.to_json(), "raw": "", "line": 0} for record in RECORDS[:3]]
    assert [{**record.to_json(), "raw": "", "line": 0} for record in back[:3]] == expected


DECISIONS = (
    ToolDecision("covidence", "", "exclude", ("错误人群; a",), ("x,y",)),
    ToolDecision("eppi", "林", "maybe"),
)


@pytest.mark.parametrize("key", ["csv", "xlsx"])
def test_written_table_keeps_the_decisions_of_other_tools(key):
    data = b"".join(
        FORMATS[key].write([Record(title="One", decisions=DECISIONS), Record(title="Two")])
    )
    assert [record.decisions for record in parse(data).records] == [DECISIONS, ()]


@pytest.mark.parametrize("cell", ["nonsense", "5", '{"tool": 1}', '[{"tool": "x"}]', "[" * 100_000])
def test_a_spoiled_cell_of_decisions_gives_none(cell):
    cells = [{"title": "One", "decisions": cell}.get(name, "") for name in COLUMNS]
    assert record_of(cells) == Record(title="One", type="other")


def test_what_is_too_long_for_a_cell_of_excel_goes_on_behind_the_last_column():
    record = Record(
        title="One", authors=("=Li, Na",) * 9_000, abstract="外" * 32_768, notes="n" * 32_767
    )
    data = b"".join(FORMATS["xlsx"].write([record, Record(title="Two")]))
    assert [dataclasses.replace(each, raw="", line=0) for each in parse(data).records] == [
        record,
        Record(title="Two"),
    ]


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "'=1", "''=1"]
)
def test_formula_is_guarded_once_and_unguarded(cell):
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["plain", "'quoted'", "外泌体", "", "a=b"])
def test_harmless_cell_is_left_alone(cell):
    assert guarded(cell) == cell == unguarded(cell)


@given(st.lists(st.text(min_size=1).filter(lambda text: text.strip() == text)))
def test_joined_parts_are_parted_again(parts):
    assert parted(joined(parts)) == tuple(parts)


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def test_csv_is_what_excel_wants():
    data = b"".join(FORMATS["csv"].write(RECORDS))
    assert data.startswith(b"\xef\xbb\xbftitle,")
    assert data.count(b"\r\n") == len(RECORDS) + 1


def test_xlsx_cells_are_texts():
    data = b"".join(FORMATS["xlsx"].write([Record(title="=1+1\x07", year=2020)]))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    title, year = sheet["A2"], sheet.cell(2, COLUMNS.index("year") + 1)
    assert (title.value, title.data_type, year.value, year.data_type) == ("'=1+1", "s", "2020", "s")


PRINTABLE = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\ufeff")
)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.builds(Record, title=PRINTABLE.filter(str.strip), abstract=PRINTABLE), max_size=4)
)
def test_any_text_survives_csv(records):
    back = parse(b"".join(FORMATS["csv"].write(records)), format_key="csv").records
    assert [(record.title, record.abstract) for record in back] == [
        (record.title, record.abstract) for record in records
    ]


def test_a_table_written_before_there_were_editors_is_read():
    cells = [
        {"title": "一", "isbn": "978-7-5037-1234-5", "type": "book"}.get(name, "")
        for name in BEFORE
    ]
    written = f"{','.join(BEFORE)}\r\n{','.join(cells)}\r\n".encode()
    found = parse(written).records[0]
    assert (found.title, found.isbn, found.type) == ("一", ("978-7-5037-1234-5",), "book")
