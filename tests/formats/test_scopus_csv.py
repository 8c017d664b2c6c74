from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "scopus_csv"


def test_scopus_csv_gives_its_fields():
    parsed = parse(DATA / "new.csv")
    assert (parsed.format, parsed.found) == ("scopus_csv", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.title == "Made-up exposures"
    assert record.authors == ("Gao, Xin", "Ni, Wei")
    assert record.year == 2021
    assert record.pages == "111632"
    assert record.abstract == ""
    assert record.identifiers == (("eid", "2-s2.0-85109454279"),)
    assert record.type == "review"
    assert record.keywords == ("PFAS", "birth", "human")
    assert record.source_database == "Scopus"


def test_old_form_of_authors():
    text = 'Authors,Title,Year,Source title,Page start,Page end,EID\n"Gao X., Ni W.",T,2020,J,1,9,2-s2.0-1\n'
    record = parse(text.encode()).records[0]
    assert (record.authors, record.pages) == (("Gao, X.", "Ni, W."), "1-9")
