"""JSON of scholarly indexes, as their interfaces and Publish or Perish give it."""

import json

import pytest

from screening.formats import parse

OPENALEX = {
    "id": "https://openalex.org/W123456789",
    "doi": "https://doi.org/10.1234/oa.1",
    "title": "老年人贫血研究",
    "publication_year": 2020,
    "publication_date": "2020-05-01",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/300"},
    "authorships": [{"author": {"display_name": "张三"}}, {"raw_author_name": "Li Wei"}],
    "primary_location": {"source": {"display_name": "中华杂志", "issn": ["0012-9658"]}},
    "biblio": {"volume": "3", "issue": "2", "first_page": "10", "last_page": "19"},
    "type": "article",
    "abstract_inverted_index": {"目的": [0], "iron": [2], "of": [1]},
    "is_retracted": True,
    "fwci": 3.2,
}
CROSSREF = {
    "DOI": "10.1234/cr.1",
    "title": ["Iron"],
    "subtitle": ["a trial"],
    "author": [{"family": "Ni", "given": "Wei"}],
    "container-title": ["J Test"],
    "issued": {"date-parts": [[2021, 5]]},
    "type": "journal-article",
    "member": "1",
    "ISSN": ["0012-9658", "1939-9170"],
    "volume": "7",
    "page": "1-9",
    "abstract": "<jats:p>Text</jats:p>",
}
DATACITE = {
    "id": "10.5281/x",
    "type": "dois",
    "attributes": {
        "doi": "10.5281/x",
        "titles": [{"title": "数据集"}],
        "publicationYear": 2022,
        "creators": [{"name": "Ni, Wei", "familyName": "Ni", "givenName": "Wei"}],
        "publisher": "Zenodo",
        "types": {"resourceTypeGeneral": "Dataset"},
    },
}
PERISH = {
    "title": "中国老年人",
    "authors": ["王伟", "A Einstone"],
    "cites": 3,
    "article_url": "http://x.cn/1",
    "year": 2019,
    "source": "公共卫生",
    "volume": 0,
    "uid": "GS:1",
}
SCHOLAR = {
    "paperId": "abc",
    "title": "Paper",
    "authors": [{"name": "Ni Wei"}],
    "year": 2018,
    "externalIds": {"DOI": "10.1/x"},
}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (json.dumps([OPENALEX]), ["老年人贫血研究"]),
        (
            json.dumps({"meta": {"count": 2}, "results": [OPENALEX, OPENALEX]}, ensure_ascii=False),
            ["老年人贫血研究"] * 2,
        ),
        (json.dumps(OPENALEX), ["老年人贫血研究"]),
        (
            json.dumps({"status": "ok", "message-type": "work", "message": CROSSREF}),
            ["Iron: a trial"],
        ),
        (
            json.dumps({"status": "ok", "message": {"items": [CROSSREF, CROSSREF], "member": 1}}),
            ["Iron: a trial"] * 2,
        ),
        (json.dumps({"data": [DATACITE]}), ["数据集"]),
        (json.dumps([PERISH], ensure_ascii=False), ["中国老年人"]),
        (json.dumps({"total": 1, "data": [SCHOLAR]}), ["Paper"]),
    ],
)
def test_lists_and_single_works(text, titles):
    parsed = parse(text.encode())
    assert (parsed.format, [record.title for record in parsed.records]) == ("works_json", titles)
    assert parsed.found == len(titles)


def test_fields_of_openalex():
    (record,) = parse(json.dumps([OPENALEX]).encode()).records
    assert (record.authors, record.doi, record.pmid) == (("张三", "Li Wei"), "10.1234/oa.1", "300")
    assert (record.journal, record.volume, record.pages, record.issn) == (
        "中华杂志",
        "3",
        "10-19",
        ("0012-9658",),
    )
    assert (record.abstract, record.notices) == ("目的 of iron", ("Retracted",))
    assert record.identifiers == (("openalex", "W123456789"),)


def test_fields_of_crossref_and_what_is_left_over():
    parsed = parse(json.dumps([CROSSREF]).encode())
    (record,) = parsed.records
    assert (record.authors, record.date, record.abstract) == (("Ni, Wei",), "2021-05", "Text")
    assert (record.issn, record.type, parsed.unused) == (
        ("0012-9658", "1939-9170"),
        "article",
        {"member": 1},
    )


def test_a_zero_of_publish_or_perish_is_no_volume():
    (record,) = parse(json.dumps([PERISH]).encode()).records
    assert (record.volume, record.source_database, record.authors) == (
        "",
        "Google Scholar",
        ("王伟", "A Einstone"),
    )


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (
            '<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"><bib:Article/></rdf:RDF>',
            "CSL JSON",
        ),
        ('<doi_batch xmlns="http://www.crossref.org/schema/4.3.0"/>', "api.crossref.org"),
        ('<resource xmlns="http://datacite.org/schema/kernel-4"/>', "DataCite JSON"),
        ('<collection xmlns="http://www.loc.gov/MARC21/slim"><record/></collection>', "MODS"),
        ("01234cam a2200289 a 4500001000500000", "MODS"),
        ("<CitaviExchangeData/>", "Citavi"),
    ],
)
def test_libraries_that_are_not_read_are_named_with_what_to_export(head, word):
    parsed = parse(head.encode(), name="x")
    assert parsed.records == []
    assert word in str(parsed.error)
