"""What keeps two reports apart may still be worth a question; it never becomes a merge."""

import pytest

from screening.dedupe.engine import SAME, deduplicate
from screening.dedupe.evidence import keeps_apart
from screening.dedupe.publication_kinds import read_kind
from screening.records.record import Record
from tests.dedupe.cases import read_cases


def records_of(name: str) -> tuple[Record, ...]:
    return next(case.records for case in read_cases() if case.name == name)


@pytest.mark.parametrize(
    "name", ["erratum and its article", "更正 and its article", "更正 vs 原文"]
)
def test_a_correction_is_asked_about_and_joined_only_by_a_person(name: str):
    records = records_of(name)
    asked = deduplicate(records)
    assert not asked.groups
    (question,) = asked.questions
    assert keeps_apart([message.to_json() for message in question.evidence])
    answered = deduplicate(records, answers={(0, 1): SAME})
    assert [group.members for group in answered.groups] == [(0, 1)] or [
        g.members for g in answered.groups
    ] == [(1, 0)]


def test_a_doubt_alone_does_not_keep_apart_for_good():
    (question,) = deduplicate(
        records_of("conference abstracts supplement sibling same page different")
    ).questions
    assert not keeps_apart([message.to_json() for message in question.evidence])


@pytest.mark.parametrize(
    ("journal", "volume", "kind"),
    [
        ("南方医科大学", "", "thesis"),
        ("示例体育学院", "", "thesis"),
        ("University of Example", "", "thesis"),
        ("Example State University (Canada)", "", "thesis"),
        ("南方医科大学学报", "", "article"),
        ("Journal of Example University", "", "article"),
        ("University of Example", "12", "article"),
        ("", "", "article"),
    ],
)
def test_read_kind_knows_a_thesis_by_its_university(journal: str, volume: str, kind: str):
    assert read_kind(Record(title="一项研究", journal=journal, volume=volume), "", journal) == kind
