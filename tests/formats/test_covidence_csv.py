from pathlib import Path

from screening.formats import parse
from screening.records.record import ToolDecision

DATA = Path(__file__).parents[1] / "data" / "covidence_csv"


def test_covidence_csv_gives_its_fields():
    parsed = parse(DATA / "two.csv")
    assert (parsed.format, parsed.found) == ("covidence_csv", 2)
    assert parsed.error is None
    first, second = parsed.records
    assert first.authors == ("Gao, Y.", "Ni, W.")
    assert first.year == 2020
    assert first.keywords == ()
    assert second.year == 2021
    assert second.decisions == ()
    assert first.decisions == (
        ToolDecision("covidence", "", "exclude", ("Wrong study design",), ("mice",)),
    )
