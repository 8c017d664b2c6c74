"""A sample of what the program was sure of: drawn, answered as ordinary questions, evaluated,
and acted upon.
"""

from uuid import uuid4

import pytest

from screening.actions.duplicates.duplicate_answers import (
    AnsweredAlready,
    answer_pair,
    redo_run,
    reopen_pair,
    undo_run,
)
from screening.actions.duplicates.duplicate_samples import (
    SampleRefused,
    begin_sample,
    evaluate_sample,
    give_up_sample,
)
from screening.actions.records.record_edits import add_record
from screening.actions.screening.voting import cast_vote
from screening.actions.verification.verification import verify
from screening.models import DedupeRun, DuplicatePair, DuplicateSample, Event, Merge, Record, Vote
from screening.queries.duplicates.duplicate_pairs import above, counts, kept_apart, to_check
from screening.queries.duplicates.duplicate_samples import drawable, evaluated
from screening.queries.flow.methods_facts import _duplicate_errors
from screening.records.record import Record as Entry
from tests.actions.duplicates.test_dedupe_job import CHINESE, PAPER, dedupe, picture
from tests.builders import make_record, make_search

pytestmark = pytest.mark.django_db
APART = PAPER | {
    "title": "Walking aids for patients after a stroke at home",
    "doi": "",
    "pages": "101-104",
}
ASKED = {
    "title": "Care of the skin of old men at home: a trial",
    "authors": ["Moen, P."],
    "year": 2015,
    "journal": "Skin",
}


@pytest.fixture
def review(cast):
    """Two English copies, two Chinese copies, another article on the page of the first,
    and one question.
    """
    for values in (PAPER, PAPER, CHINESE, CHINESE, APART):
        make_record(cast.review, **values)
    make_record(cast.review, **ASKED)
    make_record(cast.review, **ASKED | {"title": "Care of the skin of old women at home: a trial"})
    dedupe(cast.review)
    return cast.review


def answer_all(cast, **by_kind):
    for pair in list(to_check(cast.review)):
        answer = by_kind.get(
            pair.drawn or "asked", "same" if pair.drawn == "merged" else "different"
        )
        answer_pair(by=cast.first, review=cast.review, pair_id=pair.pk, answer=answer)


def test_pairs_of_each_kind_and_languages_can_be_drawn(review):
    assert {group: len(pairs) for group, pairs in drawable(review).items()} == {
        ("merged", "English|English"): 1,
        ("merged", "Chinese|Chinese"): 1,
        ("apart", "English|English"): 2,
    }


def test_sample_stands_among_the_questions_and_nothing_tells_it(cast, review):
    question = to_check(review).get()
    begin_sample(by=cast.lead, review=review, size=1)
    pairs = list(to_check(review))
    assert sorted(pair.drawn for pair in pairs) == ["", "apart", "merged", "merged"]
    assert question.pk not in {pair.pk for pair in pairs}, "old questions have new numbers too"
    assert [pair.pk for pair in pairs] == sorted(pair.pk for pair in pairs)
    assert not above(review, 0).filter(sample__isnull=False).exists()
    event = Event.objects.get(verb="begin_duplicate_sample")
    assert set(event.data) == {"duplicate_sample", "size"}


def test_only_one_sample_at_a_time(cast, review):
    begin_sample(by=cast.lead, review=review, size=1)
    with pytest.raises(SampleRefused, match="sample_runs"):
        begin_sample(by=cast.lead, review=review, size=1)


def test_nothing_to_draw_is_said(cast):
    with pytest.raises(SampleRefused, match="sample_empty"):
        begin_sample(by=cast.lead, review=cast.review, size=1)


def test_evaluation_waits_for_every_answer_and_tells_exact_bounds(cast, review):
    begin_sample(by=cast.lead, review=review, size=60)
    with pytest.raises(SampleRefused, match="sample_waiting"):
        evaluate_sample(by=cast.lead, review=review)
    answer_all(cast)
    sample = evaluate_sample(by=cast.lead, review=review)
    told = {
        (row["kind"], row["languages"]): (row["of"], row["drawn"], row["wrong"])
        for row in sample.result
    }
    assert told == {
        ("merged", "English|English"): (1, 1, 0),
        ("merged", "Chinese|Chinese"): (1, 1, 0),
        ("apart", "English|English"): (2, 2, 0),
    }
    assert evaluated(review) == sample
    merged = next(row for row in sample.result if row["kind"] == "merged")
    assert (merged["low"], merged["high"]) == pytest.approx((0, 0.975))
    assert Merge.objects.filter(undone_at=None).count() == 2
    assert not drawable(review), "nothing is drawn twice"


def test_wrong_merge_stays_untold_until_the_evaluation_undoes_it(cast, review):
    begin_sample(by=cast.lead, review=review, size=60)
    answer_all(cast, merged="different")
    assert Merge.objects.filter(undone_at=None).count() == 2
    assert kept_apart(review).count() == counts(review)["apart"] == 5
    sample = evaluate_sample(by=cast.lead, review=review)
    assert sum(row["wrong"] for row in sample.result) == 2
    assert not Merge.objects.filter(undone_at=None).exists()
    assert set(DuplicatePair.objects.values_list("answer", flat=True)) == {"different"}
    assert {pair.answered_by for pair in sample.pairs.all()} == {cast.first}


def test_one_of_three_copies_is_taken_out_alone(cast):
    rows = [make_record(cast.review, **PAPER).pk for _ in range(3)]
    dedupe(cast.review)
    begin_sample(by=cast.lead, review=cast.review, size=60)
    first, *others = list(to_check(cast.review))
    answer_pair(by=cast.first, review=cast.review, pair_id=first.pk, answer="different")
    for pair in others:
        answer_pair(by=cast.first, review=cast.review, pair_id=pair.pk, answer="same")
    evaluate_sample(by=cast.lead, review=cast.review)
    (stands,) = Merge.objects.filter(undone_at=None)
    assert stands.records.count() == 2
    assert Record.objects.filter(pk__in=rows, primary=None).count() == 2


def test_missed_duplicate_counts_and_is_merged_at_once(cast, review):
    begin_sample(by=cast.lead, review=review, size=1)
    answer_all(cast, apart="same")
    sample = evaluate_sample(by=cast.lead, review=review)
    assert [(row["kind"], row["wrong"]) for row in sample.result if row["wrong"]] == [("apart", 1)]
    assert Merge.objects.filter(undone_at=None).count() == 3


def test_answer_is_given_once_and_can_be_taken_back(cast, review):
    begin_sample(by=cast.lead, review=review, size=60)
    pair = to_check(review).filter(drawn="merged").first()
    answer_pair(by=cast.first, review=review, pair_id=pair.pk, answer="different")
    with pytest.raises(AnsweredAlready):
        answer_pair(by=cast.second, review=review, pair_id=pair.pk, answer="same")
    reopen_pair(by=cast.first, review=review, pair_id=pair.pk)
    answer_pair(by=cast.second, review=review, pair_id=pair.pk, answer="same")
    answer_all(cast)
    assert not sum(row["wrong"] for row in evaluate_sample(by=cast.lead, review=review).result)


def test_given_up_sample_asks_no_more_and_keeps_answers(cast, review):
    begin_sample(by=cast.lead, review=review, size=60)
    pair = to_check(review).filter(drawn="merged").first()
    answer_pair(by=cast.first, review=review, pair_id=pair.pk, answer="different")
    with pytest.raises(SampleRefused, match="sample_reason"):
        give_up_sample(by=cast.lead, review=review, reason=" ")
    give_up_sample(by=cast.lead, review=review, reason="no time")
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert [one.drawn for one in to_check(review)] == [""]
    assert evaluated(review) is None
    assert DuplicateSample.objects.get().given_up == "no time"


def test_open_vote_goes_home_from_a_wrong_merge(cast):
    rows = [make_record(cast.review, **PAPER).pk for _ in range(2)]
    told = {"review": cast.review, "stage": "title-abstract", "key": uuid4()}
    cast_vote(by=cast.first, record_id=rows[1], verdict="include", **told)
    dedupe(cast.review)
    assert Vote.objects.get().record_id == rows[0]
    begin_sample(by=cast.lead, review=cast.review, size=60)
    answer_all(cast, merged="different")
    evaluate_sample(by=cast.lead, review=cast.review)
    assert Vote.objects.get().record_id == rows[1]


def test_a_new_run_leaves_the_sample_alone(cast, review):
    begin_sample(by=cast.lead, review=review, size=60)
    before = set(DuplicatePair.objects.filter(sample__isnull=False).values_list("pk", flat=True))
    make_record(review, **PAPER)
    dedupe(review)
    assert (
        set(DuplicatePair.objects.filter(sample__isnull=False).values_list("pk", flat=True))
        == before
    )


def test_methods_tell_the_last_sample(cast, review):
    begin_sample(by=cast.lead, review=review, size=60)
    answer_all(cast)
    evaluate_sample(by=cast.lead, review=review)

    class Door:
        pass

    door = Door()
    door.review = review
    assert {
        (one.merged, one.languages, one.drawn, one.wrong) for one in _duplicate_errors(door)
    } == {
        (True, "English|English", 1, 0),
        (True, "Chinese|Chinese", 1, 0),
        (False, "English|English", 2, 0),
    }


def test_undone_run_comes_back_as_it_was(cast, review):
    before = picture(review)
    (run,) = DedupeRun.objects.all()
    assert undo_run(by=cast.lead, review=review, run_id=run.pk) == (2, 0)
    assert picture(review) != before
    assert redo_run(by=cast.lead, review=review, run_id=run.pk) == (2, 0)
    assert picture(review) == before
    assert dedupe(review)["compared"] == 0, "nothing is compared again"
    assert undo_run(by=cast.lead, review=review, run_id=run.pk) == (2, 0)


def test_what_people_keep_apart_since_does_not_come_back(cast, review):
    (run,) = DedupeRun.objects.all()
    one, two = Merge.objects.order_by("pk").first().records.values_list("pk", flat=True)
    undo_run(by=cast.lead, review=review, run_id=run.pk)
    pair = DuplicatePair.objects.create(
        review=review, first_id=min(one, two), second_id=max(one, two)
    )
    answer_pair(by=cast.first, review=review, pair_id=pair.pk, answer="different")
    assert redo_run(by=cast.lead, review=review, run_id=run.pk) == (1, 1)


@pytest.fixture
def told_review(cast):
    """The same, with everything told to the history, as the pages do it."""
    search = make_search(cast.review)
    others = (ASKED, ASKED | {"title": "Care of the skin of old women at home: a trial"})
    for values in (PAPER, PAPER, CHINESE, CHINESE, APART, *others):
        entry = Entry(
            **{
                key: tuple(value) if isinstance(value, list) else value
                for key, value in values.items()
            }
        )
        add_record(by=cast.lead, search=search, entry=entry)
    dedupe(cast.review)
    return cast.review


def test_history_agrees_with_a_sample_evaluated_and_a_run_undone_and_brought_back(
    cast, told_review
):
    run = DedupeRun.objects.filter(review=told_review).latest("pk")
    assert verify(told_review) == []
    begin_sample(by=cast.lead, review=told_review, size=60)
    answer_all(cast, merged="different")
    evaluate_sample(by=cast.lead, review=told_review)
    assert verify(told_review) == []
    undo_run(by=cast.lead, review=told_review, run_id=run.pk)
    assert verify(told_review) == []
    redo_run(by=cast.lead, review=told_review, run_id=run.pk)
    assert verify(told_review) == []
