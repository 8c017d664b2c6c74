from pathlib import Path

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "zotero_json"


def test_zotero_json_gives_its_fields():
    parsed = parse(DATA / "three.json")
    assert (parsed.format, parsed.found) == ("zotero_json", 3)
    assert parsed.error is None
    first, second = parsed.records
    assert first.title == "Made-up article"
    assert first.authors == ("Gao, Ya", "杨育伟")
    assert first.pmid == "90000008"
    assert first.identifiers == (("pmcid", "PMC7000008"),)
    assert first.keywords == ("exosome",)
    assert second.journal == "A book"
    assert second.type == "chapter"


def test_items_of_the_web_api_are_read():
    text = '[{"key": "A", "data": {"itemType": "book", "title": "外泌体", "creators": [], "tags": []}}]'
    record = parse(text.encode()).records[0]
    assert (record.title, record.type) == ("外泌体", "book")
