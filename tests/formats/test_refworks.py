import pytest

from screening.formats import parse
from tests.formats.samples import DATA


@pytest.fixture(scope="module")
def records():
    return parse((DATA / "refworks" / "cnki.txt").read_bytes()).records


def test_cnki_article_is_read(records):
    record = records[0]
    assert record.authors == ("王小明", "李四")
    assert (record.title, record.journal, record.year) == (
        "外施Ca~(2+)对示例的影响",
        "示例医学杂志",
        2020,
    )
    assert (record.volume, record.issue, record.pages) == ("", "07", "101-110+115")
    assert (record.language, record.source_database) == ("zh", "CNKI")
    assert record.doi == "10.5555/j.cnki.2020.07.011"


def test_broken_abstract_is_joined_even_where_a_line_looks_like_a_tag(records):
    assert records[0].abstract == "本文探讨,示例的疗效。AD 指标AD 患者的转归有所改善。"


def test_tag_without_blank_is_read(records):
    assert (records[1].authors, records[1].type) == (("林行众",), "thesis")


def test_old_records_have_commas_and_leading_blanks(records):
    assert records[2].authors == ("颜宏", "石德成", "尹尚军", "赵伟")
    assert records[2].abstract == "带前导空格的摘要"


def test_wanfang_names_in_latin_letters_are_translations():
    text = "RT Journal Article\nA1 江一\nA1 韩二\nA1 Yi JIANG\nA1 Er HAN\nT1 题名\nDS 万方数据\n"
    record = parse(text.encode()).records[0]
    assert record.authors == ("江一", "韩二")
    assert record.authors_translated == ("Yi JIANG", "Er HAN")


def test_western_file_has_one_name_a_tag():
    text = "RT Book, Section\nA1 Stansfeld,Stephen\nA1 Fuhrer,Rebecca\nT1 A title\nT2 A host\nSP 101\nOP 123\nLA English\n"
    record = parse(text.encode()).records[0]
    assert record.authors == ("Stansfeld, Stephen", "Fuhrer, Rebecca")
    assert (record.type, record.journal, record.pages, record.language) == (
        "chapter",
        "A host",
        "101-123",
        "en",
    )


def test_vip_type_with_a_trailing_blank_begins_an_entry():
    text = "RT Journal \nSR 1\nA1 甲一\nT1 题名一\nDS 重庆维普\n\nRT Journal \nA1 乙二\nT1 题名二\nNO 作者个数:1; 第一作者:乙二\n"
    assert [record.title for record in parse(text.encode("gb18030")).records] == [
        "题名一",
        "题名二",
    ]


def test_lines_of_an_abstract_that_begin_like_tags_stay_in_it():
    text = (
        "RT Journal Article\nSR 1\nA1 王小明\nT1 题名\nJF 示例杂志\nYR 2020\nOP 1-9\nAB 目的 评价疗效。方法\n"
        "SP 法检测40例。\nST 段抬高者20例。\nVO 法测定。结果\nCR 患者8例。\nSN 1234-5679\nDS CNKI\n"
    )
    (record,) = parse(text.encode()).records
    assert (
        record.abstract
        == "目的 评价疗效。方法SP 法检测40例。ST 段抬高者20例。VO 法测定。结果CR 患者8例。"
    )
    assert (record.volume, record.pages, record.issn) == ("", "1-9", ("1234-5679",))


def test_numbers_in_chinese_behind_an_abstract_are_numbers():
    text = (
        "RT Journal Article\nA1 王小明\nT1 题名\nAB 目的 评价。\nVO 第12卷\nIS 增刊1\nOP 封2-封3\n"
    )
    (record,) = parse(text.encode()).records
    assert (record.abstract, record.volume, record.issue, record.pages) == (
        "目的 评价。",
        "第12卷",
        "增刊1",
        "封2-封3",
    )
