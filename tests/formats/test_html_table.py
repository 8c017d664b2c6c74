from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "html_table"


def test_html_table_gives_its_fields():
    parsed = parse(DATA / "cnki.xls")
    assert (parsed.format, parsed.found) == ("html_table", 2)
    assert parsed.error is None
    first, second = parsed.records
    assert first.title == "外泌体治疗脑卒中的研究进展"
    assert first.authors == ("高亚", "石岩")
    assert first.year == 2020
    assert first.volume == "40"
    assert first.issue == "02"
    assert first.pages == "15-21"
    assert first.journal == "中国虚构杂志"
    assert first.type == "article"
    assert first.source_database == "CNKI"
    assert second.title == "针刺对大鼠的影响"
    assert second.year == 2019
    assert second.type == "thesis"


def test_gb18030_table_is_read():
    text = (DATA / "cnki.xls").read_text(encoding="utf-8").replace('<meta charset="utf-8">', "")
    parsed = parse(text.encode("gb18030"))
    assert [record.title for record in parsed.records] == [
        "外泌体治疗脑卒中的研究进展",
        "针刺对大鼠的影响",
    ]
