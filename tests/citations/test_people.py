"""Names taken apart."""

import pytest

from screening.citations._people import Person, person


@pytest.mark.parametrize(
    ("name", "family", "initials", "suffix"),
    [
        ("Page, Matthew J", "Page", "M J", ""),
        ("Page MJ", "Page", "M J", ""),
        ("Page M J", "Page", "M J", ""),
        ("van der Berg, Jean-Luc", "van der Berg", "J-L", ""),
        ("Peebles, P. Z., Jr.", "Peebles", "P Z", "Jr"),
        ("Peebles PZ Jr", "Peebles", "P Z", "Jr"),
        ("O’Neil, Ann", "O’Neil", "A", ""),
        ("Li, Xiao-Ming", "Li", "X-M", ""),
        ("Smith, J.-P.", "Smith", "J-P", ""),
        ("Müller, Émile", "Müller", "É", ""),
    ],
)
def test_western_name_has_family_and_initials(name, family, initials, suffix):
    found = person(name)
    assert (found.family, found.initials(" ", "-"), found.suffix) == (family, initials, suffix)


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("高亚", "高亚"),
        ("高, 亚", "高亚"),
        ("欧阳修文", "欧阳修文"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("World Health Organization", "World Health Organization"),
        ("WHO", "WHO"),
        ("PRISMA-P Group", "PRISMA-P Group"),
        ("中国科学院 (CAS)", "中国科学院 (CAS)"),
    ],
)
def test_chinese_name_and_group_stay_whole(name, whole):
    assert person(name) == Person(whole=whole)
