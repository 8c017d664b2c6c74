from screening.formats import parse
from tests.formats.samples import DATA


def read(name):
    return parse((DATA / "endnote_tagged" / name).read_bytes())


def test_cnki_authors_on_one_line_are_parted():
    record = read("mixed.enw").records[0]
    assert record.authors == ("张福锁", "王激清", "李四")
    assert (record.journal, record.journal_translated) == ("示例学报", "JOURNAL OF SAMPLES")
    assert (record.pages, record.keywords) == ("1-9", ("甲", "乙"))
    assert record.abstract == "第一段第二段"
    assert record.source_database == "CNKI"


def test_thesis_has_its_university():
    record = read("mixed.enw").records[1]
    assert (record.type, record.publisher, record.authors) == ("thesis", "示例大学", ("潘福妮",))


def test_blank_lines_part_entries_where_the_type_does_not_lead():
    parsed = read("blank_lines.enw")
    assert [(record.title, record.line) for record in parsed.records] == [
        ("A first title", 1),
        ("A second title", 9),
    ]
    assert parsed.records[0].doi == "10.5555/sample.5"
    assert not any("second" in str(problem.message) for problem in parsed.problems)


def test_colon_behind_a_tag_is_taken_off():
    record = parse(
        "%0 Journal Article\n%T 题名\n%A 甲一\n%@:1234-5678\n%+:示例大学\n".encode()
    ).records[0]
    assert record.issn == ("1234-5678",)


def test_yearbook_named_a_legal_rule_is_a_book():
    text = "%0 Legal Rule or Regulation\n%T 示例年鉴\n%V 978-7-5037-1234-5\n"
    record = parse(text.encode()).records[0]
    assert (record.type, record.isbn) == ("book", ("978-7-5037-1234-5",))


def test_proceedings_named_as_a_series_are_what_a_paper_stands_in():
    """The ACL Anthology has no other field for them; a book's series is not what it stands in."""
    data = "%0 Conference Proceedings\n%T A paper\n%S Proceedings of Samples\n\n%0 Book\n%T 样本\n%S A series\n"
    assert [record.journal for record in parse(data.encode()).records] == [
        "Proceedings of Samples",
        "",
    ]
