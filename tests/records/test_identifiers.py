"""DOIs and numbers of trials in every way that databases write them."""

import pytest

from screening.records.identifiers import doi, isbns, trials

SICI = "10.1002/(sici)1099-0000(19970315)12:4<301::aid-xyz12>3.0.co;2-k"


@pytest.mark.parametrize(
    "text",
    [
        "10.1002/(SICI)1099-0000(19970315)12:4<301::AID-XYZ12>3.0.CO;2-K",
        "https://doi.org/10.1002/(SICI)1099-0000(19970315)12:4%3C301::AID-XYZ12%3E3.0.CO;2-K",
        "doi: 10.1002/(SICI)1099-0000(19970315)12:4&lt;301::AID-XYZ12&gt;3.0.CO;2-K.",
        "DOI号：10.1002/(SICI)1099-0000(19970315)12:4<301::AID-XYZ12>3.0.CO;2-K。",
    ],
)
def test_a_doi_keeps_what_stands_between_its_angle_brackets(text: str) -> None:
    """Without it all articles of an issue would have the same DOI."""
    assert doi(text) == SICI


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a href='x'>10.1234/abc.5</a>", "10.1234/abc.5"),
        ("10.1234/abc.5<br>2020", "10.1234/abc.5"),
        ("<https://doi.org/10.1234/abc.5>", "10.1234/abc.5"),
        ("10.1234/abc(5)<jats:p>", "10.1234/abc(5)"),
        ("见10.1234/中文.5<sup>3.0</sup>", "10.1234/中文.5"),
        ("https://example.org/full/10.1234/abc.5?needAccess=true", "10.1234/abc.5"),
        ("http://sfx.example.org/x?id=doi:10.1234%2Fabc.5&atitle=Bone+%26+marrow", "10.1234/abc.5"),
        ("https://example.org/?doi=10.1234/abc.5&amp;title=骨", "10.1234/abc.5"),
        ("10.1234/a?b&c", "10.1234/a?b&c"),
    ],
)
def test_what_stands_behind_a_doi_is_no_part_of_it(text: str, expected: str) -> None:
    """Tags end a DOI, and so does the rest of an address."""
    assert doi(text) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("NCT01234567, IRCT20180101012345N1.", ("NCT01234567", "IRCT20180101012345N1")),
        ("TrialID=CTRI/2018/03/012345", ("CTRI/2018/03/012345",)),
        ("JPRN-jRCTs031180001 JPRN-UMIN000012345", ("JRCTS031180001", "UMIN000012345")),
        (
            "EUCTR2010-012345-11-DE CTIS2022-500123-12-00",
            ("EUCTR2010-012345-11", "CTIS2022-500123-12"),
        ),
        ("注册号：ChiCTR2000012345；KCT0001234", ("CHICTR2000012345", "KCT0001234")),
        (
            "PACTR201401000123456 TCTR20150101001 RBR-2abc3d",
            ("PACTR201401000123456", "TCTR20150101001", "RBR-2ABC3D"),
        ),
        ("the neurotensin receptor NTR1, 15 patients per-12", ()),
    ],
)
def test_trials_knows_the_registers_of_the_world(text: str, numbers: tuple[str, ...]):
    assert trials(text) == numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("978-7-5037-1234-5; 7-5037-1234-X", ("978-7-5037-1234-5", "7-5037-1234-X")),
        ("9787503712345 (平装), 0-306-40615-2 (hbk)", ("9787503712345", "0-306-40615-2")),
        ("978 7 5037 1234 5", ("978-7-5037-1234-5",)),
        ("统一书号 14048·3456", ("统一书号 14048·3456",)),
        ("", ()),
    ],
)
def test_isbns_finds_each_once(text, expected):
    assert isbns(text) == expected


def test_isbns_are_told_from_issns():
    assert isbns("0894-9867; 1234-5678 978-3-86490-311-3", strict=True) == ("978-3-86490-311-3",)
    assert isbns("1234-5678, 0894-9867", strict=True) == ()
