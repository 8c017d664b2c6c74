from screening.formats import parse
from tests.formats.samples import DATA


def test_estudy_text_is_read_by_the_latin_half_of_its_keys():
    article, thesis = parse((DATA / "cnki_estudy" / "estudy.txt").read_bytes()).records
    assert (article.title, article.authors) == ("示例药物致不良反应1例", ("柯一", "陈二"))
    assert (article.journal, article.year, article.volume, article.issue) == (
        "示例药学",
        2021,
        "19",
        "01",
    )
    assert (article.pages, article.abstract) == ("168-170", "本例: 报告")
    assert (thesis.type, thesis.year, thesis.line) == ("thesis", 2020, 15)


def test_custom_text_begins_with_the_database():
    parsed = parse((DATA / "cnki_estudy" / "custom.txt").read_bytes())
    assert [(record.title, record.type) for record in parsed.records] == [
        ("自定义一", "article"),
        ("自定义二", "newspaper"),
    ]
    assert parsed.records[0].year == 2022
    assert not any("second" in str(problem.message) for problem in parsed.problems)


def test_a_text_whose_entries_begin_with_the_title_loses_none() -> None:
    text = (
        "Title-题名: 甲的研究\nAuthor-作者: 张三;\nSource-文献来源: 示例学报\nSrcDatabase-来源库: 期刊\n\n"
        "Title-题名: 乙的研究\nAuthor-作者: 李四;\nSource-文献来源: 示例大学\nSrcDatabase-来源库: 硕士\n"
    )
    parsed = parse(text.encode())
    assert (parsed.found, [problem for problem in parsed.problems if problem.rejected]) == (2, [])
    assert [(record.title, record.type) for record in parsed.records] == [
        ("甲的研究", "article"),
        ("乙的研究", "thesis"),
    ]
