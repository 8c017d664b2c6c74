import pytest

from screening.dedupe.citations import read_citation


@pytest.mark.parametrize(
    ("text", "journal", "volume", "issue", "pages"),
    [
        (
            "Neuroscience.275 ()(pp 12-21) 2014.Date of Publication: 05 Sep 2014.",
            "Neuroscience",
            "275",
            "",
            "12-21",
        ),
        (
            "Acta Exempli.2 (1) ()(pp 8-13) 1981.Date of Publication: 1981.",
            "Acta Exempli",
            "2",
            "1",
            "8-13",
        ),
        (
            "Brain Letters.1621 (no pagination) 2015.Date of Publication: 2015.",
            "Brain Letters",
            "1621",
            "",
            "",
        ),
        ("J Clin Nurs. 2015;24(3-4):12-20", "J Clin Nurs", "24", "3-4", "12-20"),
        ("J Clin Nurs. 2015 Jan 5;24(3):e12.", "J Clin Nurs", "24", "3", "e12"),
        ("J Clin Nurs, Vol. 24, No. 3, pp. 12-20, 2015", "J Clin Nurs", "24", "3", "12-20"),
        ("Journal of Wards 24 (3), 12-20", "Journal of Wards", "24", "3", "12-20"),
        ("中华护理杂志,2015,50(03):12-15+20", "中华护理杂志", "50", "03", "12-15"),
        ("中华护理杂志 2015年 第50卷 第3期 第12-15页", "中华护理杂志", "50", "3", "12-15"),
        ("中国循证医学杂志, 2010; 10(5): 601–606", "中国循证医学杂志", "10", "5", "601–606"),
        # names that only hold a number
        ("J Appl Physiol (1985)", "J Appl Physiol (1985)", "", "", ""),
        (
            "2010 International Conference on Examples",
            "2010 International Conference on Examples",
            "",
            "",
            "",
        ),
        ("Biochemistry 21", "Biochemistry 21", "", "", ""),
        ("21世纪护理", "21世纪护理", "", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_read_citation_parts_the_journal_from_its_place(
    text: str, journal: str, volume: str, issue: str, pages: str
):
    assert tuple(read_citation(text)) == (journal, volume, issue, pages)
