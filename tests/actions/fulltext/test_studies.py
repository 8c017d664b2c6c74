"""Reports taken out of studies and merged in them: the page,
the diagram and the history tell the same.
"""

from uuid import uuid4

import pytest

from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.fulltext.studies import group_reports, ungroup_reports
from screening.actions.records.record_edits import add_record
from screening.actions.screening.voting import cast_vote
from screening.actions.verification.verification import verify
from screening.models import Record
from screening.queries.flow.flow_counts import flow
from screening.queries.fulltext import studies as queries
from screening.records.record import Record as Entry
from tests.builders import Cast, make_cast, make_search

pytestmark = pytest.mark.django_db


def included(cast: Cast, number: int) -> list[Record]:
    search = make_search(cast.review, name="中国知网")
    rows = [
        add_record(by=cast.lead, search=search, entry=Entry(title=f"肌骨外泌体 {n}"))
        for n in range(number)
    ]
    for row in rows:
        for stage in ("title-abstract", "full-text"):
            for who in (cast.first, cast.second):
                cast_vote(
                    by=who,
                    review=cast.review,
                    record_id=row.pk,
                    stage=stage,
                    verdict="include",
                    key=uuid4(),
                )
    return rows


def counted(cast: Cast) -> tuple[int, int]:
    numbers = flow(cast.review)
    assert verify(cast.review) == []
    return numbers["new_studies"], numbers["new_reports"]


def test_report_leaves_a_study_with_its_duplicates():
    cast = make_cast()
    first, second, third = included(cast, 3)
    study = group_reports(
        by=cast.lead, review=cast.review, record_ids=[second.pk, third.pk], name="高亚 2024"
    )
    done = merge(review=cast.review, record_ids=[first.pk, second.pk], by=cast.lead)
    assert counted(cast) == (1, 2)
    ungroup_reports(by=cast.lead, review=cast.review, study=study, record_ids=[first.pk])
    assert counted(cast) == (2, 2)
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert counted(cast) == (3, 3)


def test_merged_report_stands_in_the_studies_of_both():
    cast = make_cast()
    first, second, third = included(cast, 3)
    group_reports(by=cast.lead, review=cast.review, record_ids=[first.pk], name="A")
    group_reports(by=cast.lead, review=cast.review, record_ids=[second.pk, third.pk], name="乙")
    done = merge(review=cast.review, record_ids=[first.pk, second.pk], by=cast.lead)
    assert {study.name: len(study.included) for study in queries.studies(cast.review)} == {
        "A": 1,
        "乙": 2,
    }
    assert counted(cast) == (2, 2)
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert {study.name: len(study.included) for study in queries.studies(cast.review)} == {
        "A": 1,
        "乙": 2,
    }
    assert counted(cast) == (2, 3)
