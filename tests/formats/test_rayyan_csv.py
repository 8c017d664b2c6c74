from pathlib import Path

from screening.formats import parse
from screening.records.record import ToolDecision

DATA = Path(__file__).parents[1] / "data" / "rayyan_csv"


def test_rayyan_csv_gives_its_fields():
    parsed = parse(DATA / "two.csv")
    assert (parsed.format, parsed.found) == ("rayyan_csv", 2)
    assert parsed.error is None
    first, second = parsed.records
    assert first.title == "Made-up one"
    assert first.authors == ("Gao, Ya", "Ni, Wei")
    assert first.year == 2020
    assert first.notes == ""
    assert first.keywords == ()
    assert first.pmid == "90000005"
    assert second.authors == ("张三", "李四")
    assert second.decisions == ()
    assert first.decisions == (
        ToolDecision("rayyan", "Ana", "include", (), ("mice", "rats")),
        ToolDecision("rayyan", "Bo", "exclude", ("wrong population",), ("mice", "rats")),
    )
