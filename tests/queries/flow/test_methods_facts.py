"""What the methods section tells, counted from what was really done."""

from uuid import uuid4

import pytest
from django.utils import timezone

from screening import PROGRAM
from screening.actions.duplicates import dedupe_job
from screening.actions.duplicates.merge import merge
from screening.actions.history.tool_use import note_use
from screening.actions.jobs import job_queue
from screening.actions.screening.adjudication import discuss, settle
from screening.actions.screening.prescreening_removal import set_removed
from screening.actions.screening.stages import start_calibration
from screening.actions.screening.voting import cast_vote
from screening.models import CalibrationRound, Criterion, Reason, StageSetting, ToolUse, Vote
from screening.queries.access.authorization import access_review
from screening.queries.flow.methods_facts import methods
from tests.builders import make_cast, make_record, make_search

pytestmark = pytest.mark.django_db
TA, FT = "title-abstract", "full-text"


@pytest.fixture
def cast():
    return make_cast()


def told(cast):
    return methods(access_review(cast.lead, cast.review.pk))


def stage(cast, key=TA):
    return next(one for one in told(cast).stages if one.stage == key)


def vote(cast, person, record, verdict="include", **more):
    cast_vote(
        by=person,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        verdict=verdict,
        key=uuid4(),
        **more,
    )


def test_conflicts_solved_by_talking_are_not_those_that_were_settled(cast):
    talked, settled, waiting = (make_record(cast.review) for _ in range(3))
    for record in (talked, settled, waiting):
        vote(cast, cast.first, record, "include")
        vote(cast, cast.second, record, "exclude")
        discuss(by=cast.adjudicator, review=cast.review, record_id=record.pk, stage=TA)
    vote(cast, cast.second, talked, "include")
    settle(
        by=cast.adjudicator, review=cast.review, record_id=settled.pk, stage=TA, verdict="include"
    )
    found = stage(cast)
    assert (found.discussed, found.talked_out, found.settled, found.open_conflicts) == (3, 1, 1, 1)


def test_cut_off_counts_what_everybody_included(cast):
    poor = Reason.objects.create(review=cast.review, stage=TA, label_en="Poor", label_zh="质量低")
    StageSetting.objects.filter(stage=TA).update(cutoff=60, cutoff_reason=poor, judged=True)
    criteria = [
        Criterion.objects.create(review=cast.review, stage=TA, text_zh=f"标准{n}") for n in (1, 2)
    ]
    low, high, excluded = (make_record(cast.review) for _ in range(3))
    for record, answers in (
        (low, ("not_met", "unclear")),
        (high, ("met", "met")),
        (excluded, ("not_met", "not_met")),
    ):
        judged = {str(c.pk): answer for c, answer in zip(criteria, answers, strict=True)}
        for person in (cast.first, cast.second):
            vote(
                cast,
                person,
                record,
                "exclude" if record == excluded else "include",
                judgements=judged,
            )
    found = stage(cast)
    assert (found.cutoff, found.cutoff_excluded) == (60, 1)


def test_calibration_rounds_are_told(cast):
    for _ in range(4):
        make_record(cast.review)
    start_calibration(by=cast.lead, review=cast.review, stage=TA, size=3)
    (one,) = stage(cast).calibrations
    assert (one.records, one.voters) == (3, 2)
    assert CalibrationRound.objects.get().opened_at.date() == one.at


def test_grades_are_counted_of_assessed_reports_alone(cast):
    quality = Criterion.objects.create(
        review=cast.review, stage=FT, kind="quality", text_zh="分组清楚"
    )
    kept, duplicate, waiting = (
        make_record(cast.review, place=place) for place in ("included", "duplicate", "await_ft")
    )
    for record in (kept, duplicate, waiting):
        Vote.objects.create(
            review=cast.review,
            record=record,
            user=cast.first,
            stage=FT,
            verdict="include",
            key=uuid4(),
            cast_at=timezone.now(),
            judgements={str(quality.pk): "met"},
        )
    duplicate.primary = kept
    duplicate.save()
    assert told(cast).judgements == {"quality": {"met": 1}}


def test_duplicates_of_all_sources_are_told_by_who_merged_them(cast):
    paper = {
        "title": "骨骼肌源性外泌体促进老年大鼠骨形成",
        "year": 2022,
        "volume": "8",
        "issue": "2",
        "pages": "33-40",
        "journal": "示例骨生物学杂志",
        "authors": ["林若溪"],
        "doi": "10.5555/a.1",
    }
    hand = make_search(cast.review, name="参考文献", kind="citation")
    for search in (make_search(cast.review), make_search(cast.review, name="CNKI"), hand):
        make_record(cast.review, search=search, **paper)
    one, other = make_record(cast.review), make_record(cast.review)
    running = job_queue.claim(job_queue.enqueue(kind="dedupe", review=cast.review, by=cast.lead).pk)
    running.finish(dedupe_job.run(running))
    merge(review=cast.review, record_ids=[one.pk, other.pk], by=cast.lead)
    found = told(cast)
    assert (found.merged_by_program, found.merged_by_people) == (2, 1)
    (tool,) = found.tools
    assert (tool.step, tool.program, tool.first) == ("dedupe", PROGRAM, timezone.now().date())


def test_each_version_of_the_program_has_its_row_with_first_and_last_day(cast, monkeypatch):
    note_use(cast.review, "order", TA)
    note_use(cast.review, "order", TA)
    monkeypatch.setattr("screening.actions.history.tool_use.PROGRAM", "Reviewapp 9.9")
    note_use(cast.review, "order", TA)
    assert dict(ToolUse.objects.values_list("program", "runs")) == {PROGRAM: 2, "Reviewapp 9.9": 1}
    assert [tool.program for tool in told(cast).tools] == [PROGRAM, "Reviewapp 9.9"]


def test_other_tools_that_excluded_something_are_named(cast):
    record = make_record(cast.review)
    set_removed(
        by=cast.lead,
        review=cast.review,
        record_ids=[record.pk],
        kind="automation",
        note="RobotSearch",
    )
    assert [(tool.step, tool.program) for tool in told(cast).tools] == [("tools", "RobotSearch")]


def test_who_still_votes_is_not_told_numbers_that_their_own_vote_moves(cast):
    record = make_record(cast.review)
    vote(cast, cast.first, record, "include")
    vote(cast, cast.second, record, "exclude")
    seen = methods(access_review(cast.first, cast.review.pk)).stages[0]
    assert (seen.open_conflicts, seen.cutoff_excluded, seen.discussed) == (None, None, 0)
    assert stage(cast).open_conflicts == 1
