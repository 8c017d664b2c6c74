"""Every field that a format can carry comes back equal from readers we did not write."""

import pytest

from screening.formats import FORMATS
from screening.records.record import Record
from tests.readers.comparison import FIELDS, compare
from tests.readers.outside import READERS, has_bibutils
from tests.readers.records import records

_NO_TAG = {"authors_incomplete": "the format has no mark for a list of authors that was cut"}
_EQUAL = {"csv": {}, "xlsx": {}}  # type: dict[str, dict[str, str]]
_BIBUTILS = {
    "authors": "takes the last word of a group for a family name, EndNote's comma notwithstanding",
    "accessed": "keeps no day of access",
    "pages": "knows no pages of a work that stands in no journal or book",
}
#: What a reader does not give back, and why; nothing else may be lost, and nothing here may come
#: back unnoticed.
CANNOT: dict[tuple[str, str], dict[str, str]] = {
    ("ris", "rispy"): _NO_TAG,
    ("ris", "bibutils"): _NO_TAG
    | _BIBUTILS
    | {
        "pmid": "does not know AN",
        "doi": "takes only prefixes of four digits for those of a DOI",
        "journal": "drops the host of a preprint and of a trial",
        "translators": "makes them editors of a series",
    },
    ("bibtex", "bibtexparser 2"): {},
    ("bibtex", "pybtex"): dict.fromkeys(
        ("title", "journal", "abstract"), "leaves the backslash of an escaped $ { }"
    ),
    ("bibtex", "bibutils"): _NO_TAG
    | _BIBUTILS
    | dict.fromkeys(
        ("volume", "issue", "issn", "publisher", "editors", "edition"),
        "drops it in types it knows without",
    )
    | {
        "title": "sets quotes and dashes as LaTeX does",
        "abstract": "sets quotes and dashes as LaTeX does",
        "pmid": "knows no such field",
    },
    ("endnote_xml", "bibutils"): _NO_TAG
    | _BIBUTILS
    | dict.fromkeys(
        ("volume", "issue", "issn", "publisher", "place", "editors", "translators", "edition"),
        "drops it in types it knows without",
    ),
    ("endnote_tagged", "bibutils"): _NO_TAG
    | _BIBUTILS
    | dict.fromkeys(
        (
            "volume",
            "issue",
            "issn",
            "isbn",
            "publisher",
            "place",
            "editors",
            "translators",
            "edition",
        ),
        "drops it in types it knows without",
    )
    | {"doi": "does not know %R"},
    ("pubmed_nbib", "Biopython"): _NO_TAG
    | {
        "translators": "MEDLINE has no tag for them",
        "accessed": "MEDLINE has no tag for it",
    },
    ("csl_json", "citeproc-py"): _NO_TAG,
    ("csv", "pandas"): {},
    ("xlsx", "pandas"): {},
    ("xlsx", "openpyxl"): {},
}
#: What every reader but bibutils has to keep in every record but the hostile one.
WHOLE = frozenset({"title", "authors", "year", "doi", "language", "abstract", "keywords", "url"})


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return {
        key: b"".join(FORMATS[key].write(records())) for key in {format for format, _ in READERS}
    }


@pytest.mark.parametrize(("format", "reader"), READERS)
def test_what_we_write_comes_back_from_other_readers(written, format, reader):
    if reader == "bibutils" and not has_bibutils():
        pytest.skip("bibutils is not installed; bin/system-packages installs it")
    outcome = compare(records(), READERS[format, reader](written[format]))
    told = {name: outcome.examples[name] for name in FIELDS if name in outcome.examples}
    assert outcome.failing() == set(CANNOT[format, reader]), told


@pytest.mark.parametrize(("format", "reader"), [each for each in READERS if each[1] != "bibutils"])
def test_plain_records_lose_nothing_that_matters(written, format, reader):
    """The hostile record apart: there pybtex leaves backslashes in the title."""
    plain = [record for record in records() if "{" not in record.title]
    outcome = compare(plain, READERS[format, reader](b"".join(FORMATS[format].write(plain))))
    assert not outcome.failing() & WHOLE


@pytest.mark.parametrize("format", [key for key, chosen in FORMATS.items() if chosen.write])
def test_our_own_reader_gives_back_every_field(format):
    from screening.formats import parse

    for record in records():
        again = parse(
            b"".join(FORMATS[format].write([record])), name=f"x.{FORMATS[format].extension}"
        ).records
        assert [_bare(each) for each in again] == [_bare(record)]


def _bare(record: Record) -> dict[str, object]:
    return {name: value for name, value in record.to_json().items() if name not in ("raw", "line")}


def test_ris_has_only_tags_of_two_letters(written):
    for line in written["ris"].decode().splitlines():
        assert not line or line[2:6] == "  - ", line


def test_years_stand_alone_where_a_year_belongs(written):
    ris = [line[6:] for line in written["ris"].decode().splitlines() if line.startswith("PY  - ")]
    net = b"".join(FORMATS["noteexpress"].write(records())).decode().splitlines()
    years = ris + [line.removeprefix("{Year}: ") for line in net if line.startswith("{Year}: ")]
    assert len(years) > 40
    assert all(len(year) == 4 and year.isdecimal() for year in years)


def test_pmid_stands_where_endnote_looks(written):
    """EndNote and Zotero have an accession number; what is in M2 would be a start page to EndNote."""
    ris = written["ris"].decode()
    assert "AN  - 31234567\r\n" in ris
    assert "M2  - " not in ris


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("2021-05-03", "2021-05-03"),
        ("Nov 2021", "2021/11//"),
        ("September 1, 2021", "2021/09/01/"),
        ("2021年5月", "2021年5月"),
        ("Winter 2021", ""),
        ("2021", ""),
    ],
)
def test_dates_in_ris_begin_with_their_year(date, line):
    ris = b"".join(FORMATS["ris"].write([Record(title="A", date=date, year=2021)])).decode()
    assert [each[6:] for each in ris.splitlines() if each.startswith("DA")] == (
        [line] if line else []
    )


def test_groups_end_in_the_comma_that_endnote_needs(written):
    assert "AU  - World Health Organization,\r\n" in written["ris"].decode()
    assert "%A World Health Organization,\n" in written["endnote_tagged"].decode()
    assert "<author>World Health Organization,</author>" in written["endnote_xml"].decode()
    assert "AU  - 示例大学研究组\r\n" in written["ris"].decode()
    assert "AU  - Plato\r\n" in written["ris"].decode()


def test_addresses_stand_in_both_places_of_endnote_xml(written):
    xml = written["endnote_xml"].decode()
    assert xml.count("<related-urls><url>") == xml.count("<web-urls><url>") == 30


def test_a_label_goes_in_and_out():
    from screening.formats import parse

    given = b"TY  - JOUR\r\nTI  - One\r\nLB  - Smith2020\r\nPY  - 2020\r\nER  - \r\n"
    record = parse(given).records[0]
    assert ("label", "Smith2020") in record.identifiers
    for key, mark in (
        ("ris", "LB  - Smith2020"),
        ("endnote_tagged", "%F Smith2020"),
        ("endnote_xml", "<label>Smith2020"),
    ):
        assert mark in b"".join(FORMATS[key].write([record])).decode()
