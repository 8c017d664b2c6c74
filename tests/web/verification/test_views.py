"""The what-if page: who may ask, when, and what the computed table says."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening import tasks
from screening.actions.records.record_edits import add_record
from screening.actions.screening.voting import cast_vote
from screening.models import Job, StageSetting
from screening.records.record import Record as Entry
from tests.builders import Cast, make_cast, make_search

pytestmark = pytest.mark.django_db
TA = "title-abstract"


@pytest.fixture
def cast() -> Cast:
    """Two reports that both reviewers have decided, and one with an open vote."""
    made = make_cast()
    search = make_search(made.review)
    for title, first, second in (
        ("外泌体", "include", "include"),
        ("牙齿", "exclude", "exclude"),
        ("骨", "include", ""),
    ):
        record = add_record(by=made.lead, search=search, entry=Entry(title=title))
        for person, verdict in ((made.first, first), (made.second, second)):
            if verdict:
                cast_vote(
                    by=person,
                    review=made.review,
                    record_id=record.pk,
                    stage=TA,
                    verdict=verdict,
                    key=uuid4(),
                )
    return made


def ask(client: Client, cast: Cast, user: object, language: str = "en") -> str:
    user.language = language
    user.save()
    client.force_login(user)
    here = {"review_id": cast.review.pk}
    client.post(reverse("what-if-compute", kwargs=here))
    for job in Job.objects.filter(kind="what_if", state="queued"):
        tasks.run_job(job.pk)
    return client.get(reverse("what-if", kwargs=here)).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_lead_who_does_not_vote_sees_decided_reports_alone(
    cast: Cast, client: Client, language: str
) -> None:
    page = ask(client, cast, cast.lead, language)
    result = Job.objects.get(kind="what_if").result
    assert (result["decided"], result["votes"], result["settlements"]) == (2, 4, 0)
    by_rule = {(c["rule"], c["value"]): c for c in result["changes"]}
    assert by_rule["single", "first"]["votes"] == 2
    assert not by_rule["run", "50"]["asked"]
    assert (
        "One person screens: whoever voted first"
        if language == "en"
        else "一人筛选：以先评审者为准"
    ) in page


def test_who_votes_waits_until_every_stage_is_closed(cast: Cast, client: Client) -> None:
    cast.review.memberships.filter(user=cast.lead).update(reviews=True)
    assert "once every stage is closed" in ask(client, cast, cast.lead)
    assert not Job.objects.filter(kind="what_if").exists()
    StageSetting.objects.filter(review=cast.review).update(opened_at=None)
    assert "whoever voted first" in ask(client, cast, cast.lead)


def test_stopping_page_leads_there_who_may_go(cast: Cast, client: Client) -> None:
    address = reverse("what-if", kwargs={"review_id": cast.review.pk})
    for person, shown in ((cast.lead, True), (cast.adjudicator, True), (cast.first, False)):
        client.force_login(person)
        page = client.get(
            reverse("stopping", kwargs={"review_id": cast.review.pk, "stage": TA})
        ).content.decode()
        assert (address in page) is shown


def test_reviewers_and_observers_do_not_ask(cast: Cast, client: Client) -> None:
    for person in (cast.first, cast.observer):
        client.force_login(person)
        assert (
            client.get(reverse("what-if", kwargs={"review_id": cast.review.pk})).status_code == 403
        )
