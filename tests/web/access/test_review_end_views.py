"""A review is put away, brought back, handed over, or deleted for good with everything in it."""

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from screening.actions.archive import review_deletion
from screening.actions.archive.review_deletion import DeletionRefused, ask_deletion
from screening.actions.flow.publication import publish
from screening.actions.news.news_mail import post_due
from screening.actions.verification.verification import verify
from screening.models import Event, ImportFile, Job, Membership, Notice, Record, Review, Vote
from screening.tasks import run_job
from tests.actions.verification.test_verification import lived_review
from tests.builders import join, make_file, make_full_text, make_user
from tests.web.roles_table import ROWS
from tests.world import build_world, parts

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])


@LANGUAGES
def test_put_away_is_only_read_and_comes_back_as_it_was(client, language):
    world = build_world()
    cast, review = world.cast, world.cast.review
    client.force_login(cast.lead)
    client.post(reverse("language"), {"language": language})
    client.post(reverse("review-away", args=[review.pk]))
    page = client.get(reverse("reviews"))
    assert [one.review for one in page.context["memberships"]] == []
    assert [one.review for one in page.context["away"]] == [review]
    banner = {"en": "it can be read, but not changed", "zh-hans": "可以阅读，不能更改"}[language]
    assert banner in client.get(reverse("overview", args=[review.pk])).content.decode()
    for name in ("flow", "records", "exports", "history", "team"):
        assert client.get(reverse(name, args=[review.pk])).status_code == 200
    client.post(reverse("review-back", args=[review.pk]))
    assert [one.review for one in client.get(reverse("reviews")).context["memberships"]] == [review]
    told = Event.objects.filter(review=review, verb__in=["put_away", "bring_back"]).order_by("pk")
    assert list(told.values_list("verb", flat=True)) == ["put_away", "bring_back"]
    assert verify(review) == []


WRITES = [row for row in ROWS if row.POST and "review_id" in parts(row.name)]
STAY = {
    "review-back",
    "review-end",
    "review-away",
    "notices-read",
    "team-leave",
    "filter-save",
    "filter-delete",
}


def test_nobody_changes_anything_while_it_is_put_away(client):
    world = build_world()
    world.value("publication_id")  # first, while nothing else waits
    paths = {row.name: (world.path(row.name), row.data(world)) for row in WRITES}
    Review.objects.filter(pk=world.cast.review.pk).update(put_away_at="2026-01-01T00:00:00+00:00")
    before = Event.objects.count()
    for person in ("lead", "first", "adjudicator"):
        client.force_login(getattr(world.cast, person))
        for name, (path, data) in paths.items():
            if name in STAY or name.startswith(("export", "archive", "records-prepare")):
                continue
            assert client.post(path, data).status_code in {403, 404}, (person, name)
    assert Event.objects.count() == before


@LANGUAGES
def test_deleted_by_its_typed_title_and_all_leads_are_told(client, language, monkeypatch):
    cast = lived_review()
    review, other = cast.review, make_cast_beside()
    co_lead = make_user("Bo 博")
    join(review, co_lead, "lead")
    client.force_login(cast.lead)
    client.post(reverse("language"), {"language": language})
    end = reverse("review-end", args=[review.pk])
    assert reverse("archive", args=[review.pk]) in client.get(end).content.decode()
    for typed in ("", "Lung", "肺"):
        client.post(end, {"title": typed})
        assert Review.objects.get(pk=review.pk).deleting_at is None
    monkeypatch.setattr("screening.web.access.review_end_views.send", lambda job: None)
    client.post(end, {"title": {"en": " Lung  nodules", "zh-hans": "肺结节"}[language]})
    for user in (cast.lead, cast.first):
        client.force_login(user)
        assert client.get(reverse("overview", args=[review.pk])).status_code == 404
        assert review not in [
            one.review for one in client.get(reverse("reviews")).context["memberships"]
        ]
    Notice.objects.update(mail_at=timezone.now())
    for job in post_due():
        run_job(job.pk)
    assert [m.to for m in mail.outbox] == [["bo 博@example.org"]]
    run_job(Job.objects.get(kind="delete_review").pk)
    assert not Review.objects.filter(pk=review.pk).exists()
    client.force_login(co_lead)
    client.post(reverse("language"), {"language": language})
    page = client.get(reverse("reviews")).content.decode()
    assert {"en": "Lena deleted the review “Lung nodules”", "zh-hans": "Lena 删除了综述“肺结节”"}[
        language
    ] in page
    client.post(reverse("reviews-told"))
    assert not Notice.objects.filter(user=co_lead, read_at=None).exists()
    assert Record.objects.filter(review=other).count() == 0
    assert Review.objects.filter(pk=other.pk).exists()


def make_cast_beside() -> Review:
    lead = make_user()
    review = Review.objects.create(title_en="Another", created_by=lead)
    join(review, lead, "lead")
    return review


def test_deletion_leaves_no_row_and_no_file_and_holds_few_rows_at_a_time(monkeypatch):
    monkeypatch.setattr(review_deletion, "STEP", 3)
    cast = lived_review()
    publish_where_it_may(cast)
    file, text = make_file(cast.review), make_full_text(cast.review)
    names = [file.stored.name, text.stored.name]
    others = {
        model: model._default_manager.count()
        for model in apps.get_app_config("screening").get_models()
    }
    kept = {"User", "Event", "Job", "Notice"}
    job = ask_deletion(by=cast.lead, review=cast.review, typed="肺结节")
    with CaptureQueriesContext(connection) as seen:
        run_job(job.pk)
    assert len(seen) > 50
    for model in others:
        if model.__name__ not in kept:
            assert model._default_manager.count() == 0, model
    assert list(Event.objects.values_list("verb", "review")) == [("delete_review", None)]
    assert not any(default_storage.exists(name) for name in names)
    run_job(job.pk)


def publish_where_it_may(cast) -> None:
    try:
        publish(by=cast.lead, review=cast.review)
    except Exception:
        return


def test_deletion_goes_on_where_a_worker_died(monkeypatch):
    cast = lived_review()
    job = ask_deletion(by=cast.lead, review=cast.review, typed="Lung nodules")
    done = []

    def dies(review):
        for rows in original(review):
            if len(done) == 4:
                raise ConnectionError
            done.append(1)
            yield rows

    original = review_deletion._rows
    monkeypatch.setattr(review_deletion, "_rows", dies)
    with pytest.raises(ConnectionError):
        review_deletion.delete_review(by=cast.lead, review=cast.review)
    monkeypatch.setattr(review_deletion, "_rows", original)
    assert Review.objects.filter(pk=cast.review.pk).exists()
    run_job(job.pk)
    assert not Review.objects.filter(pk=cast.review.pk).exists()
    assert not Vote.objects.exists()


def test_deletion_waits_for_work_on_records(cast):
    Job.objects.create(kind="import", review=cast.review, by=cast.lead, state="running")
    with pytest.raises(DeletionRefused, match="busy"):
        ask_deletion(by=cast.lead, review=cast.review, typed="肺结节")
    assert not Notice.objects.exists()
    assert not ImportFile.objects.exists()


@LANGUAGES
def test_sole_lead_hands_over_and_leaves(cast, client, language):
    client.force_login(cast.lead)
    client.post(reverse("language"), {"language": language})
    leave = reverse("team-leave", args=[cast.review.pk])
    page = client.get(leave)
    assert 'name="successor"' in page.content.decode()
    client.post(leave)
    assert Membership.objects.get(review=cast.review, user=cast.lead).ended_at is None
    heir = Membership.objects.get(review=cast.review, user=cast.first)
    client.post(leave, {"successor": heir.pk})
    heir.refresh_from_db()
    assert heir.leads
    assert heir.reviews
    assert Membership.objects.get(review=cast.review, user=cast.lead).ended_at is not None
    assert client.get(reverse("overview", args=[cast.review.pk])).status_code == 404
    assert verify(cast.review) == []


def test_who_is_alone_is_shown_the_other_ways(client):
    review = make_cast_beside()
    client.force_login(review.created_by)
    page = client.get(reverse("team-leave", args=[review.pk])).content.decode()
    assert reverse("review-end", args=[review.pk]) in page


def test_successor_is_of_this_review(cast, client):
    elsewhere = make_cast_beside().memberships.get()
    client.force_login(cast.lead)
    client.post(reverse("team-leave", args=[cast.review.pk]), {"successor": elsewhere.pk})
    assert Membership.objects.get(review=cast.review, user=cast.lead).ended_at is None
