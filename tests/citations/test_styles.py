"""Golden references: every style, kind and language,
read and compared with the rules by eye (golden.tsv).
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from screening.citations import STYLES, Options, bibliography, plain, searched
from screening.citations._entry import facts
from screening.records.record import Record
from tests.citations.records import RECORDS

LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "golden.tsv").read_text(encoding="utf-8").splitlines()
]
ACCESSED = Options(accessed=date(2026, 11, 23))


@pytest.mark.parametrize("line", LINES, ids=lambda line: "-".join(line[:-1]))
def test_entry_is_written_by_the_rules_of_its_style(line):
    style, name, *accessed, expected = line
    options = ACCESSED if accessed else Options()
    assert plain(STYLES[style].format(RECORDS[name], options, "")) == expected


def test_golden_file_has_every_style_and_record():
    assert {(line[0], line[1]) for line in LINES if len(line) == 3} == {
        (s, r) for s in STYLES for r in RECORDS
    }


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
    assert [(entry.label, entry.record) for entry in entries] == [
        ("[1]", records[0]),
        ("[2]", records[1]),
    ]
    assert [entry.label for entry in bibliography(records, STYLES["vancouver"])] == ["1.", "2."]


def test_author_date_list_has_chinese_entries_first_by_sound():
    names = ("en_article", "zh_thesis", "zh_book", "zh_article")
    entries = bibliography([RECORDS[name] for name in names], STYLES["gbt7714-2015-author-date"])
    assert [entry.record for entry in entries] == [
        RECORDS[name] for name in ("zh_book", "zh_article", "zh_thesis", "en_article")
    ]


def test_equal_authors_and_years_get_letters():
    twins = [
        Record(title=title, authors=("高亚",), year=2020, journal="示例", language="zh")
        for title in ("甲", "乙", "丙")
    ]
    texts = [
        plain(entry.reference) for entry in bibliography(twins, STYLES["gbt7714-2015-author-date"])
    ]
    assert [text.split(".")[0] for text in texts] == ["高亚, 2020a", "高亚, 2020b", "高亚, 2020c"]


def test_apa_puts_journal_and_volume_in_italics_but_no_chinese():
    style = STYLES["apa7"]
    slanted = [run.text for run in style.format(RECORDS["en_article"], Options(), "") if run.italic]
    assert slanted == ["Example J Bone", "372"]
    assert not [run for run in style.format(RECORDS["zh_article"], Options(), "") if run.italic]


def test_apa_names_twenty_authors_and_the_last():
    many = Record(
        title="T",
        authors=tuple(f"Family{chr(65 + i)}, A" for i in range(23)),
        year=2020,
        journal="J",
    )
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
    book = Record(
        title="Bones", type="book", publisher="Henry Holt and Co.", place="New York", year=2016
    )
    text = plain(STYLES[style].format(book, Options(), ""))
    assert written in text
    assert ".." not in text
    whole = Record(
        title="骨", type="book", publisher="示例出版社。", place="北京", year=2016, language="zh"
    )
    assert "。" not in plain(STYLES[style].format(whole, Options(), ""))


@pytest.mark.parametrize("key", ["gbt7714-2015-numeric", "vancouver", "apa7"])
def test_counters_that_databases_write_are_not_printed(key):
    told = Record(
        title="示例研究",
        authors=("高亚",),
        journal="示例杂志",
        year=2020,
        volume="第12卷",
        issue="第3期",
        pages="第12-15页",
        language="zh",
    )
    bare = Record(
        title="示例研究",
        authors=("高亚",),
        journal="示例杂志",
        year=2020,
        volume="12",
        issue="3",
        pages="12-15-",
        language="zh",
    )
    texts = {plain(STYLES[key].format(record, Options(), "")) for record in (told, bare)}
    assert len(texts) == 1
    assert "第" not in texts.pop()


def test_words_in_place_of_numbers_stay():
    record = Record(
        title="示例研究",
        journal="示例杂志",
        year=2020,
        issue="增刊1",
        pages="封2-封3",
        language="zh",
    )
    assert plain(STYLES["gbt7714-2015-numeric"].format(record, Options(), "")) == (
        "示例研究[J]. 示例杂志, 2020(增刊1): 封2-封3."
    )


def test_an_online_report_that_nobody_published_has_its_day_in_brackets():
    record = Record(
        title="第1次示例统计报告",
        type="report",
        authors=("示例信息中心",),
        date="2012-01-16",
        year=2012,
        language="zh",
        url="https://example.org/report.pdf",
    )
    assert plain(STYLES["gbt7714-2015-numeric"].format(record, ACCESSED, "")) == (
        "示例信息中心. 第1次示例统计报告[R/OL]. (2012-01-16)[2026-11-23]. https://example.org/report.pdf."
    )
    assert plain(STYLES["gbt7714-2015-author-date"].format(record, ACCESSED, "")) == (
        "示例信息中心, 2012. 第1次示例统计报告[R/OL]. (2012-01-16)[2026-11-23]. https://example.org/report.pdf."
    )


def test_author_date_list_sorts_surnames_by_their_own_sound():
    people = ("翟明", "单雄", "王五", "曾伟", "丁一")
    records = [
        Record(title="示例", authors=(name,), year=2020, journal="示例", language="zh")
        for name in people
    ]
    entries = bibliography(records, STYLES["gbt7714-2015-author-date"])
    assert [entry.record.authors[0] for entry in entries] == [
        "丁一",
        "单雄",
        "王五",
        "曾伟",
        "翟明",
    ]


BOOK = Record(
    title="示例森林经济学",
    type="book",
    authors=("卡尔金", "琼斯", "海德", "门迪思"),
    translators=("王美英",),
    edition="第二版",
    place="北京",
    publisher="示例出版社",
    year=2018,
    language="zh",
)
CHAPTER = Record(
    title="Exosomes",
    type="chapter",
    authors=("Weinstein, Louis",),
    editors=("Sodeman, William A", "Lee, Bo"),
    journal="Pathologic physiology",
    edition="3",
    place="Philadelphia",
    publisher="Saunders",
    year=1974,
    pages="457-472",
)


@pytest.mark.parametrize(
    ("style", "record", "written"),
    [
        (
            "gbt7714-2015-numeric",
            BOOK,
            "卡尔金, 琼斯, 海德, 等. 示例森林经济学[M]. 王美英, 译. 2版. 北京: 示例出版社, 2018.",
        ),
        (
            "gbt7714-2025-numeric",
            BOOK,
            "卡尔金，琼斯，海德，等. 示例森林经济学[M]. 王美英，译. 2版. 北京：示例出版社，2018.",
        ),
        (
            "vancouver",
            BOOK,
            "卡尔金, 琼斯, 海德, 门迪思. 示例森林经济学. 王美英, 译. 2版. 北京: 示例出版社; 2018.",
        ),
        (
            "apa7",
            BOOK,
            "卡尔金, 琼斯, 海德, 门迪思. (2018). 示例森林经济学 (王美英, 译; 2版). 示例出版社.",
        ),
        (
            "gbt7714-2015-numeric",
            CHAPTER,
            "WEINSTEIN L. Exosomes[M]//SODEMAN W A, LEE B. Pathologic physiology. 3rd ed. Philadelphia: Saunders, 1974: 457-472.",
        ),
        (
            "vancouver",
            CHAPTER,
            "Weinstein L. Exosomes. In: Sodeman WA, Lee B, editors. Pathologic physiology. 3rd ed. Philadelphia: Saunders; "
            "1974. p. 457-72.",
        ),
        (
            "apa7",
            CHAPTER,
            "Weinstein, L. (1974). Exosomes. In W. A. Sodeman & B. Lee (Eds.), Pathologic physiology (3rd ed., pp. 457–472). "
            "Saunders.",
        ),
    ],
)
def test_editors_translators_and_edition_are_named(style, record, written):
    assert plain(STYLES[style].format(record, Options(), "")) == written


@pytest.mark.parametrize(
    ("given", "chinese", "written"),
    [
        ("2", True, "2版"),
        ("第2版", True, "2版"),
        ("第二版", True, "2版"),
        ("2nd ed.", True, "2版"),
        ("影印本", True, "影印本"),
        ("2", False, "2nd ed"),
        ("Third edition", False, "3rd ed"),
        ("11th edn", False, "11th ed"),
        ("1", False, ""),
        ("Rev. ed.", False, "Rev. ed"),
        ("", False, ""),
        ("第1版", True, ""),
    ],
)
def test_editions_are_written_alike(given, chinese, written):
    assert facts(Record(title="骨" if chinese else "Bone", edition=given)).edition == written


@pytest.mark.parametrize(
    ("style", "zh", "en"),
    [
        ("gbt7714-2015-numeric", "高亚, 等. ", "PAGE M J, et al. "),
        ("gbt7714-2025-author-date", "高亚，等，", "Page M J，et al，"),
        ("vancouver", "高亚, 等. ", "Page MJ, et al. "),
        ("apa7", "高亚等. ", "Page, M. J., et al. "),
    ],
)
def test_a_list_of_authors_that_was_cut_says_so(style, zh, en):
    chinese = Record(
        title="骨", authors=("高亚",), authors_incomplete=True, year=2020, language="zh"
    )
    english = Record(title="Bone", authors=("Page, Matthew J",), authors_incomplete=True, year=2020)
    assert plain(STYLES[style].format(chinese, Options(), "")).startswith(zh)
    assert plain(STYLES[style].format(english, Options(), "")).startswith(en)


@pytest.mark.parametrize(
    ("issue", "printed"),
    [
        ("05", "36(5)"),
        ("01/02", "36(1/2)"),
        ("S1", "36(S1)"),
        ("增刊01", "36(增刊1)"),
        ("10", "36(10)"),
    ],
)
def test_issue_numbers_lose_their_leading_zeros(issue, printed):
    record = Record(title="骨", journal="示例", year=2020, volume="36", issue=issue, language="zh")
    assert printed in plain(STYLES["gbt7714-2015-numeric"].format(record, Options(), ""))
    assert record.issue == issue


@pytest.mark.parametrize("style", STYLES)
def test_the_doi_of_an_article_is_shown_or_left_out_as_wished(style):
    doi = RECORDS["zh_article"].doi
    assert doi in plain(STYLES[style].format(RECORDS["zh_article"], Options(doi=True), ""))
    assert doi not in plain(STYLES[style].format(RECORDS["zh_article"], Options(doi=False), ""))
    data = RECORDS["en_dataset"]
    assert data.doi in plain(STYLES[style].format(data, Options(doi=False), ""))


def test_web_pages_and_data_sets_have_a_day_of_access_of_their_own_or_of_the_search():
    page, data = RECORDS["zh_web"], RECORDS["en_dataset"]
    day = date(2026, 5, 4)
    style = STYLES["gbt7714-2015-numeric"]
    assert plain(style.format(searched(page, day), Options(), "")) == (
        "示例博物馆. 示例博物馆志愿服务章程[EB/OL]. (2021-04-21)[2026-05-04*]. https://example.org/museum."
    )
    assert "[DB/OL]. Example Data, 2024[2026-05-04*]. " in plain(
        style.format(searched(data, day), Options(), "")
    )
    own = replace(page, accessed="2025/1/2")
    assert "[2025-01-02]. " in plain(style.format(searched(own, day), Options(), ""))
    assert searched(RECORDS["zh_article"], day) == RECORDS["zh_article"]
    assert "[引用日期 2026-05-04*]" in plain(
        STYLES["vancouver"].format(searched(page, day), Options(), "")
    )


def test_an_entry_follows_the_language_of_the_work():
    """PubMed leads with the translated title of a Chinese article; the reference does not."""
    record = Record(
        title="[Exosomes in bone].",
        title_translated="骨中的外泌体",
        authors=("Gao, Ya",),
        authors_translated=("高亚",),
        journal="Shi li za zhi",
        journal_translated="示例杂志",
        year=2020,
        volume="3",
        language="zh",
    )
    style = STYLES["gbt7714-2015-numeric"]
    assert plain(style.format(record, Options(), "")) == "高亚. 骨中的外泌体[J]. 示例杂志, 2020, 3."
    english = replace(
        record,
        title="骨中的外泌体",
        title_translated="Exosomes in bone",
        authors=("高亚",),
        authors_translated=("Gao, Ya",),
        journal="示例杂志",
        journal_translated="Shi li za zhi",
        language="en",
    )
    assert (
        plain(style.format(english, Options(), ""))
        == "GAO Y. Exosomes in bone[J]. Shi li za zhi, 2020, 3."
    )
