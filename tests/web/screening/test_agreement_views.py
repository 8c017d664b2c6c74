"""The agreement page: every number in a table, the marks of the plots where the numbers say,
all reviewers together.
"""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.actions.screening.first_look import outcomes_seen
from screening.decisions.agreement import compare
from screening.models import CalibrationRound, Record, Settlement, Standing, Vote
from screening.queries.access.authorization import access_review
from screening.queries.screening import agreement
from screening.web.screening.agreement_chart import draw, start_of
from tests.builders import make_record

VERDICTS = ("include", "maybe", "exclude")


def vote(cast, said, **fields):
    """One decided record on which these people said this."""
    record = make_record(cast.review, **fields)
    Standing.objects.create(
        review=cast.review,
        record=record,
        stage="title-abstract",
        outcome="include",
        votes=len(said),
    )
    for user, verdict in said.items():
        Vote.objects.create(
            review=cast.review,
            record=record,
            stage="title-abstract",
            user=user,
            verdict=verdict,
            key=uuid4(),
            cast_at=timezone.now(),
        )


@pytest.fixture
def feinstein(cast):
    """40, 9, 6, 45 of Feinstein and Cicchetti, a tenth of each: 4, 1, 1, 4."""
    cells = (
        (4, "include", "include"),
        (1, "include", "exclude"),
        (1, "exclude", "include"),
        (4, "exclude", "exclude"),
    )
    for n, one, other in cells:
        for _ in range(n):
            vote(cast, {cast.first: one, cast.second: other}, language="zh")
    return cast


def page(client, cast):
    client.force_login(cast.observer)
    return client.get(reverse("agreement", kwargs={"review_id": cast.review.pk})).content.decode()


def test_every_number_of_the_plot_stands_in_table_and_description(feinstein, client):
    html = page(client, feinstein)
    found = compare([[4, 0, 1], [0, 0, 0], [1, 0, 4]])
    for value in (found.kappa.value, found.kappa.low, found.kappa.high, found.pabak, found.ac1):
        assert html.count(f"{value:.2f}") >= 2
    assert re.search(r"<title [^>]*>Coefficients of .+: All records</title>", html)
    assert re.search(rf"<desc [^>]*>Cohen's kappa {found.kappa.value:.2f}, 95 % interval", html)


def test_marks_lie_where_the_numbers_say():
    found = compare([[40, 9], [6, 45]])
    plot = draw(found, 0.0)
    assert (plot.kappa, plot.pabak) == (pytest.approx(found.kappa.value * 100, abs=0.01), 70.0)
    assert plot.low < plot.kappa < plot.high <= 100
    assert draw(found, -1.0).pabak == 85.0


def test_axis_begins_below_the_lowest_value():
    assert start_of([compare([[40, 9], [6, 45]])]) == 0.0
    assert start_of([compare([[95, 4], [1, 0]])]) == -0.5
    assert start_of([compare([[0, 50], [50, 0]])]) == -1.0
    assert start_of([compare([[0, 0], [0, 0]])]) == 0.0


def test_undefined_kappa_has_no_mark(cast, client):
    for _ in range(3):
        vote(cast, {cast.first: "exclude", cast.second: "exclude"})
    html = page(client, cast)
    assert "<circle" not in html.split('class="agreement"')[1]
    assert "AC1 1.00</desc>" in html


def test_three_reviewers_get_the_coefficients_of_several(feinstein, client):
    access = access_review(feinstein.observer, feinstein.review.pk)
    assert agreement.together(access, "title-abstract") is None
    vote(feinstein, dict.fromkeys((feinstein.first, feinstein.second, feinstein.lead), "include"))
    found = agreement.together(access, "title-abstract")
    assert (found.people, found.n, found.fleiss) == (3, 11, None)
    assert 0 < found.alpha < found.ac1 < 1
    assert "Krippendorff" in page(client, feinstein)


def test_a_voter_sees_the_calibration_round_once_it_is_settled_and_nothing_else(feinstein, client):
    """The round is there to be looked at before the criteria are settled, by those who vote."""
    cast, stage = feinstein, "title-abstract"
    for verdicts in (("include", "include"), ("exclude", "include")):
        vote(
            cast, dict(zip((cast.first, cast.second), verdicts, strict=True)), title="太极拳与血压"
        )
    drawn = list(Record.objects.filter(title="太极拳与血压").order_by("pk"))
    disputed = Standing.objects.filter(record=drawn[1])
    disputed.update(outcome="conflict")
    started = CalibrationRound.objects.create(
        review=cast.review, stage=stage, voters=2, opened_at=timezone.now(), opened_by=cast.lead
    )
    started.records.set(drawn)
    access = access_review(cast.first, cast.review.pk)
    assert agreement.pairs(access, stage) == [], "it still runs"
    CalibrationRound.objects.update(closed_at=timezone.now())
    outcomes_seen(cast.review)
    assert agreement.pairs(access, stage) == [], (
        "its table would tell what the other said on the conflict"
    )
    client.force_login(cast.first)
    where = reverse("agreement", kwargs={"review_id": cast.review.pk})
    assert "once its conflicts are resolved" in client.get(where).content.decode()
    Settlement.objects.create(
        review=cast.review,
        record=drawn[1],
        stage=stage,
        verdict="include",
        settled_by=cast.adjudicator,
        settled_at=timezone.now(),
    )
    disputed.update(outcome="include")
    (pair,) = agreement.pairs(access, stage)
    assert pair.table == [[1, 0, 0], [0, 0, 0], [1, 0, 0]]
    assert (
        "only its calibration rounds are shown until it is closed"
        in client.get(where).content.decode()
    )
    name = agreement.cell(stage, pair.people, ("exclude", "include"))
    assert list(Record.objects.filter(agreement.cell_records(access, name))) == [drawn[1]]
    outside = agreement.cell(stage, pair.people, ("exclude", "exclude"))
    assert not Record.objects.filter(agreement.cell_records(access, outside)).exists()
    (whole,) = agreement.pairs(access_review(cast.observer, cast.review.pk), stage)
    assert whole.figures.n == 12
