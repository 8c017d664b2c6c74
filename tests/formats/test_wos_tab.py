from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "wos_tab"


def test_wos_tab_gives_its_fields():
    parsed = parse(DATA / "one.txt")
    assert (parsed.format, parsed.found) == ("wos_tab", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.title == 'A "made-up" title'
    assert record.authors == ("Gao, Ya", "Ni, Wei")
    assert record.date == "JUN 15 2020"
    assert record.pages == "101-109"
    assert record.pmid == "90000004"
    assert record.identifiers == (("wos", "WOS:000317067900003"),)


def test_utf_16_with_byte_order_mark_is_read():
    text = (DATA / "one.txt").read_text(encoding="utf-8").replace("MADE-UP", "外泌体")
    assert parse(text.encode("utf-16")).records[0].journal == "外泌体 JOURNAL"
