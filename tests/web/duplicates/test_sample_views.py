"""The page of the sample, and that the questions look alike while it runs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from screening.models import DuplicatePair, DuplicateSample, Merge
from screening.queries.duplicates.duplicate_pairs import to_check
from tests.actions.duplicates.test_dedupe_job import CHINESE, PAPER, dedupe
from tests.actions.duplicates.test_duplicate_samples import APART, ASKED
from tests.builders import make_record
from tests.markup import on_one_line

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def sampled(cast):
    """A review whose sample runs, with one question."""
    for values in (
        PAPER,
        PAPER,
        CHINESE,
        CHINESE,
        APART,
        ASKED,
        ASKED | {"title": ASKED["title"].replace("men", "women")},
    ):
        make_record(cast.review, **values)
    dedupe(cast.review)
    signed_in(cast.lead).post(
        reverse("duplicate-sample-begin", args=[cast.review.pk]), {"size": "5"}
    )
    return cast


def shape(page: str) -> str:
    """The tags of the question alone, without what the two records say."""
    page = on_one_line(page)
    part = page[page.index('<div class="split">') : page.index('class="buttons answer-bar"')]
    part = re.sub(r"<(del|ins)>|</(del|ins)>", "", part)
    rows = re.sub(r'(?s)<div class="differs">.*?</div>|<div><span>.*?</div>', "", part)
    return re.sub(r'\d+|(?:lang|value)="[^"]*"|(?<=>)[^<]+|\s', "", rows)


def test_sampled_pair_looks_like_a_question(sampled):
    client = signed_in(sampled.first)
    shapes = {}
    for pair in to_check(sampled.review):
        page = client.get(
            reverse("duplicates", args=[sampled.review.pk]), {"pair": pair.pk}
        ).content.decode()
        assert "same title" not in page
        assert "score" not in page.replace("scores", "")
        shapes.setdefault(shape(page), set()).add(pair.drawn)
    assert list(shapes.values()) == [{"", "merged", "apart"}]


def test_answers_are_met_with_the_same_words(sampled):
    client = signed_in(sampled.first)
    said = {}
    for pair in list(to_check(sampled.review)):
        address = reverse("pair-answer", args=[sampled.review.pk, pair.pk])
        page = client.post(address, {"answer": "different"}, follow=True).content.decode()
        said.setdefault(pair.drawn, set()).update(
            re.findall(r'class="message[^"]*"[^>]*>([^<]*)', page)
        )
    assert said[""] == said["merged"] == said["apart"]


def test_nothing_is_merged_above_a_threshold_meanwhile(sampled):
    client = signed_in(sampled.lead)
    page = client.get(
        reverse("duplicates-threshold", args=[sampled.review.pk]), {"score": "0"}
    ).content.decode()
    assert 'name="pair"' not in page
    pairs = list(DuplicatePair.objects.values_list("pk", flat=True))
    client.post(reverse("duplicates-threshold-apply", args=[sampled.review.pk]), {"pair": pairs})
    assert set(DuplicatePair.objects.values_list("answer", flat=True)) == {"open"}


def test_page_tells_the_result_with_its_bound(sampled):
    client = signed_in(sampled.first)
    here = reverse("duplicate-sample", args=[sampled.review.pk])
    assert "A sample is being checked, since" in client.get(here).content.decode()
    for pair in list(to_check(sampled.review)):
        answer = "same" if pair.drawn == "merged" else "different"
        client.post(reverse("pair-answer", args=[sampled.review.pk, pair.pk]), {"answer": answer})
    signed_in(sampled.lead).post(reverse("duplicate-sample-evaluate", args=[sampled.review.pk]))
    assert DuplicateSample.objects.get().closed_at
    page = client.get(here).content.decode()
    assert "0.0% – 97.5%" in page
    client.cookies["django_language"] = "zh-hans"
    assert "中文 – 中文" in client.get(here).content.decode()


def test_bad_size_is_answered_in_words(cast):
    client = signed_in(cast.lead)
    for size in ("0", "x", "501", ""):
        page = client.post(
            reverse("duplicate-sample-begin", args=[cast.review.pk]), {"size": size}, follow=True
        )
        assert "whole number from 1 to 500" in page.content.decode()


def test_merges_can_be_sorted_doubtful_first(sampled):
    scores = list(Merge.objects.order_by("score").values_list("score", flat=True))
    page = signed_in(sampled.first).get(
        reverse("duplicates", args=[sampled.review.pk]), {"tab": "merged", "order": "doubtful"}
    )
    assert [group["merge"].score for group in page.context["groups"]] == scores
    assert "Latest first" in page.content.decode()
