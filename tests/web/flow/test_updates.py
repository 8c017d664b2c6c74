"""The pages of an update: each number opens a list as long as it is, in both languages."""

import re

import pytest
from django.urls import reverse

from screening.models import Study
from tests.queries.flow.test_updates import FT, TA, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    """Version 2 with one report of each kind: re-assessed, waiting, removed, new,
    a duplicate of before.
    """
    made = Team()
    rows = made.bring(*"abcdef")
    made.include(*rows[:3])
    made.say(TA, "include", rows[3], rows[4])
    made.text("not_retrieved", rows[3])
    made.say(FT, "exclude", rows[4])
    made.say(TA, "exclude", rows[5])
    made.next_version()
    made.again(FT, rows[0], rows[1])
    made.say(FT, "exclude", rows[1])
    made.text("retrieved", rows[3])
    made.say(FT, "include", rows[3])
    made.again(TA, rows[5])
    made.say(TA, "exclude", rows[5])
    made.include(*made.bring("g"))
    return made


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_number_of_the_diagram_opens_a_list_as_long(client, team, language):
    client.force_login(team.cast.lead)
    client.cookies["django_language"] = language
    numbers = team.numbers()
    page = client.get(reverse("flow", args=[team.review.pk])).content.decode()
    boxes = set(re.findall(r"\?box=([a-z_]+)", page))
    assert {"other_reassessed", "previous_removed_reports", "previous_awaiting_reports"} <= boxes
    for box in boxes - {
        "previous_removed_studies",
        "previous_awaiting_studies",
        "previous_studies",
    }:
        found = client.get(reverse("records", args=[team.review.pk]), {"box": box})
        assert found.context["total"] == numbers[box], box


def test_search_of_an_earlier_version_asks_whether_it_was_run_again(client, team):
    client.force_login(team.cast.lead)
    address = reverse("search", args=[team.review.pk, team.search.pk])
    assert 'name="run_again_on"' in client.get(address).content.decode()


def test_report_is_put_into_a_second_study(client, team):
    client.force_login(team.cast.lead)
    kept = team.review.records.filter(place="included").first()
    for name in ("研究一", "研究二"):
        client.post(
            reverse("study-group", args=[team.review.pk]),
            {"records": kept.pk, "study": "", "name": name},
        )
    assert sorted(Study.objects.filter(reports=kept).values_list("name", flat=True)) == [
        "研究一",
        "研究二",
    ]
    page = client.get(reverse("studies", args=[team.review.pk])).content.decode()
    assert page.count(f'<option value="{kept.pk}">') == 2
