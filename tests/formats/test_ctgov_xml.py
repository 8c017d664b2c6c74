from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "ctgov_xml"


def test_ctgov_xml_gives_its_fields():
    parsed = parse(DATA / "one.xml")
    assert (parsed.format, parsed.found) == ("ctgov_xml", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.title == "A made-up trial"
    assert record.year == 2019
    assert record.abstract == "Two lines of summary."
    assert record.identifiers == (("nct", "NCT01234567"),)
    assert record.type == "trial"
