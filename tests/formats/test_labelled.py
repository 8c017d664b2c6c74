import pytest

from screening.formats import parse
from screening.formats._labelled import citation, label_of, people, words
from tests.formats.samples import DATA


def read(key):
    return parse((DATA / key / "sample.txt").read_bytes())


def test_cssci_is_read():
    first, second = read("cssci").records
    assert (first.title, first.title_translated) == ("示例知识库研究", "A sample knowledge base")
    assert (first.authors, first.keywords) == (("徐一", "杨二"), ("知识库", "本体"))
    assert (first.journal, first.year, first.volume, first.issue, first.pages) == (
        "示例情报",
        2019,
        "38",
        "4",
        "132-137",
    )
    assert (second.journal, second.volume, second.issue) == ("示例学报", "", "12")


def test_vip_is_read():
    first, second = read("vip_text").records
    assert (first.title, first.authors) == ("针灸治疗失眠的研究", ("张一", "李二"))
    assert (first.journal, first.year, first.volume, first.issue, first.pages) == (
        "示例针灸",
        2020,
        "5",
        "1",
        "49-51",
    )
    assert (first.abstract, first.keywords) == ("目的 探讨针灸治疗。", ("针灸", "失眠"))
    assert (second.authors, second.pages) == (("王三", "赵四"), "100-105,110")


def test_sinomed_is_read():
    first, second = read("sinomed").records
    assert (first.title, first.abstract) == ("外泌体的研究", "目的 探讨")
    assert (first.journal, first.year, first.volume, first.issue, first.pages) == (
        "示例杂志",
        2016,
        "96",
        "3",
        "1-5",
    )
    assert (second.journal, second.year, second.volume) == ("护理示例", 2018, "25")


def test_label_is_compared_without_the_blanks_inside():
    assert label_of("【题\u3000 名】x") == "题名"
    assert label_of("正文【题名】") == ""


@pytest.mark.parametrize(
    ("text", "journal", "year", "issue"),
    [
        ("示例针灸2020 5(1):49-51", "示例针灸", "2020", "1"),
        ("示例杂志;2016.96(3):1-5", "示例杂志", "2016", "3"),
        ("示例学报（自然科学版）, 2014, (5): 1-5", "示例学报（自然科学版）", "2014", "5"),
        ("只有刊名", "只有刊名", "", ""),
    ],
)
def test_citation_is_taken_apart(text, journal, year, issue):
    found = citation(text)
    assert (found["journal"], found["year"], found["issue"]) == (journal, year, issue)


def test_people_and_words_are_parted_as_these_texts_do():
    assert people("徐一/杨二;张三") == ("徐一", "杨二", "张三")
    assert words("针灸 失眠/vitamin D") == ("针灸", "失眠", "vitamin D")


def test_entries_that_end_with_their_number_are_not_lost() -> None:
    sinomed = "".join(
        f"{n}\n【标题】:{title}\n【作者】:张三\n【出处】:示例杂志;2021.5(2):3-9\n【流水号】:202100{n}\n"
        for n, title in enumerate("甲乙", 1)
    )
    vip = "".join(
        f"【题　名】{title}\n【作　者】张三\n【刊　名】示例杂志2021 5(2):3-9\n【序　号】{n}/2\n\n"
        for n, title in enumerate("甲乙", 1)
    )
    for text in (sinomed, vip):
        parsed = parse(text.encode())
        assert (parsed.found, [record.title for record in parsed.records]) == (2, ["甲", "乙"])
    assert [record.identifiers for record in parse(sinomed.encode()).records] == [
        (("sinomed", "2021001"),),
        (("sinomed", "2021002"),),
    ]
