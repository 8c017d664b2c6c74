"""The page of whoever runs the site: no way from there into a review."""

from contextlib import suppress
from io import StringIO
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from screening.actions.access.account_closure import (
    CLOSED,
    LeadsAlone,
    close_account,
    personal_data,
)
from screening.actions.jobs import job_queue
from screening.actions.screening.voting import cast_vote
from screening.models import Event, Job, Membership, Review, User, Vote
from screening.queries.site.site_texts import kept
from screening.tasks import run_job
from tests.builders import PASSWORD, make_record, make_user


def make_vote(record, by, verdict):
    cast_vote(
        by=by,
        review=record.review,
        record_id=record.pk,
        stage="title-abstract",
        verdict=verdict,
        key=uuid4(),
    )


def verified():
    """What `verify` says of all reviews."""
    said = StringIO()
    with suppress(SystemExit):
        call_command("verify", stdout=said)
    return said.getvalue()


BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def keeper(db):
    return make_user("Keeper", is_staff=True)


@pytest.fixture
def page(client, keeper):
    client.force_login(keeper, backend=BACKEND)
    return client


def test_people_and_reviews_are_found_without_what_is_in_them(cast, page):
    record = make_record(cast.review, title="秘密标题 secret title")
    make_vote(record, cast.first, "include")
    answer = page.get("/site/").content.decode()
    assert cast.first.email in answer
    assert cast.review.title in answer
    for hidden in ("秘密标题", "secret title", "verdict"):
        assert hidden not in answer
    assert page.get(f"/reviews/{cast.review.pk}/").status_code == 404
    assert cast.first.email not in page.get("/site/", {"q": "nobody-like-that"}).content.decode()


def test_a_disabled_account_is_out_at_once_and_can_come_back(cast, page, keeper):
    other = Client()
    other.force_login(cast.first, backend=BACKEND)
    page.post(f"/site/people/{cast.first.pk}/", {"do": "disable"})
    assert other.get("/reviews/").status_code == 302
    page.post(f"/site/people/{cast.first.pk}/", {"do": "enable"})
    assert (
        Client().post("/sign-in/", {"login": cast.first.email, "password": PASSWORD}).status_code
        == 302
    )
    page.post(f"/site/people/{keeper.pk}/", {"do": "disable"})
    assert page.get("/site/").status_code == 200


def test_a_reset_is_mailed_to_the_person_and_never_shown(cast, page):
    answer = page.post(f"/site/people/{cast.first.pk}/", {"do": "reset"}, follow=True)
    assert mail.outbox[0].to == [cast.first.email]
    assert "/password/" not in answer.content.decode()


def test_an_orphaned_review_gets_a_lead_and_its_history_tells_why(cast, page, keeper):
    data = {"email": cast.outsider.email, "reason": "负责人已离职"}
    page.post(f"/site/reviews/{cast.review.pk}/", data)
    assert Membership.objects.get(review=cast.review, user=cast.outsider).leads
    event = Event.objects.get(review=cast.review, verb="hand_over")
    assert (event.actor, event.data["reason"]) == (keeper, "负责人已离职")
    lead = Client()
    lead.force_login(cast.outsider, backend=BACKEND)
    assert lead.get(f"/reviews/{cast.review.pk}/history/").status_code == 200


@pytest.mark.parametrize(
    "data",
    [{"email": "keeper@example.org", "reason": "x"}, {"email": "no@example.org", "reason": "x"}],
)
def test_whoever_runs_the_site_cannot_let_themselves_in(cast, page, data):
    before = Membership.objects.count()
    page.post(f"/site/reviews/{cast.review.pk}/", data)
    page.post(f"/site/reviews/{cast.review.pk}/", {"email": cast.outsider.email, "reason": " "})
    assert Membership.objects.count() == before


def test_the_same_is_done_in_the_terminal(cast, db):
    said = StringIO()
    call_command("people", "--disable", cast.first.email, stdout=said)
    call_command("people", "", stdout=said)
    call_command("reviews", stdout=said)
    call_command(
        "reviews",
        "--hand-over",
        str(cast.review.pk),
        "--to",
        cast.outsider.email,
        "--reason",
        "x",
        stdout=said,
    )
    call_command("sign_ins", stdout=said)
    assert f"{cast.first.name}\tin 1 reviews\tdisabled" in said.getvalue()
    assert cast.lead.email in said.getvalue()
    assert Membership.objects.get(review=cast.review, user=cast.outsider).leads
    with pytest.raises(CommandError, match="no account"):
        call_command("people", "--disable", "nobody@example.org")


def test_an_account_is_closed_and_what_others_build_on_stays(cast, client):
    record = make_record(cast.review)
    make_vote(record, cast.first, "include")
    email, pk, before = cast.first.email, cast.first.pk, verified()
    client.force_login(cast.first, backend=BACKEND)
    assert client.post("/account/close/", {"email": "other@example.org"}).status_code == 200
    assert User.objects.get(pk=pk).is_active
    assert "is closed" in client.post("/account/close/", {"email": email}).content.decode()
    closed = User.objects.get(pk=pk)
    assert closed.email.endswith(CLOSED)
    assert not User.objects.filter(email=email).exists()
    assert "chen" not in f"{closed.name} {closed.email}".lower()
    assert Vote.objects.get(record=record).user_id == pk
    assert Membership.objects.get(user=pk).ended_at
    assert client.get("/reviews/").status_code == 302
    assert Client().post("/sign-in/", {"login": email, "password": PASSWORD}).status_code == 200
    assert verified() == before
    make_user("Again", email=email)  # the address is free


def test_the_only_lead_hands_over_first(cast):
    with pytest.raises(LeadsAlone):
        close_account(cast.lead)
    cast.lead.refresh_from_db()
    assert cast.lead.is_active


def test_my_data_is_mine_alone(cast, client):
    record = make_record(cast.review)
    make_vote(record, cast.first, "include")
    make_vote(record, cast.second, "exclude")
    found = personal_data(cast.first)
    assert [vote["verdict"] for vote in found["votes"]] == ["include"]
    client.force_login(cast.first, backend=BACKEND)
    text = client.get("/account/data/").content.decode()
    assert cast.first.email in text
    assert "exclude" not in text
    for other in (cast.second, cast.lead):
        assert other.email not in text


def test_jobs_are_cancelled_put_first_and_started_again(cast, page):
    job = job_queue.enqueue(kind="import", review=cast.review, by=cast.lead)
    page.post(f"/site/jobs/{job.pk}/", {"do": "first"})
    assert Job.objects.get(pk=job.pk).priority == 1
    page.post(f"/site/jobs/{job.pk}/", {"do": "cancel"})
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert f"/site/jobs/{job.pk}/" in page.get("/site/").content.decode()
    page.post(f"/site/jobs/{job.pk}/", {"do": "again"})
    assert Job.objects.get(pk=job.pk).state == "queued"


def test_a_review_is_deleted_by_its_title_and_goes_on_where_that_stopped(cast, page):
    review = cast.review
    make_record(review)
    path = f"/site/reviews/{review.pk}/delete/"
    page.post(path, {"title": "another"})
    assert Review.objects.get(pk=review.pk).deleting_at is None
    page.post(path, {"title": review.title})
    job = Job.objects.get(kind="delete_review")
    page.post(path)  # one is enough
    Job.objects.filter(pk=job.pk).update(state="failed")
    page.post(path)
    again = Job.objects.get(kind="delete_review", state="queued")
    run_job(again.pk)
    assert not Review.objects.filter(pk=review.pk).exists()
    assert Event.objects.get(verb="delete_review").data["title_en"] == review.title_en


def test_an_account_is_closed_for_somebody_and_the_page_tells_what_stays(cast, page, keeper):
    record = make_record(cast.review)
    make_vote(record, cast.first, "include")
    path = f"/site/people/{cast.first.pk}/close/"
    before = verified()
    text = page.get(path, headers={"accept-language": "en"}).content.decode()
    assert "1 votes" in text
    assert "1 memberships" in text
    assert page.post(path, {"email": "other@example.org"}).status_code == 400
    assert User.objects.get(pk=cast.first.pk).is_active
    page.post(path, {"email": cast.first.email.upper()})
    assert User.objects.get(pk=cast.first.pk).email.endswith(CLOSED)
    assert verified() == before
    page.post(
        f"/site/people/{cast.lead.pk}/close/", {"email": cast.lead.email}
    )  # leads a review alone
    page.post(f"/site/people/{keeper.pk}/close/", {"email": keeper.email})
    assert User.objects.get(pk=cast.lead.pk).is_active
    assert User.objects.get(pk=keeper.pk).is_active
    assert cast.review.title in page.get(f"/site/people/{cast.lead.pk}/close/").content.decode()


def test_jobs_sizes_deletion_and_closing_in_the_terminal(cast):
    record = make_record(cast.review)
    make_vote(record, cast.first, "include")
    job = job_queue.enqueue(kind="import", review=cast.review, by=cast.lead)
    said = StringIO()
    call_command("jobs", "--first", str(job.pk), stdout=said)
    call_command("jobs", "queued", "import", stdout=said)
    assert said.getvalue().count("priority 1") == 2
    call_command("jobs", "--cancel", str(job.pk), stdout=said)
    assert "cancelled" in said.getvalue()
    call_command("storage", stdout=said)
    assert f"review {cast.review.pk}\t1 records" in said.getvalue()
    call_command("people", "--close", cast.first.email, stdout=said)
    assert "1 memberships, 1 votes" in said.getvalue()
    with pytest.raises(CommandError, match="leads"):
        call_command("people", "--close", cast.lead.email)
    with pytest.raises(CommandError, match="title"):
        call_command("reviews", "--delete", str(cast.review.pk), "--title", "no")
    call_command(
        "reviews", "--delete", str(cast.review.pk), "--title", cast.review.title, stdout=said
    )
    assert not Review.objects.exists()
    with pytest.raises(CommandError, match="no job"):
        call_command("jobs", "--again", "9999")


def test_a_banner_stands_on_every_page_in_the_reader_s_language(page, client, settings):
    settings.SITE_TEXT_SECONDS = 3600
    kept.forget()
    page.post("/site/texts/banner/", {"text_en": "Down at 18:00 <b>", "text_zh": "18 点维护"})
    for language, said in (("en", "Down at 18:00 &lt;b&gt;"), ("zh-CN", "18 点维护")):
        assert (
            said
            in Client().get("/sign-in/", headers={"accept-language": language}).content.decode()
        )
    page.post("/site/texts/banner/", {"text_en": "", "text_zh": ""})
    assert "18:00" not in Client().get("/sign-in/").content.decode()
    assert page.post("/site/texts/elsewhere/", {"text_en": "x"}).status_code == 404
    kept.texts = {}


def test_imprint_and_privacy_are_there_once_they_are_written(page, settings):
    settings.SITE_TEXT_SECONDS = 3600
    kept.forget()
    assert Client().get("/imprint/").status_code == 404
    page.post("/site/texts/imprint/", {"text_en": "", "text_zh": "某医院 信息科\n<script>"})
    text = Client().get("/imprint/", headers={"accept-language": "en"}).content.decode()
    assert "某医院 信息科" in text
    assert "<script>\n" not in text
    assert "&lt;script&gt;" in text
    assert 'href="/imprint/"' in Client().get("/sign-in/").content.decode()
    kept.texts = {}
