import pytest

from screening.actions.duplicates.merge import merge
from screening.models import DuplicatePair, Study
from screening.queries.duplicates.duplicate_pairs import (
    comparison,
    filled,
    in_one_study,
    linked,
    members,
    to_check,
)
from tests.builders import make_record, make_review

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "left", "right", "differs"),
    [
        ("issue", "02", "2", False),
        ("issue", "增刊2", "增刊２", False),
        ("pages", "101-110", "101-10", False),
        ("pages", "101-110", "101-9", True),
        ("volume", "12", "13", True),
        ("title", "骨骼肌外泌体", "骨骼肌外泌體", False),
        ("title", "骨骼肌外泌体(一)", "骨骼肌外泌体(二)", True),
        ("doi", "10.5555/a", "", False),
    ],
)
def test_comparison_marks_what_truly_differs(field, left, right, differs):
    review = make_review()
    one, other = (make_record(review, **{"title": "A", field: text}) for text in (left, right))
    line = next(line for line in comparison(one, other) if line.field == field)
    assert line.differs is differs
    assert "".join(piece.text for piece in line.left) == left


def test_members_say_why_each_is_there_and_which_can_be_taken_out():
    review = make_review()
    a, b, c, d = (make_record(review) for _ in range(4))
    merge(review=review, record_ids=[b.pk, c.pk], by=None)
    evidence = [
        {"text": "same DOI", "values": {}, "of": [a.pk, b.pk]},
        {"text": "same DOI", "values": {}, "of": [a.pk, b.pk]},
        {"text": "different pages", "values": {}, "of": [a.pk, b.pk]},
        {"text": "same PMID", "values": {}, "of": [b.pk, d.pk]},
    ]
    done = merge(review=review, record_ids=[a.pk, b.pk, d.pk], by=None, evidence=evidence)
    told = {
        m.record.pk: (
            m.like,
            [e["text"] for e in m.reasons[0]],
            [e["text"] for e in m.reasons[1]],
            m.single,
        )
        for m in members(done)
    }
    assert told == {
        b.pk: (a.pk, ["same DOI"], ["different pages"], True),
        c.pk: (None, [], [], False),
        d.pk: (b.pk, ["same PMID"], [], True),
    }


def test_filled_names_what_only_a_duplicate_has():
    review = make_review()
    first, second = (
        make_record(review, title="A"),
        make_record(review, title="B", pmid="7", abstract="目的：……"),
    )
    assert set(filled(first, [second])) == {("pmid", second), ("abstract", second)}


def test_linked_pairs_leave_the_list_once_they_are_one_report():
    review = make_review()
    a, b = make_record(review), make_record(review)
    pair = DuplicatePair.objects.create(review=review, first=a, second=b, answer="linked")
    assert list(linked(review)) == [pair]
    assert in_one_study([pair]) == set()
    Study.objects.create(review=review, name="高亚").reports.add(a, b)
    assert in_one_study([pair]) == {pair.pk}
    merge(review=review, record_ids=[a.pk, b.pk], by=None)
    assert not linked(review).exists()


def test_records_that_load_are_not_asked_about():
    review = make_review()
    a, b = make_record(review, place="loading"), make_record(review)
    DuplicatePair.objects.create(review=review, first=a, second=b)
    assert not to_check(review).exists()
