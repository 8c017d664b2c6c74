"""Numbers of records and registrations wherever a database puts them."""

import pytest

from screening.formats import parse
from screening.records.identifiers import registrations

RIS = "TY  - JOUR\nTI  - 题名\nAU  - Ni, W\nPY  - 2020\n{}ER  - \n"


@pytest.mark.parametrize(
    ("tags", "pmid", "pairs"),
    [
        (
            "AN  - CN-00000001\nC3  - PUBMED 21314913,EMBASE 361439571\n",
            "21314913",
            {("cochrane", "CN-00000001"), ("embase", "L361439571")},
        ),
        ("U2  - L2029880245\nC5  - 38773066\n", "38773066", {("embase", "L2029880245")}),
        ("C1  - ChiCTR：2000029544\n", "", {("chictr", "CHICTR2000029544")}),
        ("AN  - 2214991469; 51887\n", "", {("accession", "2214991469; 51887")}),
        ("ID  - biblio-1000001\nDB  - LILACS\n", "", {("lilacs", "biblio-1000001")}),
    ],
)
def test_in_ris(tags, pmid, pairs):
    (record,) = parse(RIS.format(tags).encode()).records
    assert (record.pmid, set(record.identifiers)) == (pmid, pairs)


def test_in_columns():
    text = (
        "CENTRAL ID,Title,Year,PubMed ID,Embase ID,CTgov ID,ISSN/ISBN\n"
        'CN-00778158,题名,2011,PUBMED 21314913,EMBASE 643589775,NCT 01234567,"0012-9658, 978-3-16-148410-0"\n'
    )
    (record,) = parse(text.encode()).records
    assert record.pmid == "21314913"
    wanted = {("cochrane", "CN-00778158"), ("embase", "L643589775"), ("nct", "NCT01234567")}
    assert set(record.identifiers) == wanted
    assert (record.issn, record.isbn) == (("0012-9658",), ("978-3-16-148410-0",))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NCT-01234567 and NCT 01234567", [("nct", "NCT01234567")]),
        ("注册号：ChiCTR 1900012345", [("chictr", "CHICTR1900012345")]),
        ("EudraCT No. 2010-012345-12", [("euctr", "EUCTR2010-012345-12")]),
        ("JPRN-UMIN000012345", [("umin", "UMIN000012345")]),
        ("EU CT 2022-500123-12-00", [("ctis", "CTIS2022-500123-12")]),
        ("NCT 2019, phase 3 of 2010-01-01", []),
        ("ISRCTN 12345678 2019", [("isrctn", "ISRCTN12345678")]),
    ],
)
def test_registrations_in_every_spelling(text, found):
    assert registrations(text) == found


@pytest.mark.parametrize(
    ("abstract", "word"),
    [
        ("目的：探讨贫血。结果表明两组……更多", "cut short"),
        ("目的：探讨贫血。 还原", "web page"),
        ("老年人贫血的研究。目的：探讨关系。", "web page"),
        ("<正>贫血是老年人常见病", "beginning of the article"),
        ("目的：氧化铁被还原。", ""),
        ("老年人贫血的研究在各地进行。", ""),
    ],
)
def test_abstracts_copied_from_a_page_are_told(abstract, word):
    text = f"TY  - JOUR\nTI  - 老年人贫血的研究\nAU  - 张三\nPY  - 2019\nAB  - {abstract}\nER  - \n"
    told = [str(problem.message) for problem in parse(text.encode()).problems]
    assert [word in each for each in told] == ([True] if word else [])
