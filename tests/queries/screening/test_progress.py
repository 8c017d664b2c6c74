from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.actions.duplicates.merge import merge
from screening.actions.screening.voting import cast_vote
from screening.models import Record, StageSetting, Vote
from screening.queries.access.authorization import access_review
from screening.queries.screening.progress import stages, votes_per_day
from tests.builders import make_record, make_search

pytestmark = pytest.mark.django_db


def of_stage(cast, key="title-abstract"):
    return next(
        stage for stage in stages(access_review(cast.lead, cast.review.pk)) if stage.key == key
    )


def test_progress_counts_reports_of_each_stage(cast):
    for place in ("await_ta", "ta_exclude", "await_ft", "included", "duplicate"):
        make_record(cast.review, place=place)
    assert (of_stage(cast).decided, of_stage(cast).total) == (3, 4)
    assert (of_stage(cast, "full-text").decided, of_stage(cast, "full-text").total) == (1, 2)


@pytest.mark.parametrize(("skips", "total"), [(True, 1), (False, 2)])
def test_what_goes_straight_to_full_text_is_no_work_at_titles(cast, skips, total):
    cast.review.other_skips_screening = skips
    cast.review.save()
    make_record(cast.review)
    make_record(
        cast.review,
        search=make_search(cast.review, name="引文检索", kind="citation"),
        place="included",
    )
    assert of_stage(cast).total == total
    assert of_stage(cast, "full-text").total == 1


def test_votes_per_day_ends_today(cast):
    record = make_record(cast.review)
    vote = {
        "review": cast.review,
        "record_id": record.pk,
        "stage": "title-abstract",
        "verdict": "include",
    }
    cast_vote(by=cast.first, key=uuid4(), **vote)
    days = votes_per_day(cast.review)
    assert len(days) == 28
    assert days[-1][1] == 1


@pytest.mark.parametrize(
    ("votes", "hours", "days"),
    [
        (30, 3, None),
        (5, 72, None),
        (30, 48, 2),
        (30, 24 * 30, 5),
    ],
)
def test_a_pace_is_that_of_the_days_since_the_first_vote(cast, votes, hours, days):
    """Ten records wait for two votes each: from three hours or from five votes no day can be told."""
    records = [make_record(cast.review) for _ in range(votes)]
    for _ in range(10):
        make_record(cast.review)
    for record in records:
        said = {
            "review": cast.review,
            "record_id": record.pk,
            "stage": "title-abstract",
            "verdict": "exclude",
        }
        cast_vote(by=cast.first, key=uuid4(), **said)
    Vote.objects.filter(record=records[0]).update(cast_at=timezone.now() - timedelta(hours=hours))
    Record.objects.filter(pk__in=[record.pk for record in records]).update(place="ta_exclude")
    expected = days and timezone.localdate() + timedelta(days=days)
    assert of_stage(cast).finish == expected


def test_a_closed_stage_says_what_waits_behind_it(cast, client):
    """As after the import of an update: otherwise nothing waits for anybody, and nobody knows why."""
    make_record(cast.review, title="太极拳与血压")
    page = reverse("overview", args=[cast.review.pk])
    client.force_login(cast.lead)
    assert "but the stage is closed" not in client.get(page).content.decode()
    StageSetting.objects.filter(review=cast.review, stage="title-abstract").update(
        closed_at=timezone.now()
    )
    seen = client.get(page).content.decode()
    assert "1 report is waiting here, but the stage is closed." in seen
    assert "Open the stage</a>" in seen
    client.force_login(cast.first)
    assert "Open the stage</a>" not in client.get(page).content.decode()


def test_votes_left_with_a_duplicate_are_no_decisions(cast):
    kept, other = make_record(cast.review), make_record(cast.review)
    for record in (kept, other):
        cast_vote(
            by=cast.first,
            review=cast.review,
            record_id=record.pk,
            stage="title-abstract",
            verdict="include",
            key=uuid4(),
        )
    merge(review=cast.review, record_ids=[kept.pk, other.pk], by=cast.lead)
    here = stages(access_review(cast.first, cast.review.pk))[0]
    assert here.mine_done == 1
    assert [person.votes for person in here.people if person.mine] == [1]
