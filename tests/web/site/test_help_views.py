"""The guide inside the app, the tour, the card of keys, and the words beside fields."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from screening.queries.help_texts import SECTION_OF, SECTIONS, TOURS
from screening.web.site.help_views import sections
from screening.web.urls import urlpatterns

pytestmark = pytest.mark.django_db


def test_both_guides_have_the_sections_of_all_pages_and_pictures_that_there_are():
    english, chinese = sections("en"), sections("zh-hans")
    assert [one["key"] for one in english] == [one["key"] for one in chinese]
    assert set(SECTIONS) <= {one["key"] for one in english}
    for one in (*english, *chinese):
        for picture in re.findall(r'src="[^"]*?(screening/guide/[a-z]+\.png)"', one["html"]):
            assert finders.find(picture)


def test_every_page_of_a_section_is_an_address():
    assert set(SECTION_OF) <= {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize(
    ("language", "query", "found"),
    [
        ("en", "plane offline", ["offline"]),
        ("zh-hans", "飞机", ["offline"]),
        ("en", "zebra", []),
    ],
)
def test_the_guide_is_searched_by_all_words(client, language, query, found):
    answer = client.get(reverse("guide"), {"q": query}, headers={"accept-language": language})
    assert [one["key"] for one in answer.context["sections"]] == found


def test_help_opens_at_the_section_of_the_page(cast, client):
    client.force_login(cast.lead)
    page = client.get(reverse("duplicates", args=[cast.review.pk])).content.decode()
    assert f'href="{reverse("guide")}#duplicates"' in page


@pytest.mark.parametrize("role", ["lead", "first", "adjudicator", "observer"])
def test_the_tour_leads_each_role_through_six_pages_it_may_open(cast, client, role):
    client.force_login(getattr(cast, role))
    tours = client.get(reverse("tour", args=[cast.review.pk])).context["tours"]
    assert [len(steps) for _role, steps in tours] == [6]
    for step in tours[0][1]:
        assert client.get(step["href"]).status_code == 200, step["href"]
    assert set(TOURS) == {"lead", "reviewer", "adjudicator", "observer"}


def test_a_field_that_does_not_explain_itself_has_a_hint(cast, client):
    client.force_login(cast.lead)
    page = client.get(
        reverse("stage-edit", args=[cast.review.pk, "title-abstract"])
    ).content.decode()
    assert "Two is usual." in page
