from pathlib import Path

from screening.formats import parse
from screening.formats.endnote_xml import FORMAT
from screening.records.record import Record, ToolDecision

DATA = Path(__file__).parents[1] / "data" / "endnote_xml"


def test_endnote_xml_gives_its_fields():
    parsed = parse(DATA / "two.xml")
    assert (parsed.format, parsed.found) == ("endnote_xml", 2)
    assert parsed.error is None
    first, second = parsed.records
    assert first.title == "Exosomes in Mus musculus & others"
    assert first.authors == ("Gao, Y.", "高亚", "石岩", "World Made-up Group")
    assert first.year == 2018
    assert first.pmid == "90000007"
    assert first.doi == "10.1234/en.1"
    assert first.issn == ("1234-5679", "2345-6786")
    assert first.keywords == ("one", "two")
    assert first.pages == "11-9"
    assert second.title == "针刺对大鼠的影响"
    assert second.type == "thesis"


def test_a_list_of_keywords_in_one_element_is_single_words():
    given = "<keyword>外泌体;骨形成；&lt;i&gt;miR-206&lt;/i&gt;</keyword><keyword>Aged, 80 and over</keyword>"
    record = f"<xml><records><record><titles><title>甲</title></titles><keywords>{given}</keywords></record></records></xml>"
    (found,) = parse(record.encode()).records
    assert found.keywords == ("外泌体", "骨形成", "miR-206", "Aged, 80 and over")


RECORDS = [
    Record(
        title="外泌体 & <others>",
        title_translated="Exosomes",
        authors=("高亚", "Gao, Ya", "World Health Organization"),
        authors_translated=("Gao Ya",),
        year=2020,
        date="2020 Nov-Dec",
        journal="虚构杂志",
        keywords=("Aged, 80 and over", "a; b"),
        identifiers=(("pmcid", "PMC1"), ("nct", "NCT01234567")),
        type="review",
        notes="one\ntwo",
        decisions=(ToolDecision("rayyan", "Ana", "include", (), ("mice",)),),
        notices=("Retraction in: X",),
    ),
    Record(title="Only a title", type="trial"),
]


def test_written_file_reads_back_equal():
    back = parse(b"".join(FORMAT.write(RECORDS)))
    assert back.format == FORMAT.key
    assert [{**record.to_json(), "raw": "", "line": 0} for record in back.records] == [
        record.to_json() for record in RECORDS
    ]


def test_no_records_make_a_file_without_entries():
    assert parse(b"".join(FORMAT.write([])), format_key=FORMAT.key).found == 0
