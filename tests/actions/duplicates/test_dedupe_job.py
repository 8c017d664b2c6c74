"""Duplicates in the database: found, merged, asked, answered, and taken back."""

import gc
from uuid import uuid4

import pytest

from screening.actions.duplicates import dedupe_job
from screening.actions.duplicates.dedupe_job import at_rest
from screening.actions.duplicates.dedupe_policy import compare_again, set_policy
from screening.actions.duplicates.duplicate_answers import (
    AnsweredAlready,
    answer_pair,
    keep_apart,
    mark_duplicate,
    split,
    take_out,
    undo_run,
)
from screening.actions.duplicates.merge import MergeRefused, built_upon, merge, undo_merge
from screening.actions.jobs import job_queue
from screening.actions.records.record_edits import add_record, edit_record, stamp
from screening.actions.screening.voting import cast_vote
from screening.models import (
    DedupeRun,
    DuplicatePair,
    Event,
    Job,
    Merge,
    Record,
    Retrieval,
    Review,
    Settlement,
    Standing,
    Study,
    Vote,
)
from screening.queries.duplicates.duplicate_pairs import new_records, to_check
from screening.records.record import Record as Entry
from tests.builders import make_record, make_review, make_search, make_user

pytestmark = pytest.mark.django_db

PAPER = {
    "title": "Exosomes of muscle promote bone formation in aged rats",
    "authors": ["Keller, Maria", "Okafor, Daniel"],
    "year": 2021,
    "journal": "Illustrative Journal of Bone Biology",
    "volume": "12",
    "issue": "3",
    "pages": "101-110",
    "doi": "10.5555/a.1",
}
CHINESE = {
    "title": "骨骼肌源性外泌体促进老年大鼠骨形成",
    "authors": ["林若溪", "陈思远"],
    "year": 2022,
    "journal": "示例骨生物学杂志",
    "volume": "8",
    "issue": "2",
    "pages": "33-40",
}


def dedupe(review):
    running = job_queue.claim(
        job_queue.enqueue(kind="dedupe", review=review, by=review.created_by).pk
    )
    result = dedupe_job.run(running)
    running.finish(result)
    return result


def picture(review):
    """Everything a merge may touch, to compare before and after."""
    return {
        "records": list(
            Record.objects.filter(review=review)
            .order_by("pk")
            .values_list("pk", "primary", "place", "flow_lane", "reason")
        ),
        "votes": list(
            Vote.objects.filter(review=review)
            .order_by("user", "stage", "record")
            .values_list("record", "user", "stage", "verdict")
        ),
        "standings": list(
            Standing.objects.filter(review=review)
            .order_by("record", "stage")
            .values_list(
                "record",
                "stage",
                "votes",
                "outcome",
                "clash",
                "reason",
                "reached_at",
                "discussed_at",
            )
        ),
        "settlements": list(
            Settlement.objects.filter(review=review)
            .order_by("pk")
            .values_list("record", "stage", "verdict")
        ),
        "retrievals": list(
            Retrieval.objects.filter(review=review)
            .order_by("record")
            .values_list("record", "status", "by", "at")
        ),
        "studies": sorted(
            Study.reports.through.objects.filter(study__review=review).values_list(
                "study", "record"
            )
        ),
    }


def test_run_merges_certain_duplicates_in_both_languages():
    review = make_review()
    same = [
        make_record(review, **PAPER),
        make_record(review, **PAPER | {"doi": "", "pages": "101-10"}),
    ]
    chinese = [
        make_record(review, **CHINESE),
        make_record(review, **CHINESE | {"title": "骨骼肌源性外泌體促進老年大鼠骨形成"}),
    ]
    other = make_record(review, title="运动与骨形成", year=2020)
    result = dedupe(review)
    assert (result["compared"], result["merged"]) == (5, 2)
    groups = {frozenset(m.records.values_list("pk", flat=True)) for m in Merge.objects.all()}
    assert groups == {frozenset(r.pk for r in same), frozenset(r.pk for r in chinese)}
    other.refresh_from_db()
    assert other.place == "await_ta"


def test_run_again_changes_nothing():
    review = make_review()
    make_record(review, **PAPER), make_record(review, **PAPER)
    dedupe(review)
    before = picture(review)
    assert dedupe(review) == {"compared": 0, "merged": 0, "to_check": 0}
    assert picture(review) == before


def test_new_record_joins_the_group_that_stands():
    review = make_review()
    make_record(review, **PAPER), make_record(review, **PAPER)
    dedupe(review)
    late = make_record(review, **PAPER)
    assert dedupe(review)["merged"] == 1
    late.refresh_from_db()
    assert late.place == "duplicate"
    assert Record.objects.filter(review=review, primary=None).count() == 1


def test_undone_merge_is_not_found_again():
    review = make_review()
    make_record(review, **PAPER), make_record(review, **PAPER)
    before = picture(review)
    dedupe(review)
    split(by=review.created_by, review=review, merge_id=Merge.objects.get().pk)
    assert picture(review) == before
    third = make_record(review, **PAPER)
    dedupe(review)
    third.refresh_from_db()
    pairs = set(DuplicatePair.objects.filter(answer="different").values_list("first", "second"))
    groups = [
        set(m.records.values_list("pk", flat=True)) for m in Merge.objects.filter(undone_at=None)
    ]
    assert not any({a, b} <= group for a, b in pairs for group in groups)


def test_undo_of_a_run_restores_what_was():
    review = make_review()
    for _ in range(3):
        make_record(review, **PAPER)
    make_record(review, **CHINESE), make_record(review, **CHINESE)
    before = picture(review)
    dedupe(review)
    assert picture(review) != before
    assert undo_run(by=review.created_by, review=review, run_id=DedupeRun.objects.get().pk) == (
        2,
        0,
    )
    assert picture(review) == before


def test_merge_brings_votes_to_a_primary_without_any_and_undo_takes_them_home():
    first, second = make_user(), make_user()
    review = make_review(reviewers=[first, second])
    a, b = make_record(review), make_record(review)
    for user in (first, second):
        cast_vote(
            by=user,
            review=review,
            record_id=b.pk,
            stage="title-abstract",
            verdict="include",
            key=uuid4(),
        )
    before = picture(review)
    done = merge(review=review, record_ids=[a.pk, b.pk], by=first)
    a.refresh_from_db()
    assert a.place == "await_retrieval"
    assert set(Vote.objects.values_list("record", flat=True)) == {a.pk}
    undo_merge(by=first, review=review, merge_id=done.pk)
    assert picture(review) == before


def test_merge_of_opposite_outcomes_is_a_conflict_until_undone():
    people = [make_user(), make_user()]
    review = make_review(reviewers=people)
    a, b = make_record(review), make_record(review)
    for user in people:
        cast_vote(
            by=user,
            review=review,
            record_id=a.pk,
            stage="title-abstract",
            verdict="include",
            key=uuid4(),
        )
        cast_vote(
            by=user,
            review=review,
            record_id=b.pk,
            stage="title-abstract",
            verdict="exclude",
            key=uuid4(),
        )
    before = picture(review)
    done = merge(review=review, record_ids=[a.pk, b.pk], by=people[0])
    assert Standing.objects.get(record=a, stage="title-abstract").outcome == "conflict"
    undo_merge(by=people[0], review=review, merge_id=done.pk)
    assert picture(review) == before


def test_undo_names_the_merges_built_upon_it():
    review = make_review()
    a, b, c = (make_record(review) for _ in range(3))
    earlier = merge(review=review, record_ids=[a.pk, b.pk], by=None)
    later = merge(review=review, record_ids=[a.pk, c.pk], by=None)
    with pytest.raises(MergeRefused) as refused:
        undo_merge(by=review.created_by, review=review, merge_id=earlier.pk)
    assert (refused.value.code, refused.value.merges) == ("built_upon", [later.pk])


def test_second_answer_to_a_pair_is_told():
    review = make_review()
    a, b = make_record(review), make_record(review)
    pair = DuplicatePair.objects.create(review=review, first=a, second=b)
    answer_pair(by=review.created_by, review=review, pair_id=pair.pk, answer="different")
    with pytest.raises(AnsweredAlready):
        answer_pair(by=review.created_by, review=review, pair_id=pair.pk, answer="same")
    assert not Merge.objects.exists()


def test_report_found_in_a_database_too_counts_in_its_lane():
    review = make_review()
    cited = make_record(
        review,
        search=make_search(review, kind="citation", name="Lists"),
        place="await_retrieval",
        **PAPER,
    )
    found = make_record(review, search=make_search(review), **PAPER)
    dedupe(review)
    rows = {r.pk: r for r in Record.objects.all()}
    primary = next(r for r in rows.values() if not r.primary_id)
    assert (primary.flow_lane, primary.place) == ("dbr", "await_ta")
    assert sorted(r.flow_lane for r in rows.values()) == (["dbr", "oth"])
    assert {cited.pk, found.pk} == set(rows)


def test_every_merge_is_in_the_history():
    review = make_review()
    make_record(review, **PAPER), make_record(review, **PAPER)
    dedupe(review)
    assert Event.objects.filter(review=review, verb="merge").count() == Merge.objects.count() == 1


def test_undo_in_the_middle_takes_the_later_ones_back_to_be_checked():
    review = make_review()
    a, b, c, d = (make_record(review) for _ in range(4))
    before = picture(review)
    first = merge(review=review, record_ids=[a.pk, b.pk], by=None)
    second = mark_duplicate(by=review.created_by, review=review, record_id=a.pk, of_id=c.pk)
    third = merge(review=review, record_ids=[c.pk, d.pk], by=None)
    assert built_upon(first) == [third.pk, second.pk]
    with pytest.raises(MergeRefused):
        split(by=review.created_by, review=review, merge_id=first.pk)
    split(by=review.created_by, review=review, merge_id=first.pk, later=True)
    assert picture(review) == before
    answers = {(p.first_id, p.second_id): p.answer for p in DuplicatePair.objects.all()}
    assert answers == {(a.pk, b.pk): "different", (a.pk, c.pk): "open", (c.pk, d.pk): "open"}


def test_one_of_several_taken_out_leaves_the_others_merged():
    review = make_review()
    a, b, c = (make_record(review) for _ in range(3))
    done = merge(review=review, record_ids=[a.pk, b.pk, c.pk], by=None)
    left = take_out(by=review.created_by, review=review, merge_id=done.pk, record_id=b.pk)
    assert set(left.records.values_list("pk", flat=True)) == {a.pk, c.pk}
    assert Record.objects.get(pk=b.pk).place == "await_ta"
    answers = {(p.first_id, p.second_id): p.answer for p in DuplicatePair.objects.all()}
    assert answers == {(a.pk, b.pk): "different", (b.pk, c.pk): "different"}
    with pytest.raises(MergeRefused) as refused:
        merge(review=review, record_ids=[a.pk, b.pk], by=None)
    assert refused.value.code == "kept_apart"


def test_fullest_record_becomes_primary_and_one_that_is_decided_stays_it():
    review = make_review(reviewers=2)
    bare = make_record(review, **PAPER)
    full = make_record(review, **PAPER | {"abstract": "Background: …", "pmid": "7"})
    dedupe(review)
    assert Merge.objects.get().primary == full
    assert {e["key"] for e in Merge.objects.get().evidence} >= {"title.same", "doi.same"}
    undo_run(by=review.created_by, review=review, run_id=DedupeRun.objects.get().pk)
    for member in review.memberships.filter(reviews=True):
        cast_vote(
            by=member.user,
            review=review,
            record_id=bare.pk,
            stage="title-abstract",
            verdict="include",
            key=uuid4(),
        )
    dedupe(review)
    assert Merge.objects.get(undone_at=None).primary == bare


def test_run_after_an_undone_run_finds_the_same_again():
    review = make_review()
    make_record(review, **PAPER), make_record(review, **PAPER)
    dedupe(review)
    after = picture(review)
    assert undo_run(by=review.created_by, review=review, run_id=DedupeRun.objects.get().pk) == (
        1,
        0,
    )
    assert dedupe(review)["merged"] == 1
    assert picture(review) == after


def test_policy_changes_links_to_merges_and_back_when_all_is_compared_again():
    review = make_review()
    lead = review.created_by
    published = PAPER | {"doi": "10.5555/a.1"}
    make_record(review, **published)
    make_record(
        review,
        **published
        | {
            "doi": "10.1101/2020.1",
            "type": "preprint",
            "journal": "medRxiv",
            "volume": "",
            "issue": "",
            "pages": "",
        },
    )
    dedupe(review)
    assert [p.answer for p in DuplicatePair.objects.all()] == ["linked"]
    assert not set_policy(by=lead, review=review, choices={})
    assert set_policy(by=lead, review=review, choices={"preprint": "leave"})
    compare_again(by=lead, review=review)
    dedupe(review)
    assert not DuplicatePair.objects.exists()
    set_policy(by=lead, review=review, choices={"preprint": "merge"})
    compare_again(by=lead, review=review)
    assert dedupe(review)["merged"] == 1
    assert Event.objects.filter(verb="dedupe_policy").last().data == {
        "before": {"preprint": "leave"},
        "after": {"preprint": "merge"},
    }


def test_studies_come_along_with_a_merge_and_go_back():
    review = make_review()
    a, b = make_record(review), make_record(review)
    study = Study.objects.create(review=review, name="高亚 2024")
    study.reports.add(b)
    before = picture(review)
    done = merge(review=review, record_ids=[a.pk, b.pk], by=None)
    assert a in study.reports.all()
    undo_merge(by=review.created_by, review=review, merge_id=done.pk)
    assert picture(review) == before


def test_garbage_collection_goes_on_after_a_comparison():
    assert gc.isenabled()
    with at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


PREPRINT = PAPER | {
    "doi": "10.1101/2020.1",
    "type": "preprint",
    "journal": "medRxiv",
    "volume": "",
    "issue": "",
    "pages": "",
}


@pytest.mark.parametrize(
    "moment",
    ["dedupe.candidates", "dedupe.clustering", "dedupe.applying", "dedupe.asking", "dedupe.keys"],
)
def test_policy_saved_during_a_run_holds_at_its_end(moment, monkeypatch):
    review = make_review()
    make_record(review, **PAPER), make_record(review, **PREPRINT)
    make_record(review, **CHINESE), make_record(review, **CHINESE)
    saved = []

    def reach(point, *_):
        if point == moment and not saved:
            saved.append(
                set_policy(
                    by=review.created_by, review=make_same(review), choices={"preprint": "leave"}
                )
            )

    monkeypatch.setattr(dedupe_job, "reach", reach)
    assert dedupe(review)["merged"] == 1
    assert saved == [True]
    assert not DuplicatePair.objects.exists()  # under the policy before, the two would be linked
    assert not new_records(review).exists()


def make_same(review):
    """The review as another process has it."""
    return Review.objects.get(pk=review.pk)


def test_answer_given_during_a_run_keeps_two_apart_and_the_third_is_merged(monkeypatch):
    review = make_review()
    _a, b, c = (make_record(review, **PAPER) for _ in range(3))

    def reach(point, *_):
        if point == "dedupe.clustering":
            keep_apart(by=review.created_by, review=review, pairs=[(b.pk, c.pk)])

    monkeypatch.setattr(dedupe_job, "reach", reach)
    dedupe(review)
    found = dict(Record.objects.values_list("pk", "primary_id"))
    assert sum(primary is not None for primary in found.values()) == 1
    assert (found[b.pk] or b.pk) != (found[c.pk] or c.pk)
    assert dedupe(review)["merged"] == 0


def test_comparing_again_waits_for_a_run_of_its_own():
    review = make_review()
    make_record(review, **PAPER)
    atwork = job_queue.claim(
        job_queue.enqueue(kind="dedupe", review=review, by=review.created_by).pk
    )
    waiting = compare_again(by=review.created_by, review=review)
    assert waiting.pk != atwork.job.pk
    assert compare_again(by=review.created_by, review=review) == waiting


def test_record_that_was_corrected_or_added_by_hand_is_compared():
    review = make_review()
    make_record(review, **PAPER)
    odd = make_record(
        review, **PAPER | {"title": "Something else", "doi": "", "pages": "7", "abstract": "No."}
    )
    assert dedupe(review)["merged"] == 0
    edit_record(
        by=review.created_by,
        review=review,
        record_id=odd.pk,
        seen=stamp(odd),
        fields={
            "title": PAPER["title"],
            "doi": PAPER["doi"],
            "pages": PAPER["pages"],
            "abstract": "",
        },
    )
    assert Job.objects.filter(kind="dedupe", state="queued").count() == 1
    assert dedupe(review)["merged"] == 1
    entry = Entry(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in PAPER.items()
        }
    )
    add_record(by=review.created_by, search=make_search(review), entry=entry)
    assert Job.objects.filter(kind="dedupe", state="queued").count() == 1
    assert dedupe(review)["merged"] == 1


def test_correcting_a_keyword_compares_nothing():
    review = make_review()
    record = make_record(review, **PAPER)
    dedupe(review)
    edit_record(
        by=review.created_by,
        review=review,
        record_id=record.pk,
        seen=stamp(record),
        fields={"keywords": ["骨"]},
    )
    assert not new_records(review).exists()
    assert not Job.objects.filter(state="queued").exists()


NOTICE = PAPER | {
    "title": f"Correction to: {PAPER['title']}",
    "issue": "10",
    "pages": "940",
    "doi": "10.5555/n.1",
}
UNNAMED = CHINESE | {
    "title": "Exosomes of skeletal muscle promote bone formation in aged rats",
    "authors": [],
    "journal": "Example Journal of Bone Biology",
}


@pytest.mark.parametrize(
    ("one", "other", "late"),
    [
        (PAPER | {"doi": ""}, NOTICE | {"authors": ["Keller, Maria"]}, NOTICE),
        (
            UNNAMED | {"issn": ["1234-5679"]},
            CHINESE | {"issn": ["1234-5679"], "volume": ""},
            CHINESE | {"issn": ["1234-5679"]},
        ),
    ],
)
@pytest.mark.parametrize("answer", ["open", "later"])
def test_record_that_joins_a_report_brings_no_question_twice(one, other, late, answer):
    review = make_review()
    make_record(review, **one), make_record(review, **other)
    dedupe(review)
    if answer == "later":
        answer_pair(
            by=review.created_by, review=review, pair_id=to_check(review).get().pk, answer="later"
        )
    make_record(review, **late)
    assert dedupe(review)["merged"] == 1
    pair = to_check(review).get()
    assert pair.answer == answer
    answer_pair(by=review.created_by, review=review, pair_id=pair.pk, answer="different")
    assert not to_check(review).exists()


def test_likelier_question_between_two_reports_takes_the_place_of_the_earlier():
    review = make_review()
    a, b = (
        make_record(review, **PAPER | {"doi": ""}),
        make_record(review, **NOTICE | {"authors": ["Keller, Maria"]}),
    )
    dedupe(review)
    DuplicatePair.objects.filter(first=a, second=b).update(score=6)
    late = make_record(review, **NOTICE)
    dedupe(review)
    assert [(pair.first_id, pair.second_id) for pair in to_check(review)] == [(a.pk, late.pk)]
