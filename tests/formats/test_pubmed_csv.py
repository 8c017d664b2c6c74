from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "pubmed_csv"


def test_pubmed_csv_gives_its_fields():
    parsed = parse(DATA / "one.csv")
    assert (parsed.format, parsed.found) == ("pubmed_csv", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.authors == ("Lim, SM", "Shiau, CWC", "Lau, Y")
    assert record.year == 2022
    assert record.date == "2022 Mar"
    assert record.volume == "53"
    assert record.issue == "2"
    assert record.pages == "334-347"
    assert record.pmid == "90000003"
    assert record.source_database == "PubMed"


def test_missing_abstracts_are_told_first():
    assert "no abstracts" in str(parse(DATA / "one.csv").problems[0].message)
