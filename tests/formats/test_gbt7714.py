import pytest

from screening.formats import parse
from tests.formats.samples import DATA

PARSED = parse((DATA / "gbt7714" / "list.txt").read_bytes())


def test_list_is_read_as_well_as_it_can_be():
    first, thesis, short, english = PARSED.records
    assert (first.title, first.authors) == ("示例肥料的发展", ("张一", "马二", "高三"))
    assert (first.journal, first.year, first.volume, first.issue, first.pages) == (
        "示例农业",
        2013,
        "46",
        "15",
        "3161-3171",
    )
    assert (thesis.type, thesis.publisher, thesis.year) == ("thesis", "示例大学", 2018)
    assert (short.authors, short.volume, short.issue) == (("张一",), "", "05")
    assert (english.title, english.authors) == ("A title of some kind", ("SMITH J", "DOE A B"))
    assert english.doi == "10.5555/s0140-6736(20)1"


def test_every_record_asks_to_be_checked():
    (told,) = [problem for problem in PARSED.problems if "please check" in str(problem.message)]
    assert (told.line, told.times) == (2, 4)


@pytest.mark.parametrize(
    "text",
    [
        "1. 张一, 马二. 示例研究[J]. 示例农业, 2020, 5(1): 49-51.\n2. 王五. 第二[J]. 杂志, 2019(2): 1-3.\n",
        "张一, 马二. 示例研究[J]. 示例农业, 2020, 5(1): 49-51.\n王五. 第二[J]. 杂志, 2019(2): 1-3.\n",
        "［1］张一，马二．示例研究［J］．示例农业，２０２０，５（１）：４９－５１．\n［2］王五．第二［J］．杂志，２０１９（２）：１－３．\n",
    ],
    ids=["numbers and dots", "no numbers", "full width"],
)
def test_other_ways_to_write_a_list(text):
    parsed = parse(text.encode())
    first, second = parsed.records
    assert (first.title, first.authors, first.journal) == ("示例研究", ("张一", "马二"), "示例农业")
    assert (first.year, first.volume, first.issue, first.pages) == (2020, "5", "1", "49-51")
    assert (second.title, second.journal, second.year, second.issue) == ("第二", "杂志", 2019, "2")
    assert not any("second, simpler count" in str(problem.message) for problem in parsed.problems)


def test_place_edition_and_dates_of_other_types():
    text = (
        "[1]王五.骨病学[M].2版.北京:人民卫生出版社,2018:23-45.\n"
        "[2]国家统计局. 公报[EB/OL]. (2021-02-28)[2022-03-01]. http://www.stats.gov.cn/x.html.\n"
        "[3]姜一. 制备方案:中国,88105607.3[P]. 1989-07-26.\n"
    )
    book, page, patent = parse(text.encode()).records
    assert (book.place, book.publisher, book.year, book.pages) == (
        "北京",
        "人民卫生出版社",
        2018,
        "23-45",
    )
    assert (page.year, page.publisher, page.url) == (2021, "", "http://www.stats.gov.cn/x.html")
    assert (patent.type, patent.year, patent.publisher) == ("patent", 1989, "")


def test_editions_translators_hosts_and_days():
    text = (
        "[1]扬奎斯特, 萨金特. 示例经济理论[M]. 杨斌, 等, 译. 2 版. 北京: 示例大学出版社, 2010: 798.\n"
        "[2]DOE A. A made-up book[M/OL]. Rev. ed. Example & Sons Group, Inc., 2011: 13[2012-07-26]. http://example.org/2.\n"
        "[3]李妍. 示例研究[C]//王莹, 赵六. 第31次示例会议论文集. 北京: 示例出版社, 2012: 45-52.\n"
        "[4]ROE B. A part[M]//SMITH J, DOE A B. The whole book: Vol. 1. New York: A. A. Example, 2004: 46-84.\n"
        "[5]丁文. 示例评论[N]. 示例日报, 2000-11-20(15).\n"
        "[6]Example Library. Its history[EB/OL]. [2020-06-12]. http://example.org/hcno=A1931A.\n"
        "[7]NOE C. A paper[J/OL]. J. Biol. Example, 2012, 52(11): 1518-1523[2020-01-02]. https://doi.org/10.5555/1.\n"
        "[8][美]富勒. 示例道德[M]. 北京: 示例书局, 2005.\n"
        "[9]国务院. 示例通知[EB/OL]. (2007-07-11)[2022-10-17]. http://example.org/9.\n"
    )
    book, revised, paper, part, news, page, article, old, notice = parse(text.encode()).records
    assert (book.place, book.publisher, book.year, book.pages) == (
        "北京",
        "示例大学出版社",
        2010,
        "798",
    )
    assert (revised.publisher, revised.year, revised.pages) == (
        "Example & Sons Group, Inc.",
        2011,
        "13",
    )
    assert (paper.journal, paper.place, paper.publisher) == (
        "第31次示例会议论文集",
        "北京",
        "示例出版社",
    )
    assert (part.type, part.journal, part.publisher) == (
        "chapter",
        "The whole book: Vol. 1",
        "A. A. Example",
    )
    assert (news.journal, news.date, news.pages, news.issue) == ("示例日报", "2000-11-20", "15", "")
    assert (page.year, page.publisher) == (None, "")
    assert (article.journal, article.volume, article.issue, article.pages) == (
        "J. Biol. Example",
        "52",
        "11",
        "1518-1523",
    )
    assert (old.authors, old.publisher) == (("富勒",), "示例书局")
    assert notice.date == "2007-07-11"


def test_abstracts_behind_the_references_are_kept() -> None:
    """CNKI's 查新（引文格式）, which people choose for its abstracts."""
    text = (
        "[1]王示例,李样本. 示例疗法的疗效[J]. 示例医学, 2023, 44 (5): 668-673.\n"
        "摘要:目的 探讨示例疗法。\n方法 纳入40例。[M]为模型。\n"
        "[2]DOE A. A made-up trial[J]. J Example, 2020, 5(3): 10-20.摘要：An abstract.\n"
        "[3]赵六. 没有摘要的一篇[J]. 示例学报, 2021, 3(1): 1-2.\n"
    )
    parsed = parse(text.encode())
    assert parsed.found == 3
    assert [record.abstract for record in parsed.records] == [
        "目的 探讨示例疗法。方法 纳入40例。[M]为模型。",
        "An abstract.",
        "",
    ]
    assert [record.pages for record in parsed.records] == ["668-673", "10-20", "1-2"]


def test_an_article_ahead_of_print_keeps_its_journal_apart_from_its_pages() -> None:
    text = (
        "[1]王示例,李样本.网络首发的示例[J/OL].示例学报,1-9[2024-11-26].http://example.org/1.html.\n"
        "[2]赵六.另一篇[J/OL].示例声学:1-12.\n"
        "[3]DOE A. Ahead of print[J/OL]. J Example, 1-16 (2021-09-23)[2022-02-17]. http://example.org/3.\n"
        "[4]钱七.只有日期[J/OL].示例学报(2024-11-12)[2024-11-26].http://example.org/4.\n"
    )
    found = [(record.journal, record.pages, record.date) for record in parse(text.encode()).records]
    assert found == [
        ("示例学报", "1-9", ""),
        ("示例声学", "1-12", ""),
        ("J Example", "1-16", "2021-09-23"),
        ("示例学报", "", "2024-11-12"),
    ]


def test_a_list_by_author_and_date_gives_years_not_people() -> None:
    text = (
        "高示例, 王五, 李四, 等, 2021a. 示例研究[J]. 示例杂志, 27(3): 391-396.\n"
        "DOE A B, ROE C, 2020. A study[J]. J Example, 372: n71.\n"
        "李四, 2018. 示例之书[M]. 北京: 示例出版社: 12-15.\n"
        "陈样本, 2018. 一篇[C]//示例论文集. 上海: 示例出版社: 11-20.\n"
    )
    article, study, book, paper = parse(text.encode()).records
    assert (article.authors, article.year) == (("高示例", "王五", "李四"), 2021)
    assert (article.journal, article.volume, article.issue, article.pages) == (
        "示例杂志",
        "27",
        "3",
        "391-396",
    )
    assert (study.authors, study.year) == (("DOE A B", "ROE C"), 2020)
    assert (study.journal, study.volume, study.pages) == ("J Example", "372", "n71")
    assert (book.year, book.place, book.publisher, book.pages) == (
        2018,
        "北京",
        "示例出版社",
        "12-15",
    )
    assert (paper.year, paper.journal, paper.publisher, paper.pages) == (
        2018,
        "示例论文集",
        "示例出版社",
        "11-20",
    )


def test_marks_in_full_width_letters() -> None:
    text = "［１］王示例，李样本．示例［Ｊ］．示例杂志，２０２１，２７（３）：３９１－３９６．\n［２］赵六．论文［Ｄ］．北京：示例大学，２０１９．\n"
    article, thesis = parse(text.encode()).records
    assert (article.type, article.title, article.year, article.pages) == (
        "article",
        "示例",
        2021,
        "391-396",
    )
    assert (thesis.type, thesis.publisher) == ("thesis", "示例大学")


def test_the_number_of_a_patent_is_no_publisher() -> None:
    (patent,) = parse(
        "[1]王示例,李样本.一种示例材料[P].北京市:CN000000001A,2020-05-06.\n".encode()
    ).records
    assert (patent.identifiers, patent.publisher) == ((("patent", "CN000000001A"),), "")


def test_edition_and_translator_stand_in_either_order_before_the_place():
    text = "[1]史密斯.营养学[M].王五,译.2版.上海:测试出版社,2015.\n[2]史密斯.营养学[M].第3版.王五,赵六译.上海:测试出版社,2016.\n"
    first, second = parse(text.encode()).records
    assert (first.translators, first.edition, first.place, first.year) == (
        ("王五",),
        "2版",
        "上海",
        2015,
    )
    assert (second.translators, second.edition, second.publisher) == (
        ("王五", "赵六"),
        "第3版",
        "测试出版社",
    )
