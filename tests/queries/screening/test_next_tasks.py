"""Where the work goes on: in the order of the flow, and only what the person may do."""

from uuid import uuid4

import pytest

from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.voting import cast_vote
from screening.models import Criterion
from screening.queries.access.authorization import access_review
from screening.queries.protocol.setup import setup_steps
from screening.queries.screening.next_tasks import upcoming
from screening.queries.screening.todo_counts import waiting
from screening.templatetags.frame import rail_items
from tests.builders import join, make_record, make_review, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_all_places(cast):
    """Two records to screen, one report to find, three full texts to read."""
    for place, number in {"await_ta": 2, "await_retrieval": 1, "await_ft": 3}.items():
        for _ in range(number):
            make_record(cast.review, place=place)
    return cast


def kinds(user, review, but_stage=""):
    return [
        (one.kind, one.stage, one.count)
        for one in upcoming(access_review(user, review.pk), but_stage)
    ]


def test_what_waits_comes_in_the_order_of_the_flow(at_all_places):
    cast = at_all_places
    assert kinds(cast.first, cast.review) == [
        ("screen", "title-abstract", 2),
        ("retrieval", "", 1),
        ("screen", "full-text", 3),
    ]
    assert kinds(cast.first, cast.review, "title-abstract") == [
        ("retrieval", "", 1),
        ("screen", "full-text", 3),
    ]


def test_nothing_waits_for_who_only_observes(at_all_places):
    assert kinds(at_all_places.observer, at_all_places.review) == []


def test_the_rail_counts_what_upcoming_lists(at_all_places):
    cast = at_all_places
    counts = waiting(access_review(cast.first, cast.review.pk))
    assert counts["screen"] == {"title-abstract": 2, "full-text": 3}
    assert counts["full-texts"] == {"": 1}


def test_the_rail_does_not_move_with_a_vote_that_can_be_undone(cast):
    record = make_record(cast.review, title="外泌体与骨形成")
    for user in (cast.second, cast.first):
        vote = {
            "review": cast.review,
            "record_id": record.pk,
            "stage": "title-abstract",
            "verdict": "include",
        }
        cast_vote(by=user, key=uuid4(), **vote)
    assert "full-texts" not in waiting(access_review(cast.first, cast.review.pk))
    assert "full-texts" not in waiting(access_review(cast.adjudicator, cast.review.pk))
    outcomes_seen(cast.review)
    assert waiting(access_review(cast.lead, cast.review.pk))["full-texts"] == {"": 1}
    assert waiting(access_review(cast.first, cast.review.pk))["full-texts"] == {"": 1}


def test_the_rail_leads_to_the_stage_where_something_waits(cast):
    make_record(cast.review, place="await_ft")
    access = access_review(cast.first, cast.review.pk)
    path = f"/reviews/{cast.review.pk}/screen/title-abstract/mine/"
    items = [item for group in rail_items(access, path) for item in group["items"]]
    screen = next(item for item in items if item["place"].name == "screen")
    assert screen["url"].endswith("/screen/full-text/")
    assert screen["count"] == 1
    assert [item["place"].name for item in items if item["current"]] == ["screen"]


def test_a_new_review_lacks_criteria_people_and_records():
    review = make_review()
    assert [(step.name, step.done) for step in setup_steps(review)] == [
        ("protocol", False),
        ("team", False),
        ("searches", False),
    ]
    Criterion.objects.create(review=review, stage="title-abstract", text_zh="肺结节患者")
    join(review, make_user(), "reviewer")
    make_record(review)
    assert [step.done for step in setup_steps(review)] == [True, False, True]
    join(review, make_user(), "reviewer")
    assert all(step.done for step in setup_steps(review))
