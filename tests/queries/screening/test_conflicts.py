"""The queue of conflicts, narrowed to a pair or a reason,
tells no more than the votes that a member may see.
"""

from uuid import uuid4

import pytest

from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.voting import cast_vote
from screening.models import Membership, Reason, Record
from screening.queries.access.authorization import access_review
from screening.queries.screening.conflicts import by_pair, by_reason, waiting_conflicts
from tests.builders import Cast, make_record

TA = "title-abstract"


@pytest.fixture
def disputed(cast: Cast) -> tuple[Record, Reason]:
    """First excludes a report for a reason; the adjudicator, who also reviews here, includes it."""
    Membership.objects.filter(user=cast.adjudicator).update(reviews=True)
    cast.review.adjudicator_may_have_voted = True
    cast.review.save()
    record = make_record(cast.review)
    design = Reason.objects.create(
        review=cast.review, stage=TA, label_en="Wrong design", label_zh="研究设计不符", position=1
    )
    for user, verdict, reason in (
        (cast.first, "exclude", design.pk),
        (cast.adjudicator, "include", None),
    ):
        cast_vote(
            by=user,
            review=cast.review,
            record_id=record.pk,
            stage=TA,
            verdict=verdict,
            key=uuid4(),
            reason_id=reason,
        )
    return record, design


def test_filters_of_who_has_just_voted_tell_nothing(
    cast: Cast, disputed: tuple[Record, Reason]
) -> None:
    record, design = disputed
    access = access_review(cast.adjudicator, cast.review.pk)
    found = waiting_conflicts(access, TA)
    people = [cast.first.pk, cast.adjudicator.pk]
    assert not by_reason(access, found, design.pk).exists()
    assert not by_pair(access, found, people).exists()
    outcomes_seen(cast.review)
    assert [s.record_id for s in by_reason(access, found, design.pk)] == [record.pk]
    assert [s.record_id for s in by_pair(access, found, people)] == [record.pk]


def test_filters_narrow_to_the_pair_and_the_reason(
    cast: Cast, disputed: tuple[Record, Reason]
) -> None:
    record, design = disputed
    Membership.objects.filter(user=cast.second).update(adjudicates=True)
    access = access_review(cast.second, cast.review.pk)
    outcomes_seen(cast.review)
    found = waiting_conflicts(access, TA)
    assert [s.record_id for s in by_pair(access, found, [cast.first.pk, cast.adjudicator.pk])] == [
        record.pk
    ]
    assert not by_pair(access, found, [cast.first.pk]).exists()
    assert not by_pair(access, found, [cast.first.pk, cast.second.pk]).exists()
    assert [s.record_id for s in by_reason(access, found, design.pk)] == [record.pk]
    assert not by_reason(access, found, 0).exists()
