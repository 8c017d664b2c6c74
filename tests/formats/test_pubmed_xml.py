from pathlib import Path

import pytest

from screening.formats import parse
from screening.formats.pubmed_xml import sniff

DATA = Path(__file__).parents[1] / "data" / "pubmed_xml"


def test_article_gives_all_its_fields():
    parsed = parse(DATA / "two.xml")
    article, chapter = parsed.records
    assert (parsed.format, parsed.found, parsed.error) == ("pubmed_xml", 2, None)
    assert (article.title, article.title_translated) == (
        "外泌体与二氧化碳",
        "[Exosomes with CO₂ in Mus musculus].",
    )
    assert article.authors == ("Gao, Ya", "Doe, John Jr", "Exosome Group")
    assert (article.year, article.date, article.journal) == (
        2005,
        "2005 Nov-Dec",
        "Made-up journal",
    )
    assert (article.volume, article.issue, article.pages) == ("17", "3", "11-19")
    assert (article.doi, article.pmid) == ("10.1234/made.up.1", "90000001")
    assert article.identifiers == (("pmcid", "PMC7000001"), ("nct", "NCT01234567"))
    assert (article.abstract, article.abstract_translated) == (
        "目的 观察。",
        "BACKGROUND: Why. RESULTS: p < 0.05.",
    )
    assert article.notices == (
        "Retraction in: Made-up J. 2006;18(1):2 PMID: 90000009",
        "Retracted Publication",
    )
    assert (article.language, article.keywords, article.line) == ("zh", ("Exosomes",), 5)
    assert article.raw.startswith("<PubmedArticle><MedlineCitation")
    assert (chapter.title, chapter.journal, chapter.type, chapter.authors) == (
        "A made-up chapter",
        "A made-up book",
        "chapter",
        ("Centre",),
    )


def test_damaged_file_keeps_what_is_whole_and_tells_the_rest():
    parsed = parse(DATA / "damaged.xml")
    assert [record.pmid for record in parsed.records] == ["1", "2", "3"]
    assert parsed.records[0].title == "A & B with a bell and nbsp"
    assert [
        (problem.line, problem.rejected) for problem in parsed.problems if problem.rejected
    ] == [(5, True)]
    assert parsed.found == 4


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY b0 "ha">',
        '<!ENTITY f SYSTEM "file:///etc/hostname">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">',
    ],
)
def test_entities_are_refused(entity):
    text = f"<!DOCTYPE PubmedArticleSet [{entity}]><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>"
    text += "<Article><ArticleTitle>&f;&b0;</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    parsed = parse(text.encode())
    assert parsed.records == []
    assert "entities" in str(parsed.error)


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        ("<?xml version='1.0'?><PubmedArticleSet><x/>", 1.0),
        ("<PubmedArticle><MedlineCitation>", 1.0),
        ("<xml><records><record>", 0.0),
        ("TY  - JOUR", 0.0),
    ],
)
def test_sniff(head, sure):
    assert sniff(head) == sure
