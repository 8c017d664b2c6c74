"""Large exports on the pages: prepared instead of streamed, for the one who asked,
under the sight it was made with.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from screening import tasks
from screening.models import Job, StageSetting
from tests.builders import make_record


@pytest.fixture
def large(cast, client, settings):
    settings.EXPORT_STREAMED_MOST = 2
    for number in range(3):
        make_record(cast.review, title=f"外泌体研究 {number}", place="included")
    client.force_login(cast.lead)
    return {"review_id": cast.review.pk}


def prepared(client, large, key="included_csv", query=""):
    answer = client.post(reverse("export-prepare", kwargs=large | {"key": key}) + query)
    assert answer.status_code == 302
    job = Job.objects.filter(kind="export").latest("pk")
    tasks.run_job(job.pk)
    return reverse("export-file", kwargs=large | {"export_id": job.pk}), job


def test_large_export_is_prepared_and_a_small_one_streamed(cast, client, large):
    page = client.get(reverse("exports", kwargs=large)).content.decode()
    assert reverse("export-prepare", kwargs=large | {"key": "included_csv"}) in page
    assert reverse("export", kwargs=large | {"key": "not_retrieved"}) in page
    assert reverse("export", kwargs=large | {"key": "prisma_svg"}) in page
    assert client.get(reverse("export", kwargs=large | {"key": "included_csv"})).status_code == 302
    assert client.get(reverse("export", kwargs=large | {"key": "not_retrieved"})).streaming
    assert not Job.objects.filter(kind="export").exists()


def test_prepared_file_is_for_the_one_who_asked(cast, client, large):
    address, _ = prepared(client, large)
    answer = client.get(address)
    assert b"".join(answer.streaming_content).decode("utf-8-sig").count("外泌体研究") == 3
    assert "included.csv" in answer.headers["Content-Disposition"]
    assert address in client.get(reverse("exports", kwargs=large)).content.decode()
    client.force_login(cast.adjudicator)
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("exports", kwargs=large)).content.decode()


def test_file_is_not_given_out_once_role_or_stages_are_others(cast, client, large):
    StageSetting.objects.filter(review=cast.review).update(
        opened_at=timezone.now(), closed_at=timezone.now()
    )
    address, _ = prepared(client, large)
    StageSetting.objects.filter(review=cast.review).update(closed_at=None)
    assert client.get(address).status_code == 302
    assert "Prepare the file again" in client.get(reverse("exports", kwargs=large)).content.decode()
    StageSetting.objects.filter(review=cast.review).update(closed_at=timezone.now())
    assert client.get(address).status_code == 200
    cast.review.memberships.filter(user=cast.lead).update(ended_at=timezone.now())
    assert client.get(address).status_code == 404


def test_decisions_are_refused_at_the_door_and_at_the_download(cast, client, large):
    StageSetting.objects.filter(review=cast.review).update(
        opened_at=timezone.now(), closed_at=timezone.now()
    )
    address, _ = prepared(client, large, "all_reports")
    assert client.get(address).status_code == 200
    StageSetting.objects.filter(review=cast.review).update(closed_at=None)
    assert client.get(address).status_code == 403
    assert (
        client.post(reverse("export-prepare", kwargs=large | {"key": "all_reports"})).status_code
        == 403
    )


def test_half_made_or_old_file_is_not_there(cast, client, large, settings):
    client.post(reverse("export-prepare", kwargs=large | {"key": "included_csv"}))
    job = Job.objects.get(kind="export")
    address = reverse("export-file", kwargs=large | {"export_id": job.pk})
    assert client.get(address).status_code == 404
    tasks.run_job(job.pk)
    late = timezone.now() - timedelta(hours=settings.EXPORT_KEEP_HOURS, minutes=1)
    Job.objects.filter(pk=job.pk).update(finished_at=late)
    assert client.get(address).status_code == 404


def test_progress_is_shown_and_making_can_be_cancelled(cast, client, large):
    client.post(reverse("export-prepare", kwargs=large | {"key": "included_csv"}))
    state = client.get(reverse("export-files", kwargs=large)).content.decode()
    assert "<progress" in state
    assert 'hx-trigger="every 1s"' in state
    job = Job.objects.get(kind="export")
    client.post(reverse("export-cancel", kwargs=large | {"export_id": job.pk}))
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "hx-trigger" not in client.get(reverse("export-files", kwargs=large)).content.decode()


def test_other_style_is_found_chosen_and_kept_in_the_list(cast, client, large, settings, run_jobs):
    settings.EXPORT_STREAMED_MOST = 100
    page = client.get(
        reverse("export-styles", kwargs=large), {"q": "nature medicine", "label_set": "zh"}
    ).content.decode()
    assert "?label_set=zh&amp;style=csl-nature-medicine" in page
    assert "CC BY-SA 3.0" in page
    page = client.get(
        reverse("exports", kwargs=large), {"style": "csl-nature-medicine"}
    ).content.decode()
    assert (
        '<option value="csl-nature-medicine" selected>Nature Medicine (best effort)</option>'
        in page
    )
    asked = {"style": "csl-nature-medicine"}
    assert (
        client.get(reverse("export", kwargs=large | {"key": "references_text"}), asked).status_code
        == 302
    )
    client.post(
        reverse("export-prepare", kwargs=large | {"key": "references_text"})
        + "?style=csl-nature-medicine"
    )
    (job,) = run_jobs()
    answer = client.get(reverse("export-file", kwargs=large | {"export_id": job.pk}))
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("1. ")
    assert "外泌体研究 0" in text


@pytest.mark.parametrize("style", ["csl-no-such-style", "csl-../../settings", "nonsense"])
def test_unknown_style_leads_back_to_the_form(client, large, settings, style):
    settings.EXPORT_STREAMED_MOST = 100
    for name in ("export", "export-preview"):
        answer = client.get(
            reverse(name, kwargs=large | {"key": "references_text"}), {"style": style}, follow=True
        )
        assert answer.redirect_chain
        assert "errorlist" in answer.content.decode()


def test_style_that_cannot_be_used_is_told_so(client, large, monkeypatch):
    from screening.citations import StyleError

    def unusable(key):
        raise StyleError(key)

    monkeypatch.setattr("screening.web.exports.forms.style_of", unusable)
    page = client.get(reverse("exports", kwargs=large), {"style": "csl-broken"}).content.decode()
    assert "The file of this style cannot be used" in page
