from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "ictrp"


def test_ictrp_gives_its_fields():
    parsed = parse(DATA / "one.xml")
    assert (parsed.format, parsed.found) == ("ictrp", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.title == "Made-up trial of acupuncture in stroke"
    assert record.year == 2020
    assert record.identifiers == (("chictr", "CHICTR2000030000"),)
    assert record.type == "trial"
    assert record.source_database == "ICTRP (ChiCTR)"
    assert record.notes == "Public title: Made-up trial"
    assert record.abstract == "Condition: stroke pain Intervention: A:needles; B:none;"
