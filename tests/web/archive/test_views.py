"""The archive pages: made by a lead once votes may be seen, taken away, loaded again by somebody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from screening import tasks
from screening.models import Event, Job, Review, StageSetting
from screening.queries.flow import flow_counts
from tests.builders import make_record


@pytest.fixture
def here(cast):
    make_record(cast.review, title="外泌体与骨形成", place="included")
    return {"review_id": cast.review.pk}


def close(review: Review) -> None:
    StageSetting.objects.filter(review=review).update(
        opened_at=timezone.now(), closed_at=timezone.now()
    )


def reopen(review: Review) -> None:
    StageSetting.objects.filter(review=review).update(opened_at=timezone.now(), closed_at=None)


def made(cast, client, here) -> bytes:
    close(cast.review)
    client.force_login(cast.lead)
    client.post(reverse("archive", kwargs=here), {"reason": "备份 kept elsewhere"})
    tasks.run_job(Job.objects.get(kind="archive", state="queued").pk)
    return b"".join(client.get(reverse("archive-download", kwargs=here)).streaming_content)


def test_archive_waits_for_the_stages_to_be_closed(cast, client, here):
    client.force_login(cast.lead)
    reopen(cast.review)
    client.post(reverse("archive", kwargs=here))
    assert not Job.objects.filter(kind="archive").exists()
    made(cast, client, here)
    reopen(cast.review)
    assert client.get(reverse("archive-download", kwargs=here)).status_code == 403


def test_archive_made_anew_replaces_the_one_before(cast, client, here):
    first = made(cast, client, here)
    make_record(cast.review, title="Brought later", place="await_ta")
    second = made(cast, client, here)
    assert len(second) > len(first) > 0
    assert Job.objects.filter(kind="archive", result__stored__isnull=False).count() == 1
    assert Event.objects.filter(review=cast.review, verb="archive_review").count() == 2


def test_archive_is_loaded_to_the_same_counts(
    cast, client, here, django_capture_on_commit_callbacks
):
    whole = made(cast, client, here)
    client.force_login(cast.outsider)
    answer = client.post(reverse("review-load"), {"file": SimpleUploadedFile("综述.zip", whole)})
    job = Job.objects.get(kind="load_review")
    assert answer.url == reverse("review-loading", args=[job.pk])
    tasks.run_job(job.pk)
    job.refresh_from_db()
    loaded = Review.objects.get(pk=job.result["review"])
    assert flow_counts.flow(loaded).to_json() == flow_counts.flow(cast.review).to_json()
    assert loaded.memberships.get(user=cast.outsider).leads
    assert reverse("overview", args=[loaded.pk]) in client.get(answer.url).content.decode()
    client.force_login(cast.lead)
    assert client.get(answer.url).status_code == 404
    tasks.run_job(job.pk)
    assert Review.objects.count() == 2


def test_file_that_is_no_archive_is_refused_in_words(cast, client, here):
    client.force_login(cast.outsider)
    client.post(reverse("review-load"), {"file": SimpleUploadedFile("x.zip", b"PK nothing")})
    job = Job.objects.get(kind="load_review")
    tasks.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    page = client.get(reverse("review-loading", args=[job.pk])).content.decode()
    assert "not an archive of a review" in page
    assert Review.objects.count() == 1


def test_load_that_died_half_way_is_begun_anew(cast, client, here, monkeypatch):
    whole = made(cast, client, here)
    client.force_login(cast.outsider)
    client.post(reverse("review-load"), {"file": SimpleUploadedFile("x.zip", whole)})
    job = Job.objects.get(kind="load_review")

    class Died(BaseException):
        pass

    def die(*args):
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr("screening.actions.archive.archive_import.drop", lambda load: None)
        patched.setattr("screening.actions.archive.archive_import._finish", die)
        with pytest.raises(Died):
            tasks.run_job(job.pk)
    assert Review.objects.count() == 2
    Job.objects.filter(pk=job.pk).update(state="queued", holder=None)
    tasks.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    assert set(Review.objects.values_list("pk", flat=True)) == {
        cast.review.pk,
        job.result["review"],
    }
