"""Telling which report a PDF is, in both languages."""

import pytest

from screening.records.documents import BINARY, PDF, content_type, safe_suffix, shown_name
from screening.records.fulltext_names import Sought, dois, identify

REPORTS = [
    Sought(
        1,
        ("10.5555/abc.1",),
        (),
        ("骨骼肌源性外泌体调控骨形成", "Muscle exosomes regulate bone formation"),
    ),
    Sought(2, (), ("99000002",), ("Exercise and osteoblasts in aged mice",)),
    Sought(3, (), (), ("骨骼肌源性外泌体调控骨形成及运动干预的作用",)),
    Sought(4, (), (), ("综述",)),
]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("J Bone 2024. doi:10.5555/ABC.1. Cited 10.5555/other", "x.pdf", (1, "doi")),
        ("cites 10.5555/other first, then 10.5555/abc.1", "x.pdf", None),
        ("PMID: 99000002", "x.pdf", (2, "pmid")),
        ("EXERCISE AND OSTEO-\nBLASTS IN AGED MICE", "x.pdf", (2, "title")),
        ("骨骼肌源性外泌体调控骨形成\n高亚", "x.pdf", (1, "title")),
        ("骨骼肌源性外泌体调控骨形成 及运动干预的作用", "x.pdf", (3, "title")),
        ("", "高亚_骨骼肌源性外泌体调控骨形成.caj", (1, "name")),
        ("综述", "综述.pdf", None),
        ("", "", None),
    ],
)
def test_identify_tells_the_report(text: str, name: str, expected: tuple[int, str] | None) -> None:
    assert identify(text, name, REPORTS) == expected


def test_identify_is_unsure_between_two_alike() -> None:
    twins = [Sought(n, ("10.5555/t",), (), ("The very same long title here",)) for n in (1, 2)]
    assert identify("10.5555/t The very same long title here", "", twins) is None


def test_dois_stop_before_punctuation() -> None:
    assert dois("见 10.5555/a.b, 10.5555/C.D. and 10.5555/a.b") == ["10.5555/a.b", "10.5555/c.d"]


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"%PDF-1.7", "a.pdf", PDF),
        (b"\xef\xbb\xbf%PDF-1.4", "a.bin", PDF),
        (b"<html>", "a.pdf", ""),
        (b"", "a.pdf", ""),
        (b"CAJ\x00", "论文.caj", BINARY),
        (b"HN\x00\x00", "论文", BINARY),
        (b"PK\x03\x04", "a.docx", BINARY),
        (b"MZ\x90", "a.exe", ""),
    ],
)
def test_content_type_looks_into_the_file(head: bytes, name: str, expected: str) -> None:
    assert content_type(head, name) == expected


@pytest.mark.parametrize(
    ("name", "shown", "suffix"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf", ".pdf"),
        ("高亚\r\n2024.CAJ", "高亚2024.CAJ", ".caj"),
        ("C:\\x\\a.p<f", "a.p<f", ""),
        ("", "file", ""),
        ("字" * 300 + ".pdf", "字" * 196 + ".pdf", ".pdf"),
    ],
)
def test_names_are_shown_and_stored_safely(name: str, shown: str, suffix: str) -> None:
    assert (shown_name(name), safe_suffix(name)) == (shown, suffix)
