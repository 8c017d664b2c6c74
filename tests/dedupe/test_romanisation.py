import pytest

from screening.dedupe.author_match import compare_authors, same_surname
from screening.dedupe.prepare import prepare
from screening.dedupe.romanisation import romanise, spellings, wade_giles
from screening.records.record import Record


@pytest.mark.parametrize(
    ("pinyin", "wade"),
    [
        ("zhang", "chang"),
        ("xu", "hsu"),
        ("cai", "tsai"),
        ("guo", "kuo"),
        ("deng", "teng"),
        ("ye", "yeh"),
        ("zhong", "chung"),
    ],
)
def test_wade_giles_spells_a_syllable(pinyin: str, wade: str):
    assert wade_giles(pinyin) == wade


@pytest.mark.parametrize(
    ("name", "surname"),
    [("司马光", "sima"), ("诸葛亮", "zhuge"), ("欧阳修", "ouyang"), ("查良镛", "zha")],
)
def test_romanise_reads_surnames(name: str, surname: str):
    assert romanise(name)[0] == surname


def test_spellings_hold_the_surname_itself():
    assert {"zhang", "chang", "cheung"} <= spellings("zhang")


def test_same_surname_is_lenient_only_across_scripts():
    assert same_surname("zhang", "chang", spelt=True)
    assert not same_surname("zhang", "chang")


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        (("张志强", "谢美玲"), ("Chang CC", "Hsieh ML"), "same"),
        (("高亚", "刘明"), ("Gao Y", "Liu M"), "same"),
        (("高亚",), ("Gao B",), "namesake"),
        (("高亚",), ("Smith J",), "differs"),
        (("李伟", "王芳"), ("李薇", "汪方"), "differs"),
        (("李伟", "王芳"), ("李薇", "王芳"), "same"),
        (("李伟",), ("李薇",), "namesake"),
        (("刘敏",), ("何晓东",), "differs"),
        (("李伟1", "王 芳"), ("李偉", "王芳[2]"), "same"),
        (("凌峰", "宿英"), ("令狐峰", "宿雁"), "differs"),
        (("李伟", "王芳"), ("Li W", "Wang F"), "same"),
        ((), ("Smith J",), "unknown"),
        (("Smith, J.", "Doe, A."), ("Smith JA", "Doe A", "Roe R"), "same"),
        (("Doe, A.", "Smith, J."), ("Smith JA", "Doe A"), "shared"),
    ],
)
def test_compare_authors_levels(one: tuple[str, ...], two: tuple[str, ...], level: str):
    a, b = prepare(Record(authors=one), 1), prepare(Record(authors=two), 2)
    assert compare_authors(a, b) == compare_authors(b, a) == level
