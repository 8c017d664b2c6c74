from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "notefirst"


def test_notefirst_gives_its_fields():
    parsed = parse(DATA / "one.xml")
    assert (parsed.format, parsed.found) == ("notefirst", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.title == "外泌体研究进展"
    assert record.title_translated == "Progress of exosomes"
    assert record.authors == ("高亚", "石岩")
    assert record.year == 2020
    assert record.journal == "虚构杂志"
    assert record.pages == "49-51"
