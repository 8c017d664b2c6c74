from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "cnki_es6"


def test_cnki_es6_gives_its_fields():
    parsed = parse(DATA / "two.es6")
    assert (parsed.format, parsed.found) == ("cnki_es6", 2)
    assert parsed.error is None
    first, second = parsed.records
    assert first.title == "外泌体研究进展"
    assert first.authors == ("高亚", "石岩")
    assert first.year == 2020
    assert first.volume == "40"
    assert first.issue == "02"
    assert first.pages == "15-21"
    assert first.abstract == "目的 综述。"
    assert first.keywords == ("外泌体", "脑卒中")
    assert first.type == "article"
    assert second.type == "thesis"
    assert second.year == 2019
    assert second.source_database == "CNKI"
