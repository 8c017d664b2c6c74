"""The duplicates pages as whole requests."""

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.duplicates.duplicate_answers import mark_duplicate
from screening.actions.duplicates.merge import merge
from screening.models import DuplicatePair, Job, Merge, Record, Review, Study
from tests.actions.duplicates.test_dedupe_job import CHINESE, PAPER, dedupe
from tests.builders import make_record

pytestmark = pytest.mark.django_db
PREPRINT = {
    "doi": "10.1101/1",
    "type": "preprint",
    "journal": "medRxiv",
    "volume": "",
    "issue": "",
    "pages": "",
}


@pytest.fixture
def lead(cast):
    client = Client()
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def reviewer(cast):
    client = Client()
    client.force_login(cast.first, backend="django.contrib.auth.backends.ModelBackend")
    return client


def tab(client, cast, name):
    return client.get(reverse("duplicates", args=[cast.review.pk]), {"tab": name}).content.decode()


def test_merged_tab_says_why_each_duplicate_is_there_once(lead, cast):
    make_record(cast.review, **PAPER)
    make_record(cast.review, **PAPER)
    make_record(cast.review, **CHINESE)
    make_record(cast.review, **CHINESE)
    dedupe(cast.review)
    page = tab(lead, cast, "merged")
    assert page.count("same DOI") == 1
    assert page.count("same title") == 2
    assert page.count("merged automatically ·") == 2


def test_merged_tab_costs_the_same_with_one_and_three_merges(
    lead, cast, django_assert_max_num_queries
):
    counts = []
    for _ in range(2):
        for _ in range(1 if not counts else 2):
            rows = [make_record(cast.review).pk for _ in range(2)]
            merge(review=cast.review, record_ids=rows, by=None)
        with django_assert_max_num_queries(60) as seen:
            tab(lead, cast, "merged")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_linked_pair_is_grouped_into_a_study(reviewer, cast):
    first, second = make_record(cast.review, **PAPER), make_record(cast.review, **PAPER | PREPRINT)
    dedupe(cast.review)
    assert DuplicatePair.objects.get().answer == "linked"
    page = tab(reviewer, cast, "linked")
    assert "Group as one study" in page
    assert "Group as one study" not in tab(reviewer, cast, "apart")
    reviewer.post(reverse("study-group", args=[cast.review.pk]), {"records": [first.pk, second.pk]})
    assert set(Study.objects.get().reports.all()) == {first, second}
    assert "One study" in tab(reviewer, cast, "linked")


def test_linked_pair_can_be_merged_after_all(reviewer, cast):
    make_record(cast.review, **PAPER), make_record(cast.review, **PAPER | PREPRINT)
    dedupe(cast.review)
    address = reverse("pair-answer", args=[cast.review.pk, DuplicatePair.objects.get().pk])
    answer = reviewer.post(address, {"answer": "same", "tab": "linked"})
    assert answer.url.endswith("tab=linked")
    assert Merge.objects.filter(undone_at=None).count() == 1


def test_policy_is_saved_logged_and_compares_again(lead, cast):
    address = reverse("duplicates-policy", args=[cast.review.pk])
    assert "Preprint and published article" in lead.get(address).content.decode()
    choices = dict.fromkeys(
        ["preprint", "versions", "conference", "thesis", "translation", "guideline"], "link"
    )
    lead.post(address, choices | {"preprint": "merge", "again": "on"})
    assert Review.objects.get(pk=cast.review.pk).dedupe_policy["preprint"] == "merge"
    assert Job.objects.filter(kind="dedupe", review=cast.review).count() == 1
    assert cast.review.events.filter(verb="dedupe_policy").count() == 1
    lead.post(address, choices | {"preprint": "melt"})
    assert Review.objects.get(pk=cast.review.pk).dedupe_policy["preprint"] == "merge"


def test_undo_in_the_middle_is_offered_with_the_later_ones(reviewer, cast):
    a, b, c = (make_record(cast.review) for _ in range(3))
    first = merge(review=cast.review, record_ids=[a.pk, b.pk], by=None)
    merge(review=cast.review, record_ids=[a.pk, c.pk], by=cast.second)
    undo = reverse("merge-undo", args=[cast.review.pk, first.pk])
    told = reviewer.post(undo)
    assert told.url == reverse("merge", args=[cast.review.pk, first.pk])
    assert "Undo all of them" in reviewer.get(told.url).content.decode()
    reviewer.post(undo, {"later": "1"})
    assert not Merge.objects.filter(undone_at=None).exists()
    assert not Record.objects.exclude(primary=None).exists()


def test_undone_answer_is_a_question_again(reviewer, cast):
    make_record(cast.review, **PAPER), make_record(cast.review, **PAPER | PREPRINT)
    pair = DuplicatePair.objects.create(
        review=cast.review, first=Record.objects.first(), second=Record.objects.last(), score=3.0
    )
    reviewer.post(reverse("pair-answer", args=[cast.review.pk, pair.pk]), {"answer": "same"})
    page = reviewer.post(
        reverse("merge-undo", args=[cast.review.pk, Merge.objects.get().pk]), follow=True
    )
    assert "the question is open again" in page.content.decode()
    pair.refresh_from_db()
    assert (pair.answer, pair.answered_by) == ("open", None)


def test_undone_mark_of_a_person_leaves_no_question(reviewer, cast):
    a, b = make_record(cast.review), make_record(cast.review)
    reviewer.post(reverse("record-duplicate", args=[cast.review.pk, a.pk]), {"of": b.pk})
    reviewer.post(reverse("merge-undo", args=[cast.review.pk, Merge.objects.get().pk]))
    assert not DuplicatePair.objects.exists()
    assert Record.objects.filter(primary=None).count() == 2


def test_one_of_three_is_taken_out(reviewer, cast):
    a, b, c = (make_record(cast.review) for _ in range(3))
    done = merge(review=cast.review, record_ids=[a.pk, b.pk, c.pk], by=None)
    address = reverse("merge-take-out", args=[cast.review.pk, done.pk])
    assert (
        "Separate only this record"
        in reviewer.get(reverse("merge", args=[cast.review.pk, done.pk])).content.decode()
    )
    reviewer.post(address, {"record": b.pk})
    assert list(Record.objects.filter(primary=None).order_by("pk")) == [a, b]


@pytest.mark.parametrize("value", ["", "x", "٣", "99999999999999999"])
def test_nonsense_taken_out_changes_nothing(reviewer, cast, value):
    rows = [make_record(cast.review).pk for _ in range(3)]
    done = merge(review=cast.review, record_ids=rows, by=None)
    reviewer.post(reverse("merge-take-out", args=[cast.review.pk, done.pk]), {"record": value})
    assert Merge.objects.filter(undone_at=None).count() == 1


def test_merge_against_an_answer_is_refused_with_the_reason(reviewer, cast):
    a, b = make_record(cast.review), make_record(cast.review)
    DuplicatePair.objects.create(
        review=cast.review, first=a, second=b, answer="different", answered_by=cast.second
    )
    answer = reviewer.post(
        reverse("record-duplicate", args=[cast.review.pk, a.pk]), {"of": b.pk}, follow=True
    )
    assert (
        "Somebody decided that records of these two reports are different"
        in answer.content.decode()
    )
    assert not Merge.objects.exists()


def test_card_while_screening_leads_to_marking_a_duplicate(reviewer, cast):
    record = make_record(cast.review)
    page = reviewer.get(
        reverse("screen-record", args=[cast.review.pk, "title-abstract", record.pk])
    ).content.decode()
    assert f"/records/{record.pk}/#duplicate" in page


def test_marked_duplicate_names_who_said_so(lead, cast):
    a, b = make_record(cast.review), make_record(cast.review)
    mark_duplicate(by=cast.second, review=cast.review, record_id=a.pk, of_id=b.pk)
    page = tab(lead, cast, "merged")
    assert f"merged by {cast.second}" in page
    assert "decided by a person" in page


def test_threshold_says_which_ticked_pairs_it_did_not_merge(lead, cast):
    one, two, three = (
        make_record(cast.review, title=title)
        for title in ("骨形成", "骨形成研究", "Bone formation")
    )
    kept = {"answer": "different", "answered_by": cast.lead}
    DuplicatePair.objects.create(review=cast.review, first=one, second=two, **kept)
    likely = [
        DuplicatePair.objects.create(review=cast.review, first=record, second=three, score=score)
        for record, score in ((one, 9), (two, 8))
    ]
    shown = lead.get(
        reverse("duplicates-threshold", args=[cast.review.pk]), {"score": "6"}
    ).content.decode()
    assert shown.count('name="pair"') == 2
    ticked = {"pair": [pair.pk for pair in likely] + ["9" * 30]}
    told = lead.post(
        reverse("duplicates-threshold-apply", args=[cast.review.pk]), ticked, follow=True
    ).content.decode()
    assert "1 pair is merged." in told
    assert "1 ticked pair was not merged" in told
    assert Record.objects.get(pk=two.pk).primary is None
    assert DuplicatePair.objects.get(pk=likely[1].pk).answer == "open"
