"""Numbers by hand and the rules of votes, changed behind the program's back, are named."""

import pytest
from django.utils import timezone

from screening.actions.flow.diagram_settings import enter_number, withdraw_number
from screening.actions.protocol.reason_merge import merge_reasons
from screening.actions.protocol.reviews import change_review, create_review
from screening.actions.protocol.rule_changes import change_stage
from screening.actions.verification.told_checks import told
from screening.models import ManualNumber, Reason, Review, StageSetting, Standing
from tests.builders import make_record, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    """A review with a rule changed, other methods screened, and three numbers by hand,
    one of them withdrawn.
    """
    lead = make_user()
    made = create_review(by=lead, title_en="Nodules")
    change_stage(by=lead, setting=made.stages.get(stage="title-abstract"), votes_needed=3)
    change_review(by=lead, review=made, other_skips_screening=False)
    wrong, design = (
        Reason.objects.create(review=made, stage="full-text", label_en=n)
        for n in ("Wrnog", "Wrong")
    )
    about = {"by": lead, "review": made, "why": "Paper"}
    enter_number(**about, box="previous", number=4)
    enter_number(
        **about, box="ft_exclude", number=2, source="PubMed", kind="database", reason=wrong
    )
    merge_reasons(by=lead, review=made, reason=wrong, into=design)
    withdraw_number(
        by=lead, review=made, manual_id=enter_number(**about, box="previous_reports", number=5).pk
    )
    return made


def number(box):
    return ManualNumber.objects.filter(box=box)


def test_what_was_said_is_what_stands(review):
    assert list(told(review)) == []


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (lambda: number("previous").update(number=5), "number is 5, but 4"),
        (lambda: number("previous").update(box="removed"), "box is removed, but previous"),
        (lambda: number("previous").update(version=2), "version is 2, but 1"),
        (lambda: number("previous_reports").update(withdrawn_by=None), "withdrawn_by_id is None"),
        (lambda: number("previous").update(withdrawn_at=timezone.now()), "withdrawn is True"),
        (lambda: number("previous_reports").update(withdrawn_at=None), "withdrawn is False"),
        (lambda: number("ft_exclude").update(source="CNKI"), "source is CNKI, but PubMed"),
        (
            lambda: number("ft_exclude").update(reason=Reason.objects.get(label_en="Wrnog")),
            "reason_id is",
        ),
        (lambda: number("ft_exclude").delete()[0], "is None, but 2"),
        (
            lambda: StageSetting.objects.filter(votes_needed=3).update(votes_needed=1),
            "title-abstract: votes_needed is 1",
        ),
        (
            lambda: StageSetting.objects.filter(stage="full-text").update(double_share=20),
            "full-text: double_share is 20",
        ),
        (
            lambda: Review.objects.update(other_skips_screening=True),
            "other_skips_screening is True, but False",
        ),
    ],
)
def test_edit_of_a_number_or_a_rule_is_named(review, edit, named):
    assert edit() == 1
    review.refresh_from_db()
    assert [named in str(problem) for problem in told(review)] == [True]


@pytest.mark.parametrize("own", [{"needed": 1}, {"pinned": 1, "outcome": "include"}, {"pinned": 3}])
def test_number_of_votes_that_nobody_wanted_on_a_report_is_named(review, own):
    record = make_record(review)
    standing = Standing.objects.create(review=review, record=record, stage="title-abstract")
    assert list(told(review)) == []
    Standing.objects.filter(pk=standing.pk).update(**own)
    assert len(list(told(review))) == 1
    # What decided it before its stage came to want another number.
    Standing.objects.filter(pk=standing.pk).update(needed=None, pinned=2, outcome="include")
    assert list(told(review)) == []


def test_number_that_nobody_entered_is_named(review):
    ManualNumber.objects.create(
        review=review, box="included", number=9, why="", by=review.created_by
    )
    assert [
        str(problem).endswith("is 9, but None according to the history.")
        for problem in told(review)
    ] == [True]
