"""The team's labels: made, renamed, coloured, ordered, merged and deleted;
nothing of it tells of a blinded record.
"""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.records.labels import make_label, put_labels
from screening.actions.records.team_labels import LabelRefused, merge_labels, save_label
from screening.actions.screening.voting import cast_vote
from screening.models import Label, Labelling
from tests.builders import Cast, make_record


@pytest.fixture
def lead(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lead)
    return client


def names() -> list[str]:
    return list(Label.objects.filter(made_by=None).values_list("name", flat=True))


def test_a_label_is_made_renamed_moved_and_deleted(cast: Cast, lead: Client) -> None:
    page = reverse("team-labels", args=[cast.review.pk])
    for name in ("背景", "Ask the author"):
        lead.post(page, {"name": name, "colour": "blue"})
    first, second = Label.objects.all()
    one = reverse("team-label", args=[cast.review.pk, second.pk])
    lead.post(one, {"act": "up"})
    assert names() == ["Ask the author", "背景"]
    lead.post(one, {"name": "问作者", "colour": "<b>"})
    second.refresh_from_db()
    assert (second.name, second.colour) == ("问作者", "")
    lead.post(reverse("team-label", args=[cast.review.pk, first.pk]), {"act": "delete"})
    assert names() == ["问作者"]


def test_two_of_one_name_are_refused_and_can_be_merged(cast: Cast) -> None:
    kept = save_label(by=cast.lead, review=cast.review, name="动物")
    with pytest.raises(LabelRefused):
        save_label(by=cast.lead, review=cast.review, name=" 动物 ")
    gone = save_label(by=cast.lead, review=cast.review, name="动物实验")
    both, one = make_record(cast.review), make_record(cast.review)
    put_labels(by=cast.first, review=cast.review, record_id=both.pk, label_ids=[kept.pk, gone.pk])
    put_labels(by=cast.second, review=cast.review, record_id=one.pk, label_ids=[gone.pk])
    merge_labels(by=cast.lead, review=cast.review, label=gone, into=kept)
    assert set(Labelling.objects.values_list("record", "user", "label")) == {
        (both.pk, cast.first.pk, kept.pk),
        (one.pk, cast.second.pk, kept.pk),
    }


def test_a_label_that_somebody_has_made_while_screening_is_not_there_for_the_lead(
    cast: Cast, lead: Client
) -> None:
    label = make_label(by=cast.second, review=cast.review, name="geheim")
    assert "geheim" not in lead.get(reverse("team-labels", args=[cast.review.pk])).content.decode()
    where = reverse("team-label", args=[cast.review.pk, label.pk])
    assert lead.post(where, {"act": "delete"}).status_code == 404


def test_the_filter_by_anybodys_label_finds_decided_reports_alone(cast: Cast, lead: Client) -> None:
    label = save_label(by=cast.lead, review=cast.review, name="综述")
    decided, blinded = (
        make_record(cast.review, title="decided one"),
        make_record(cast.review, title="blinded one"),
    )
    for record in (decided, blinded):
        put_labels(by=cast.first, review=cast.review, record_id=record.pk, label_ids=[label.pk])
    for user in (cast.first, cast.second):
        cast_vote(
            by=user,
            review=cast.review,
            record_id=decided.pk,
            stage="title-abstract",
            verdict="exclude",
            key=uuid4(),
        )
    found = lead.get(
        reverse("records", args=[cast.review.pk]), {"team_label": label.pk}
    ).content.decode()
    assert "decided one" in found
    assert "blinded one" not in found
