"""DistillerSR's CSV: a row for each reviewer of a reference."""

import pytest

from screening.formats import parse

HEADER = "Refid,User,Level,Author,Title,Year,Abstract,Is it a trial?,Include this reference?,Reason for exclusion"


def read(*rows):
    return parse("\n".join((HEADER, *rows)).encode())


def test_the_rows_of_a_reference_become_one_record_with_the_decision_of_each_reviewer():
    parsed = read(
        '1,anna,Title,"Li W, Kim S",老年人贫血,2020,,Yes,Yes,',
        "2,anna,Title,Doe J,Iron in children,2021,,No,No,Wrong population",
        '1,ben,Title,"Li W, Kim S",老年人贫血,2020,An abstract,Yes,No,Wrong outcome',
        '1,ben,Full text,"Li W, Kim S",老年人贫血,2020,,Yes,Yes,',
    )
    assert (parsed.format, parsed.found) == ("distillersr_csv", 2)
    first, second = parsed.records
    assert [(d.by, d.verdict, d.reasons, d.labels) for d in first.decisions] == [
        ("anna", "include", (), ("Title",)),
        ("ben", "exclude", ("Wrong outcome",), ("Title",)),
        ("ben", "include", (), ("Full text",)),
    ]
    assert (first.title, first.abstract, first.identifiers) == (
        "老年人贫血",
        "An abstract",
        (("distillersr", "1"),),
    )
    assert [d.verdict for d in second.decisions] == ["exclude"]
    assert list(parsed.unused) == ["Is it a trial?"]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("Include", "include"),
        ("Excluded", "exclude"),
        ("Cannot tell", "maybe"),
        ("Can't tell", "maybe"),
        ("Unsure - discuss", "maybe"),
        ("Not sure", "maybe"),
        ("I don't know", "maybe"),
        ("不确定", "maybe"),
        ("是", "include"),
        ("Notable", ""),
        ("", ""),
    ],
)
def test_answers_are_decisions(answer, verdict):
    (record,) = read(f"1,anna,Title,Li W,Iron,2020,,Yes,{answer},").records
    assert [d.verdict for d in record.decisions] == [verdict]


def test_a_question_that_asks_whether_to_exclude_is_turned_round():
    text = "Refid,User,Title,Should it be excluded?\n1,anna,Iron,Yes\n2,anna,Zinc,No\n"
    assert [d.verdict for record in parse(text.encode()).records for d in record.decisions] == [
        "exclude",
        "include",
    ]
