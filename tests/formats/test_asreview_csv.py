from pathlib import Path

from screening.formats import parse
from screening.records.record import ToolDecision

DATA = Path(__file__).parents[1] / "data" / "asreview_csv"


def test_asreview_csv_gives_its_fields():
    parsed = parse(DATA / "three.csv")
    assert (parsed.format, parsed.found) == ("asreview_csv", 3)
    assert parsed.error is None
    first, second, third = parsed.records
    assert first.authors == ("Marx, Karl", "Gao, Ya")
    assert second.title == "外泌体"
    assert second.notes == "wrong animal"
    assert third.decisions == ()
    assert first.decisions == (ToolDecision("asreview", "", "include", (), ("prior",)),)
    assert second.decisions == (ToolDecision("asreview", "", "exclude"),)
