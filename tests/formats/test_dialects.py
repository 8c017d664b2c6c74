"""What is known of the tables of single tools beyond the names of their columns."""

import pytest

from screening.formats import parse


def only(text):
    (record,) = parse(text.encode()).records
    return record


@pytest.mark.parametrize(
    ("first", "number", "pages"),
    [
        ("100", "11", "100-110"),
        ("100", "11p", "100-110"),
        ("100", "1", "100"),
        ("e55", "9", "e55"),
        ("100", "", "100"),
        ("100-104", "5", "100-104"),
        ("1", "99999", "1"),
    ],
)
def test_ebscohost_tells_the_first_page_and_how_many_there_are(first, number, pages):
    header = "Article Title,Author,Journal Title,ISSN,First Page,Page Count,Accession Number,Doctype,PLink"
    record = only(
        f'{header}\nIron,"Li, W",Test J,="12345679",{first},{number},142000001,Article,http://x.org\n'
    )
    assert (record.pages, record.issn, record.identifiers) == (
        pages,
        ("1234-5679",),
        (("accession", "142000001"),),
    )


def test_ebscohost_names_its_columns_otherwise_on_its_new_pages():
    record = only(
        '"title","contributors","plink","publicationDate","source","pageStart","pageCount","longDBName","issns","an"\n'
        '"Iron","Li, Wei; Kim, Sun","https://x.org/1","20200501","Test J","7","3","CINAHL","12345679","142000001"\n'
    )
    assert (record.authors, record.year, record.pages) == (("Li, Wei", "Kim, Sun"), 2020, "7-9")
    assert (record.source_database, record.identifiers) == ("CINAHL", (("accession", "142000001"),))


@pytest.mark.parametrize(
    ("number", "pmid", "identifiers"),
    [("mdl-30000001", "30000001", ()), ("lil-700001", "", (("lilacs", "lil-700001"),))],
)
def test_the_virtual_health_library_numbers_its_records_by_their_database(
    number, pmid, identifiers
):
    record = only(
        "ID,Title,Authors,Source,Journal,Descriptor(s),Fulltext URL,Abstract\n"
        f'{number},Anemia en los ancianos / Anaemia in older people,"Pérez, Juan","Rev. prueba; 5(2): 10-19, 2013.",'
        "Rev. prueba,Anemia,http://x.cl/1,RESUMEN\n"
    )
    assert (record.pmid, record.identifiers) == (pmid, identifiers)
    assert (record.title, record.title_translated) == (
        "Anemia en los ancianos",
        "Anaemia in older people",
    )
    assert (record.journal, record.volume, record.pages) == ("Rev. prueba", "5", "10-19")


def test_zotero_keeps_the_numbers_of_pubmed_in_extra():
    record = only(
        '"Key","Item Type","Title","Abstract Note","Manual Tags","Extra"\n'
        '"A1","journalArticle","Iron","Abs","","PMID: 30000001 \nPMCID: PMC7000001"\n'
    )
    assert (record.pmid, record.identifiers) == ("30000001", (("pmcid", "PMC7000001"),))


def test_a_trial_keeps_the_numbers_of_other_registers():
    record = only(
        "TrialID,Public title,Scientific title,Date registration3,Secondary ID(s)\n"
        'ISRCTN12345678,,"Iron in elders",20200515,"NCT01234567; other"\n'
    )
    assert dict(record.identifiers) == {"isrctn": "ISRCTN12345678", "nct": "NCT01234567"}


def test_a_registration_in_cochranes_table_has_neither_journal_nor_author():
    record = only(
        "CENTRAL ID,Author(s),Title,Source,Year,ICTRP ID,Publication Type\n"
        '"CN-02000002","ChiCTR2000029544,","Iron for elders","http://www.who.int/Trial2.aspx?TrialID=ChiCTR2000029544",'
        '"2020","ICTRP ChiCTR2000029544","Trial registry record"\n'
    )
    assert (record.journal, record.authors, record.type) == ("", (), "trial")
    assert record.url.startswith("http://www.who.int/")
    assert ("chictr", "CHICTR2000029544") in record.identifiers
