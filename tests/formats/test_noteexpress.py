from screening.formats import parse
from tests.formats.samples import DATA


def test_both_languages_are_kept():
    record = parse((DATA / "noteexpress" / "sample.net").read_bytes()).records[0]
    assert (record.title, record.title_translated) == (
        "针刺治疗失眠的疗效",
        "Acupuncture for insomnia",
    )
    assert record.authors == ("江一", "韩二")
    assert record.authors_translated == ("Yi JIANG", "Er HAN")
    assert record.journal_translated == "Sample Medicine (Electronic Edition)"
    assert record.keywords == ("针刺", "失眠")
    assert (record.abstract, record.volume, record.doi) == (
        "目的 探讨疗效.",
        "9",
        "10.5555/sample.6",
    )
    assert (record.language, record.source_database) == ("zh", "北京万方数据股份有限公司")


def test_full_width_colons_and_missing_blanks_are_taken():
    record = parse((DATA / "noteexpress" / "sample.net").read_bytes()).records[1]
    assert (record.title, record.authors, record.issn) == (
        "第二篇",
        ("谢昕", "王小增"),
        ("0253-3766",),
    )


def test_gb18030_file_gives_the_same_records():
    data = (DATA / "noteexpress" / "sample.net").read_bytes()
    chinese = parse(data.decode().encode("gb18030"))
    assert chinese.encoding == "gb18030"
    assert chinese.records == parse(data).records


def test_patents_and_standards_keep_their_numbers():
    text = (
        "{Reference Type}: Patent\n{Title}: 一种示例装置\n{Author}: 段样本\n{Date}: 2018-11-02\n"
        "{Notes}: CN100000001A\n{Type of Work}: CN100000001A\n\n"
        "{Reference Type}: Standard\n{Title}: 示例著录规则\n{ISBN}: GB/T 7714-2015\n{Year}: 2015\n\n"
        "{Reference Type}: Standard\n{Title}: 大事记\n{SrcDatabase}: 统计年鉴\n\n"
    )
    patent, standard, yearbook = parse(text.encode()).records
    assert patent.identifiers == (("patent", "CN100000001A"),)
    assert (standard.identifiers, standard.issn) == ((("standard", "GB/T 7714-2015"),), ())
    assert (yearbook.type, yearbook.identifiers) == ("book", ())
