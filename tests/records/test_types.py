import pytest

from screening.records import types
from screening.records.record import TYPES


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Journal Article", "article"),
        ("期刊论文", "article"),
        ("Dissertation/Thesis", "thesis"),
        ("硕士", "thesis"),
        ("Conference Proceeding", "conference"),
        ("会议", "conference"),
        ("Book, Section", "chapter"),
        ("Newspaper Article", "newspaper"),
        ("报纸", "newspaper"),
        ("Review", "review"),
        ("年鉴", "book"),
        ("专利", "patent"),
        ("Legal Rule or Regulation", "standard"),
        ("Case Report", "article"),
        ("Generic", ""),
        ("Book Review", "other"),
        ("书评", "other"),
        ("Clinical Trial", "trial"),
        ("Journal Article; Clinical Trial", "article"),
    ],
)
def test_key_knows_the_names_of_many_tools(name, expected):
    assert types.key(name) == expected


def test_key_gives_known_types_only():
    assert {
        types.key(word) for word in ("web page", "data set", "preprint", "report", "book")
    } <= set(TYPES)
