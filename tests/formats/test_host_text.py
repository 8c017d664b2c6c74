"""The plain text that EBSCOhost and ProQuest save: labels and their values."""

import pytest

from screening.formats import parse
from tests.formats.samples import DATA


def read(name):
    return parse((DATA / "host_text" / name).read_bytes())


@pytest.mark.parametrize("name", ["ebsco.txt", "proquest.txt"])
def test_both_hosts_tell_the_same_of_an_article(name):
    parsed = read(name)
    assert (parsed.format, parsed.found, len(parsed.records)) == ("host_text", 2, 2)
    first, second = parsed.records
    assert first.title.rstrip(".") == "Sample of iron in elders: a trial"
    assert first.authors == ("Li, Wei", "Smith, John A.")
    assert (first.journal, first.volume, first.issue, first.pages) == (
        "Sample Journal",
        "12",
        "3",
        "100-110",
    )
    assert (first.year, first.issn, [word.casefold() for word in first.keywords]) == (
        2020,
        ("1234-5679",),
        ["iron", "aged"],
    )
    assert first.doi.startswith("10.5555/sample.")
    assert (second.authors, second.year, second.abstract) == (("王小明",), 2021, "")


def test_labels_inside_an_abstract_stay_in_it():
    assert (
        read("ebsco.txt").records[0].abstract
        == "BACKGROUND: One sentence. METHODS: Another; p < 0.05."
    )


def test_what_no_field_holds_is_told():
    assert read("ebsco.txt").unused == {"Affiliations": 1}
    assert read("proquest.txt").unused == {"Links": 1}


def test_the_place_is_read_from_the_source_line_alone():
    second = read("ebsco.txt").records[1]
    assert (second.journal, second.volume, second.pages) == ("Other Sample Journal", "5", "10")


def test_ruled_lines_part_entries_where_none_is_counted():
    text = (DATA / "host_text" / "proquest.txt").read_text(encoding="utf-8")
    bare = text.replace("Document 1 of 2\n\n", "").replace("Document 2 of 2\n\n", "")
    assert [record.title for record in parse(bare.encode()).records] == [
        record.title for record in read("proquest.txt").records
    ]


def test_a_line_that_counts_records_makes_no_other_text_one_of_theirs():
    assert (
        parse(
            b"Record: 1\n\nTitle: of a letter\n\nDear colleague, here is what we found.\n"
        ).records
        == []
    )
