import pytest

from screening.dedupe.names import person, split_authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dow, G. S.; Liu, J.", ("Dow, G. S.", "Liu, J.")),
        ("Smith J, Jones KL, Wu X", ("Smith J", "Jones KL", "Wu X")),
        ("Smith, J., Jones, K.L.", ("Smith, J.", "Jones, K.L.")),
        ("Hirano T.Nagashima M.Watanabe T.", ("Hirano T.", "Nagashima M.", "Watanabe T.")),
        ("McDonald J.O'Brien K.", ("McDonald J.", "O'Brien K.")),
        ("Ho DeanWang Chung-HueiChow Edward", ("Ho Dean", "Wang Chung-Huei", "Chow Edward")),
        ("Knight CHind DBrewer N", ("Knight C", "Hind D", "Brewer N")),
        ("张三,欧阳修,李四", ("张三", "欧阳修", "李四")),
        ("张三 李四", ("张三", "李四")),
        ("张三；李四", ("张三", "李四")),
        ("Zhang San and Li Si", ("Zhang San", "Li Si")),
        ("", ()),
    ],
)
def test_split_authors_finds_the_names(text: str, names: tuple[str, ...]):
    assert split_authors(text) == names


@pytest.mark.parametrize(
    ("name", "surname", "initials"),
    [
        ("Smith, John A.", "smith", "ja"),
        ("Smith JA", "smith", "ja"),
        ("J. A. Smith", "smith", "ja"),
        ("Müller-Łukasz, Ö.", "mullerlukasz", "o"),
        ("van der Berg J", "vanderberg", "j"),
        ("WANG Wei", "wang", "w"),
        ("LI Ming", "li", "m"),
        ("Xiaoming Li", "li", "x"),
        ("欧阳修", "ouyang", "x"),
        ("曾国藩", "zeng", "gf"),
        ("單雄信", "shan", "xx"),
        ("高亚1", "gao", "y"),
        ("高亚 (Gao Ya)", "gao", "y"),
        ("Anonymous", "", ""),
        ("佚名", "", ""),
        ("", "", ""),
    ],
)
def test_person_gives_surname_and_initials(name: str, surname: str, initials: str):
    assert person(name) == (surname, initials)
