"""A GB/T 7714 list that was written is read again, and written again it says the same."""

from dataclasses import replace

import pytest

from screening.citations import STYLES, Options, plain
from screening.formats import parse
from screening.records.record import Record
from tests.citations.records import RECORDS
from tests.citations.test_styles import BOOK, CHAPTER

STYLE = STYLES["gbt7714-2015-numeric"]
MORE = {
    "book": BOOK,
    "chapter": CHAPTER,
    "seen_web": replace(RECORDS["zh_web"], accessed="2025-01-02"),
    "seen_article": replace(RECORDS["zh_article"], accessed="2025-01-02"),
    "seen_data": replace(RECORDS["en_dataset"], accessed="2025-01-02"),
    "cut_zh": Record(
        title="被截断",
        authors=("张三",),
        authors_incomplete=True,
        year=2019,
        journal="示例",
        language="zh",
    ),
    "cut_en": Record(
        title="Cut", authors=("Page, M",), authors_incomplete=True, year=2019, journal="Example"
    ),
}
ALL = RECORDS | MORE
UNTOLD = {"en_preprint": "a preprint is marked [EB], as a web page is"}


def written(record: Record) -> str:
    return plain(STYLE.format(record, Options(), ""))


@pytest.mark.parametrize("name", [name for name in ALL if name not in UNTOLD])
def test_a_reference_that_is_read_is_written_as_it_was(name):
    text = written(ALL[name])
    again = parse(f"[1] {text}\n".encode(), format_key="gbt7714").records
    assert [written(record) for record in again] == [text]


def test_everything_beside_the_title_has_a_field_of_its_own():
    lines = [f"[{n}] {written(record)}" for n, record in enumerate(MORE.values(), 1)]
    book, chapter, web, article, data, cut, english = parse("\n".join(lines).encode()).records
    assert (book.translators, book.edition, book.authors_incomplete) == (("王美英",), "2版", True)
    assert (chapter.editors, chapter.edition) == (("SODEMAN W A", "LEE B"), "3rd ed")
    assert {web.accessed, article.accessed, data.accessed} == {"2025-01-02"}
    assert (web.type, article.type, data.type) == ("web", "article", "dataset")
    assert article.url == "https://example.org/zh"
    assert cut.authors_incomplete
    assert english.authors_incomplete
    assert (cut.authors, english.authors) == (("张三",), ("PAGE M",))


def test_the_day_of_a_search_is_no_day_of_access_of_the_work():
    record = parse(
        "[1] 某馆. 章程[EB/OL]. (2021-04-21)[2026-05-04*]. https://example.org/a.\n".encode()
    ).records[0]
    assert (record.accessed, record.date, record.url) == ("", "2021-04-21", "https://example.org/a")
