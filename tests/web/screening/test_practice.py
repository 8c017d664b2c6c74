"""The practice review leads through the main path, step by step,
and each role through its own part of it.
"""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.screening.voting import cast_vote
from tests.builders import Cast, make_record

TA = "title-abstract"


@pytest.fixture
def practice(cast: Cast) -> Cast:
    cast.review.example = "practice"
    cast.review.save()
    for n in range(10):
        make_record(cast.review, title=f"Muscle exosome {n}")
    return cast


def overview(cast: Cast, role: str) -> str:
    client = Client()
    client.force_login(getattr(cast, role))
    return client.get(reverse("overview", args=[cast.review.pk])).content.decode()


@pytest.mark.parametrize(
    ("role", "step"),
    [
        ("lead", "Answer the likely duplicates"),
        ("first", "Screen ten records"),
        ("adjudicator", "Resolve a conflict"),
    ],
)
def test_each_role_finds_its_steps(practice: Cast, role: str, step: str) -> None:
    page = overview(practice, role)
    assert "A guided practice" in page
    assert step in page


def test_a_step_is_ticked_when_it_is_done(practice: Cast) -> None:
    assert '<li class="done">' not in overview(practice, "first")
    for key, pk in enumerate(practice.review.records.values_list("pk", flat=True)):
        cast_vote(
            by=practice.first,
            review=practice.review,
            record_id=pk,
            stage=TA,
            verdict="exclude",
            key=UUID(int=key),
        )
    assert '<li class="done">' in overview(practice, "first")


def test_a_review_of_ones_own_is_no_practice(cast: Cast) -> None:
    make_record(cast.review)
    assert "A guided practice" not in overview(cast, "first")
