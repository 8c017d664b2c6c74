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
    assert [problem.line for problem in PARSED.problems if "please check" in str(problem.message)] == [2, 3, 4, 5]


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
    assert (book.place, book.publisher, book.year, book.pages) == ("北京", "人民卫生出版社", 2018, "23-45")
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
    assert (book.place, book.publisher, book.year, book.pages) == ("北京", "示例大学出版社", 2010, "798")
    assert (revised.publisher, revised.year, revised.pages) == ("Example & Sons Group, Inc.", 2011, "13")
    assert (paper.journal, paper.place, paper.publisher) == ("第31次示例会议论文集", "北京", "示例出版社")
    assert (part.type, part.journal, part.publisher) == ("chapter", "The whole book: Vol. 1", "A. A. Example")
    assert (news.journal, news.date, news.pages, news.issue) == ("示例日报", "2000-11-20", "15", "")
    assert (page.year, page.publisher) == (None, "")
    assert (article.journal, article.volume, article.issue, article.pages) == (
        "J. Biol. Example", "52", "11", "1518-1523"
    )  # fmt: skip
    assert (old.authors, old.publisher) == (("富勒",), "示例书局")
    assert notice.date == "2007-07-11"
