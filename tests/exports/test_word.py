"""Word documents: their language, columns as wide as their numbers,
and no column without a word in it.
"""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from screening.exports import _word as word
from screening.records.word_language import name_language

HEADER = ["序号", "题名", "年份", "卷", "页码"]
ROWS = [
    [str(n), "外泌体治疗肺癌的系统评价与荟萃分析" * 3, "2021", "", "1106-1111"]
    for n in range(1, 13)
]


def made(rows: list[list[str]]) -> Document:
    document = word.new_document("纳入的报告", landscape=True)
    word.add_table(document, HEADER, rows, [1, 8, 1, 1, 1])
    return Document(io.BytesIO(b"".join(word.saved(document))))


def test_han_text_is_chinese_for_word():
    document = made(ROWS)
    languages = list(document.styles.element.iter(qn("w:lang"))) + list(
        document.settings.element.iter(qn("w:themeFontLang"))
    )
    assert len(languages) >= 2
    assert {node.get(qn("w:eastAsia")) for node in languages} == {"zh-CN"}


def test_the_language_is_named_once():
    document = Document()
    name_language(document)
    name_language(document)
    assert len(list(document.settings.element.iter(qn("w:themeFontLang")))) == 1


def test_an_empty_column_is_left_out_and_an_empty_table_keeps_its_header():
    assert [cell.text for cell in made(ROWS).tables[0].rows[0].cells] == [
        "序号",
        "题名",
        "年份",
        "页码",
    ]
    assert [cell.text for cell in made([]).tables[0].rows[0].cells] == HEADER


def test_columns_fill_the_page_and_every_cell_has_the_width_of_its_column():
    table = made(ROWS).tables[0]
    widths = [column.width.mm for column in table.columns]
    assert sum(widths) == pytest.approx(247, abs=1)
    for row in table.rows:
        assert [cell.width.mm for cell in row.cells] == pytest.approx(widths, abs=0.1)


@pytest.mark.parametrize("number", ["12", "2021", "1106-1111", "e0209899"])
def test_no_number_is_broken(number):
    """A digit of 8 points is at most 0.64 em wide, even in the fonts that stand in for others;
    margins are 3.8 mm.
    """
    shares = word.column_widths([["年", "题名"], [number, "题" * 400]], [1, 100], 247)
    assert shares[0] >= len(number) * 0.64 * 8 * 25.4 / 72 + 3.8
    assert sum(shares) == pytest.approx(247)


def test_a_column_that_asks_for_all_gets_a_seventh():
    shares = word.column_widths([["DOI", "题名"], ["10.1000/" + "x" * 200, "题名"]], [1, 1], 247)
    assert shares[1] > 100
