import pytest

from screening.formats import parse
from tests.formats.samples import DATA

SAMPLE = (DATA / "wos_plaintext" / "sample.txt").read_bytes()


def test_article_is_read():
    record = parse(SAMPLE).records[0]
    assert record.authors == ("Toh, ML", "de Boer, J")
    assert (record.title, record.journal) == ("A sample of samples", "SAMPLE REVIEW")
    assert (record.doi, record.pmid, record.pages) == ("10.5555/sample.7", "12345678", "5-9")
    assert record.identifiers == (("wos", "WOS:000111222333444"),)
    assert (record.type, record.language, record.source_database) == (
        "article",
        "en",
        "Web of Science",
    )


def test_citespace_file_of_cnki_records_is_read():
    record = parse(SAMPLE).records[1]
    assert record.authors == ("梁一", "王二")
    assert (record.source_database, record.identifiers) == ("CNKI", ())


def test_cut_off_file_is_told():
    parsed = parse(SAMPLE[: SAMPLE.rindex(b"ER")])
    assert len(parsed.records) == 2
    assert [problem.line for problem in parsed.problems if "cut off" in str(problem.message)] == [
        26
    ]


def test_chinese_fields_of_cscd_are_the_records_own() -> None:
    text = (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Wang, Shili\n   Li, Yangben\nTI A sample trial\n"
        "Z1 示例疗法的随机对照试验\nZ2 王示例\n   李样本\nSO Chinese Journal of Samples\nZ3 中国示例杂志\nAB Objective To test.\n"
        "Z4 目的 检验示例。\nLA Chinese\nPY 2021\nUT CSCD:1234567\nER\n\n"
        "PT J\nAU Kim, C\nTI A Korean trial\nZ1 골격근 연구\nSO J Example\nPY 2020\nUT KJD:ART1\nER\n\nEF\n"
    )
    chinese, korean = parse(text.encode()).records
    assert (chinese.title, chinese.title_translated) == ("示例疗法的随机对照试验", "A sample trial")
    assert (chinese.authors, chinese.authors_translated) == (
        ("王示例", "李样本"),
        ("Wang, Shili", "Li, Yangben"),
    )
    assert (chinese.journal, chinese.journal_translated) == (
        "中国示例杂志",
        "Chinese Journal of Samples",
    )
    assert (chinese.abstract, chinese.abstract_translated) == (
        "目的 检验示例。",
        "Objective To test.",
    )
    assert (korean.title, korean.title_translated, korean.authors) == (
        "A Korean trial",
        "골격근 연구",
        ("Kim, C",),
    )


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("Clinical Trial; Comparative Study; Journal Article", "article"),
        ("Comparative Study; Journal Article; Review", "review"),
        ("Article; Early Access", "article"),
        ("Review; Book Chapter", "review"),
        ("Book Review", "other"),
        ("Article; Proceedings Paper", "article"),
        ("综述", "review"),
    ],
)
def test_type_is_told_from_all_types_named(given, kind):
    data = f"PT J\nAU Doe, J\nTI A sample\nDT {given}\nPY 2020\nER\n"
    assert parse(data.encode()).records[0].type == kind
