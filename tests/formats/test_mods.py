from pathlib import Path

import pytest

from screening.formats import parse

DATA = Path(__file__).parents[1] / "data" / "mods"


def test_mods_gives_its_fields():
    parsed = parse(DATA / "prefixed.xml")
    assert (parsed.format, parsed.found) == ("mods", 1)
    assert parsed.error is None
    record = parsed.records[0]
    assert record.title == "The made-up question: a reply"
    assert record.title_translated == "虚构的问题"
    assert record.authors == ("Made, Neil",)
    assert record.year == 2000
    assert record.journal == "Made-up Review"
    assert record.volume == "24"
    assert record.issue == "2"
    assert record.pages == "361-378"
    assert record.doi == "10.1234/mods.1"
    assert record.issn == ("1234-5679",)
    assert record.language == "en"
    assert record.type == "article"
    assert record.line == 3


def test_damaged_tag_without_a_name_behind_its_prefix_costs_no_record():
    text = (DATA / "prefixed.xml").read_text(encoding="utf-8")
    at = text.rindex("</")
    at = text.rindex("</", 0, at)
    parsed = parse((text[:at] + "<m:90073658>虚构" + text[at:]).encode())
    assert [record.title for record in parsed.records] == ["The made-up question: a reply"]
    assert not any(problem.rejected for problem in parsed.problems)
    assert parsed.problems


@pytest.mark.parametrize(
    ("genre", "kind"),
    [
        ("conference publication", "conference"),
        ("academic journal", "article"),
        ("book", "chapter"),
        ("会议", "conference"),
    ],
)
def test_the_genre_of_the_host_says_what_a_paper_is(genre, kind):
    """The ACL Anthology gives a paper's genre only at the proceedings."""
    data = (
        "<mods><titleInfo><title>A paper</title></titleInfo><typeOfResource>text</typeOfResource><relatedItem type='host'>"
        f"<titleInfo><title>Proceedings</title></titleInfo><genre>{genre}</genre></relatedItem></mods>"
    )
    assert parse(data.encode()).records[0].type == kind
