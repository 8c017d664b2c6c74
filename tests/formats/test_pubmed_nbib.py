import pytest

from screening.formats import parse
from tests.formats.samples import DATA


@pytest.fixture(scope="module")
def parsed():
    return parse((DATA / "pubmed_nbib" / "sample.nbib").read_bytes())


def test_record_has_both_titles(parsed):
    record = parsed.records[0]
    assert record.title == "针刺治疗失眠的随机对照试验"
    assert record.title_translated == "[Acupuncture for insomnia: a randomised trial]."
    assert record.language == "zh"


def test_record_has_persons_and_groups(parsed):
    assert parsed.records[0].authors == ("Wang, X", "de Boer, JP Jr", "Sample Study Group")


def test_record_has_its_numbers(parsed):
    record = parsed.records[0]
    assert (record.pmid, record.doi, record.year, record.pages) == (
        "10000001",
        "10.5555/sample.3",
        2021,
        "12-9",
    )
    assert record.issn == ("1234-5678", "1234-567X")
    assert record.identifiers == (("pmcid", "PMC7654321"), ("trial", "NCT01234567"))
    assert (record.journal, record.source_database) == ("Sample journal of medicine", "PubMed")


def test_retraction_is_a_notice(parsed):
    assert parsed.records[0].notices == (
        "Retracted Publication",
        "Retraction in: Sample J. 2022;6(1):1. PMID: 10000009",
    )


def test_what_pubmed_says_of_a_record_in_either_format_is_the_same():
    """Partial retractions, retracted and republished articles and updates have tags of their own."""
    links = {
        "PRIN": "PartialRetractionIn",
        "RRI": "RetractedandRepublishedIn",
        "UOF": "UpdateOf",
        "ECI": "ExpressionOfConcernIn",
    }
    nbib = "PMID- 10000009\nTI  - 样本 of samples.\nPT  - Expression of Concern\n"
    nbib += "".join(
        f"{tag:<4}- Sample J. 2022;6(1):1. PMID: 1000000{n}\n" for n, tag in enumerate(links)
    )
    xml = "<PubmedArticle><MedlineCitation><PMID>10000009</PMID><Article><ArticleTitle>样本 of samples.</ArticleTitle>"
    xml += "<PublicationTypeList><PublicationType>Expression of Concern</PublicationType></PublicationTypeList></Article>"
    xml += "<CommentsCorrectionsList>"
    xml += "".join(
        f'<CommentsCorrections RefType="{name}"><RefSource>Sample J. 2022;6(1):1.</RefSource><PMID>1000000{n}</PMID>'
        "</CommentsCorrections>"
        for n, name in enumerate(links.values())
    )
    xml += "</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
    (tagged,), (marked,) = parse(nbib.encode()).records, parse(xml.encode()).records
    assert len(tagged.notices) == 5
    assert set(tagged.notices) == set(marked.notices)


OTHER = "Abstract available from the publisher."


@pytest.mark.parametrize(
    ("own", "main", "other", "expected"),
    [
        ("chi", "A text.", "目的 探讨。", ("目的 探讨。", "A text.")),
        ("eng", "A text.", "目的 探讨。", ("A text.", "目的 探讨。")),
        ("chi", "", "目的 探讨。", ("目的 探讨。", "")),
        ("chi", "A text.", OTHER, ("A text.", "")),
        ("chi", "", OTHER, ("", "")),
    ],
)
def test_both_abstracts_are_the_same_in_either_format_of_pubmed(own, main, other, expected):
    """The abstract in the article's language comes first; where PubMed only says that there is one,
    there is none.
    """
    nbib = f"PMID- 10000009\nTI  - Samples.\nLA  - {own}\n" + (f"AB  - {main}\n" if main else "")
    nbib += f"OAB - {other}\nOABL- chi\n"
    xml = "<PubmedArticle><MedlineCitation><PMID>10000009</PMID><Article><ArticleTitle>Samples.</ArticleTitle>"
    xml += f"<Abstract><AbstractText>{main}</AbstractText></Abstract><Language>{own}</Language></Article>"
    xml += f'<OtherAbstract Type="Publisher" Language="chi"><AbstractText>{other}</AbstractText></OtherAbstract>'
    xml += "</MedlineCitation></PubmedArticle>"
    for text in (nbib, xml):
        (record,) = parse(text.encode()).records
        assert (record.abstract, record.abstract_translated) == expected


def test_entries_begin_at_a_second_number_and_after_a_blank_line(parsed):
    assert [(record.pmid, record.line) for record in parsed.records] == [
        ("10000001", 2),
        ("10000002", 35),
        ("", 39),
    ]
    assert [record.title for record in parsed.records][1:] == [
        "No blank after the hyphen",
        "A record without a number",
    ]
    assert not any("second" in str(problem.message) for problem in parsed.problems)


def test_eric_is_told_from_pubmed(parsed):
    record = parsed.records[2]
    assert (record.source_database, record.doi, record.authors) == (
        "ERIC",
        "10.5555/sample.4",
        ("Smith, Tom",),
    )
    assert record.identifiers == (("eric", "EJ123456"),)


def test_repeated_title_is_joined():
    assert (
        parse(b"PMID- 1\nTI  - One\nTI  - Two\nAB  - Old\nAB  - new\n").records[0].title
        == "One Two"
    )


def test_text_without_pmid_is_known_by_the_owner_and_the_date():
    data = "OWN - ERIC\nTI  - Iron at school\nAU  - Li, Wei\nDP  - 2018\nOID - EJ1234567\nISSN- ISSN-1234-5679\n\n"
    data += "OWN - ERIC\nTI  - 学校的铁\nAU  - Kim, Sun\nDP  - 2019\n\n"
    parsed = parse(data.encode())
    assert [record.title for record in parsed.records] == ["Iron at school", "学校的铁"]
    assert parsed.records[0].identifiers == (("eric", "EJ1234567"),)


def test_ichushi_tells_the_place_in_its_citation():
    data = (
        "AN  - 2019012345\nTI  - 高齢者における貧血の研究\nAU  - 山田 太郎\n"
        "SO  - 日本栄養学雑誌 (1234-5679) 73巻2号 Page45-52 (2019.04)\nPT  - 原著論文\n\n"
        "AN  - 2020012345\nTI  - 鉄剤投与\nAU  - 佐藤 一郎\nSO  - 臨床栄養 (8765-4329) 74巻 Page1 (2020.01)\nPT  - 原著論文\n"
    )
    first, second = parse(data.encode()).records
    assert (first.journal, first.volume, first.issue, first.pages) == (
        "日本栄養学雑誌",
        "73",
        "2",
        "45-52",
    )
    assert (first.year, first.issn, first.identifiers) == (
        2019,
        ("1234-5679",),
        (("accession", "2019012345"),),
    )
    assert (second.journal, second.volume, second.issue, second.pages, second.year) == (
        "臨床栄養",
        "74",
        "",
        "1",
        2020,
    )
