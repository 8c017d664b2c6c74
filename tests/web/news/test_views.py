"""The pages about news by e-mail."""

import pytest
from django.urls import reverse

from screening.actions.access.notifications import tell
from screening.actions.news.news_mail import token
from tests.markup import on_one_line

pytestmark = pytest.mark.django_db


def test_choices_are_kept(cast, client):
    client.force_login(cast.first)
    page = reverse("news-choices")
    client.post(page, {"mention": "daily", "stage": "off"})
    cast.first.refresh_from_db()
    assert cast.first.news == {"mention": "daily", "stage": "off"}
    assert client.post(page, {"mention": "hourly"}).status_code == 200


def test_mail_programs_unsubscribe_with_one_post_and_looking_does_nothing(cast, client):
    link = reverse("news-off", args=[token(cast.first, {"mention"})])
    assert "Stop e-mails of this kind?" in client.get(link).content.decode()
    cast.first.refresh_from_db()
    assert cast.first.news == {}
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    cast.first.refresh_from_db()
    assert cast.first.news == {"mention": "off"}


def test_a_link_made_up_changes_nothing_and_tells_nothing(client):
    assert "not valid" in client.post(reverse("news-off", args=["abc:def"])).content.decode()


def test_notices_lead_where_they_speak_of(cast, client):
    tell(cast.review, [cast.lead], "import", data={"file": "pubmed.nbib", "records": 84})
    client.force_login(cast.lead)
    page = client.get(reverse("notices", args=[cast.review.pk])).content.decode()
    assert "“pubmed.nbib” was imported: 84 records" in page
    assert f'href="{reverse("searches", args=[cast.review.pk])}">Open<' in on_one_line(page)
