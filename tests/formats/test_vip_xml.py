from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "vip_xml"


def test_vip_xml_gives_its_fields():
    parsed = parse(DATA / "one.xml")
    assert (parsed.format, parsed.found) == ("vip_xml", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.title == "外泌体研究进展"
    assert record.title_translated == "Progress of exosomes"
    assert record.authors == ("高亚", "石岩")
    assert record.year == 2020
    assert record.journal == "虚构杂志"
    assert record.volume == "5"
    assert record.issue == "1"
    assert record.pages == "49-51"
    assert record.abstract == "目的 综述。"
    assert record.abstract_translated == "A review."
    assert record.keywords == ("外泌体", "脑卒中")
