from pathlib import Path

from screening.formats import parse
from screening.records.record import ToolDecision

DATA = Path(__file__).parents[1] / "data" / "eppi_json"


def test_eppi_json_gives_its_fields():
    parsed = parse(DATA / "two.json")
    assert (parsed.format, parsed.found) == ("eppi_json", 2)
    assert parsed.error is None
    first, second = parsed.records
    assert first.title == "Made-up excluded"
    assert first.authors == ("Gao Ya", "Ni Wei")
    assert first.journal == "Made-up Journal"
    assert first.doi == "10.1234/eppi.1"
    assert first.line == 5
    assert second.authors == ("张三",)
    assert first.decisions == (ToolDecision("eppi", "", "exclude", ("population",)),)
    assert second.decisions == (ToolDecision("eppi", "", "include", (), ("mice",)),)
