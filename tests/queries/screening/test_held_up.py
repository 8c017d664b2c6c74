"""What the review waits for: for whom, since when;
and nothing to those whose own vote would make it tell.
"""

from uuid import uuid4

import pytest

from screening.actions.access.members import change_roles
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.screening.voting import cast_vote
from screening.models import Standing
from screening.queries.access.authorization import access_review
from screening.queries.screening.held_up import held_up
from tests.builders import Cast, make_record, make_search

TA = "title-abstract"


@pytest.fixture
def work(cast: Cast) -> None:
    conflict, begun = make_record(cast.review), make_record(cast.review)
    for user, verdict in ((cast.first, "include"), (cast.second, "exclude")):
        cast_vote(
            by=user,
            review=cast.review,
            record_id=conflict.pk,
            stage=TA,
            verdict=verdict,
            key=uuid4(),
        )
    cast_vote(
        by=cast.first,
        review=cast.review,
        record_id=begun.pk,
        stage=TA,
        verdict="include",
        key=uuid4(),
    )
    Standing.objects.update(fresh=False)
    search = make_search(cast.review, kind="citation", name="References")
    sought = make_record(cast.review, search=search, place="await_retrieval")
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[sought.pk], status="requested")


def kinds(cast: Cast) -> dict[str, tuple[int, list[str]]]:
    return {
        one.kind: (one.count, one.people)
        for one in held_up(access_review(cast.lead, cast.review.pk))
    }


def test_a_lead_who_does_not_screen_sees_all_that_waits_and_for_whom(
    cast: Cast, work: None
) -> None:
    assert kinds(cast) == {
        "conflicts": (1, [cast.adjudicator.name]),
        "second_vote": (1, [cast.first.name, cast.second.name]),
        "requested": (1, [cast.lead.name]),
    }


def test_a_lead_who_screens_is_told_nothing_that_their_own_vote_would_move(
    cast: Cast, work: None
) -> None:
    member = cast.review.memberships.get(user=cast.lead)
    change_roles(by=cast.lead, member=member, leads=True, reviews=True, adjudicates=False)
    assert set(kinds(cast)) == {"requested"}
    change_roles(by=cast.lead, member=member, leads=True, reviews=True, adjudicates=True)
    assert set(kinds(cast)) == {"requested", "conflicts"}


def test_reviewers_are_told_none_of_it(cast: Cast, work: None) -> None:
    assert held_up(access_review(cast.first, cast.review.pk)) == []
