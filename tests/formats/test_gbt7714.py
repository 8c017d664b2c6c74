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
