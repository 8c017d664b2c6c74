"""Golden references: every style, kind and language, read and compared with the rules by eye (golden.tsv)."""

from datetime import date
from pathlib import Path

import pytest

from screening.records.record import Record
from screening.references import STYLES, Options, bibliography, plain
from tests.references.records import RECORDS

LINES = [line.split("\t") for line in (Path(__file__).parent / "golden.tsv").read_text(encoding="utf-8").splitlines()]
ACCESSED = Options(accessed=date(2026, 11, 23))


@pytest.mark.parametrize("line", LINES, ids=lambda line: "-".join(line[:-1]))
def test_entry_is_written_by_the_rules_of_its_style(line):
    style, name, *accessed, expected = line
    options = ACCESSED if accessed else Options()
    assert plain(STYLES[style].format(RECORDS[name], options, "")) == expected


def test_golden_file_has_every_style_and_record():
    assert {(line[0], line[1]) for line in LINES if len(line) == 3} == {(s, r) for s in STYLES for r in RECORDS}


def test_and_others_follows_the_language_of_the_entry():
    style = STYLES["gbt7714-2015-numeric"]
    zh, en = (plain(style.format(RECORDS[key], Options(), "")) for key in ("zh_article", "en_many"))
    assert ", 等. " in zh
    assert ", et al. " in en


def test_article_with_a_doi_stays_printed_without_an_access_date():
    style = STYLES["gbt7714-2015-numeric"]
    assert "[J]." in plain(style.format(RECORDS["zh_article"], Options(), ""))
    assert "[J/OL]." in plain(style.format(RECORDS["zh_article"], ACCESSED, ""))


def test_numbered_list_keeps_the_order_given():
    records = [RECORDS["en_article"], RECORDS["zh_book"]]
    entries = list(bibliography(records, STYLES["gbt7714-2015-numeric"]))
    assert [(entry.label, entry.record) for entry in entries] == [("[1]", records[0]), ("[2]", records[1])]
    assert [entry.label for entry in bibliography(records, STYLES["vancouver"])] == ["1.", "2."]


def test_author_date_list_has_chinese_entries_first_by_sound():
    names = ("en_article", "zh_thesis", "zh_book", "zh_article")
    entries = bibliography([RECORDS[name] for name in names], STYLES["gbt7714-2015-author-date"])
    assert [entry.record for entry in entries] == [
        RECORDS[name] for name in ("zh_book", "zh_article", "zh_thesis", "en_article")
    ]


def test_equal_authors_and_years_get_letters():
    twins = [
        Record(title=title, authors=("高亚",), year=2020, journal="示例", language="zh") for title in ("甲", "乙", "丙")
    ]
    texts = [plain(entry.reference) for entry in bibliography(twins, STYLES["gbt7714-2015-author-date"])]
    assert [text.split(".")[0] for text in texts] == ["高亚, 2020a", "高亚, 2020b", "高亚, 2020c"]


def test_apa_puts_journal_and_volume_in_italics_but_no_chinese():
    style = STYLES["apa7"]
    slanted = [run.text for run in style.format(RECORDS["en_article"], Options(), "") if run.italic]
    assert slanted == ["Example J Bone", "372"]
    assert not [run for run in style.format(RECORDS["zh_article"], Options(), "") if run.italic]


def test_apa_names_twenty_authors_and_the_last():
    many = Record(title="T", authors=tuple(f"Family{chr(65 + i)}, A" for i in range(23)), year=2020, journal="J")
    text = plain(STYLES["apa7"].format(many, Options(), ""))
    assert "FamilyS, A., . . . FamilyW, A. (2020)" in text


@pytest.mark.parametrize("style", STYLES)
def test_empty_record_is_no_error(style):
    assert isinstance(plain(STYLES[style].format(Record(), Options(), "")), str)


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("gbt7714-2015-numeric", "New York: Henry Holt and Co., 2016."),
        ("gbt7714-2015-author-date", "New York: Henry Holt and Co."),
        ("vancouver", "New York: Henry Holt and Co.; 2016."),
        ("apa7", "Henry Holt and Co."),
    ],
)
def test_stop_of_a_shortened_publisher_stays_once(style, written):
    book = Record(title="Bones", type="book", publisher="Henry Holt and Co.", place="New York", year=2016)
    text = plain(STYLES[style].format(book, Options(), ""))
    assert written in text
    assert ".." not in text
    whole = Record(title="骨", type="book", publisher="示例出版社。", place="北京", year=2016, language="zh")
    assert "。" not in plain(STYLES[style].format(whole, Options(), ""))


@pytest.mark.parametrize("key", ["gbt7714-2015-numeric", "vancouver", "apa7"])
def test_counters_that_databases_write_are_not_printed(key):
    told = Record(
        title="示例研究", authors=("高亚",), journal="示例杂志", year=2020, volume="第12卷", issue="第3期", pages="第12-15页",
        language="zh",
    )  # fmt: skip
    bare = Record(
        title="示例研究", authors=("高亚",), journal="示例杂志", year=2020, volume="12", issue="3", pages="12-15-", language="zh"
    )  # fmt: skip
    texts = {plain(STYLES[key].format(record, Options(), "")) for record in (told, bare)}
    assert len(texts) == 1
    assert "第" not in texts.pop()


def test_words_in_place_of_numbers_stay():
    record = Record(title="示例研究", journal="示例杂志", year=2020, issue="增刊1", pages="封2-封3", language="zh")
    assert plain(STYLES["gbt7714-2015-numeric"].format(record, Options(), "")) == (
        "示例研究[J]. 示例杂志, 2020(增刊1): 封2-封3."
    )


def test_an_online_report_that_nobody_published_has_its_day_in_brackets():
    record = Record(
        title="第1次示例统计报告", type="report", authors=("示例信息中心",), date="2012-01-16", year=2012, language="zh",
        url="https://example.org/report.pdf",
    )  # fmt: skip
    assert plain(STYLES["gbt7714-2015-numeric"].format(record, ACCESSED, "")) == (
        "示例信息中心. 第1次示例统计报告[R/OL]. (2012-01-16)[2026-11-23]. https://example.org/report.pdf."
    )
    assert plain(STYLES["gbt7714-2015-author-date"].format(record, ACCESSED, "")) == (
        "示例信息中心, 2012. 第1次示例统计报告[R/OL]. (2012-01-16)[2026-11-23]. https://example.org/report.pdf."
    )


def test_author_date_list_sorts_surnames_by_their_own_sound():
    people = ("翟明", "单雄", "王五", "曾伟", "丁一")
    records = [Record(title="示例", authors=(name,), year=2020, journal="示例", language="zh") for name in people]
    entries = bibliography(records, STYLES["gbt7714-2015-author-date"])
    assert [entry.record.authors[0] for entry in entries] == ["丁一", "单雄", "王五", "曾伟", "翟明"]
