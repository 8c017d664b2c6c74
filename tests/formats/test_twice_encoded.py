"""A file whose letters were damaged before it came here is told so, once, with an example."""

from screening.formats import parse

RIS = "TY  - JOUR\nTI  - {title}\nAU  - {author}\nPY  - 2020\nER  - \n\n"


def damaged(text: str) -> str:
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def told(*pairs: tuple[str, str]) -> list[str]:
    data = "".join(RIS.format(title=title, author=author) for title, author in pairs).encode()
    return [
        str(problem.message)
        for problem in parse(data).problems
        if "wrong encoding" in problem.message.text
    ]


def test_damaged_names_and_titles_are_told_once_with_an_example() -> None:
    found = told(
        ("Bone", damaged("Müller, K")),
        (damaged("骨骼肌外泌体研究"), "王, 伟"),
        (damaged("naïve cells"), "Li"),
    )
    assert len(found) == 1
    assert f"“{damaged('Müller,')}” was “Müller,” once" in found[0]


def test_other_files_hear_nothing() -> None:
    assert (
        told(
            ("Bone of naïve mice", "Müller, K"),
            ("骨骼肌外泌体研究", "王, 伟"),
            ("«BLÅ» og «LÅ»", "Å, B"),
        )
        == []
    )
