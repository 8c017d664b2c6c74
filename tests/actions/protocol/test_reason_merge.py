"""No two reasons of one name, and a misspelt one merged into another with everything that names it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.protocol.protocol_items import save_reason
from screening.actions.protocol.reason_merge import ReasonRefused, merge_reasons, same_name
from screening.actions.records.record_edits import add_record
from screening.actions.screening.adjudication import settle
from screening.actions.screening.voting import cast_vote
from screening.actions.verification.verification import verify
from screening.models import Event, Reason, Settlement, StageSetting, Vote
from screening.queries.flow import flow_counts
from screening.records.record import Record as Entry
from tests.builders import make_cast, make_record, make_search

pytestmark = pytest.mark.django_db
TA = "title-abstract"


@pytest.fixture
def cast():
    return make_cast()


def reason(cast, label, stage=TA):
    return save_reason(by=cast.lead, review=cast.review, stage=stage, label_en="", label_zh=label)


def exclude(cast, person, record, why):
    cast_vote(
        by=person,
        review=cast.review,
        record_id=record.pk,
        stage=TA,
        verdict="exclude",
        key=uuid4(),
        reason_id=why.pk,
    )


@pytest.mark.parametrize(
    "again", ["研究设计不符", " 研究设计不符。", "Wrong design", "wrong  DESIGN.", "Ｗrong design"]
)
def test_two_reasons_cannot_have_one_name(cast, again):
    first = save_reason(
        by=cast.lead, review=cast.review, stage=TA, label_en="Wrong design", label_zh="研究设计不符"
    )
    with pytest.raises(ReasonRefused, match="name"):
        save_reason(by=cast.lead, review=cast.review, stage=TA, label_en=again, label_zh="")
    assert same_name(cast.review, "full-text", ("Wrong design", "")) is None
    save_reason(
        by=cast.lead, review=cast.review, stage=TA, label_en=again, label_zh="", reason=first
    )


def test_an_empty_name_is_like_no_other(cast):
    reason(cast, "对象不符")
    save_reason(by=cast.lead, review=cast.review, stage=TA, label_en="Wrong people", label_zh="")


def test_the_page_says_which_reason_has_the_name(client, cast):
    reason(cast, "研究设计不符")
    client.force_login(cast.lead)
    page = client.post(
        reverse("reason-new", args=[cast.review.pk]), {"stage": TA, "label_zh": "研究设计不符 "}
    )
    assert "研究设计不符" in str(page.context["form"].non_field_errors())
    assert Reason.objects.count() == 1


def test_a_misspelt_reason_is_merged_with_its_votes(client, cast):
    right, wrong = reason(cast, "研究设计不符"), reason(cast, "研究设记不符")
    StageSetting.objects.filter(stage=TA).update(cutoff_reason=wrong)
    agreed, settled = make_record(cast.review), make_record(cast.review)
    exclude(cast, cast.first, agreed, right)
    exclude(cast, cast.second, agreed, wrong)
    exclude(cast, cast.first, settled, wrong)
    cast_vote(
        by=cast.second,
        review=cast.review,
        record_id=settled.pk,
        stage=TA,
        verdict="include",
        key=uuid4(),
    )
    settle(
        by=cast.adjudicator,
        review=cast.review,
        record_id=settled.pk,
        stage=TA,
        verdict="exclude",
        reason_id=wrong.pk,
    )
    client.force_login(cast.lead)
    client.post(reverse("reason-merge", args=[cast.review.pk, wrong.pk]), {"into": right.pk})
    for record in (agreed, settled):
        record.refresh_from_db()
        assert (record.place, record.reason) == ("ta_exclude", right)
    assert set(Vote.objects.exclude(reason=None).values_list("reason", flat=True)) == {right.pk}
    assert Settlement.objects.get().reason == right
    assert StageSetting.objects.get(stage=TA).cutoff_reason == right
    wrong.refresh_from_db()
    assert wrong.retired_at is not None
    assert Event.objects.get(verb="merge_reasons").data == {
        "reason": wrong.pk,
        "into_reason": right.pk,
        "votes": 2,
    }


def test_the_history_tells_it_and_the_replay_agrees(cast):
    search = make_search(cast.review)
    right, wrong = (
        reason(cast, "结局指标不符", "full-text"),
        reason(cast, "结局指标不付", "full-text"),
    )
    records = [
        add_record(by=cast.lead, search=search, entry=Entry(title=f"外泌体与骨形成 {n}"))
        for n in range(2)
    ]
    for record in records:
        for person in (cast.first, cast.second):
            cast_vote(
                by=person,
                review=cast.review,
                record_id=record.pk,
                stage=TA,
                verdict="include",
                key=uuid4(),
            )
        set_retrieval(by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved")
        for person, why in ((cast.first, right), (cast.second, wrong)):
            cast_vote(
                by=person,
                review=cast.review,
                record_id=record.pk,
                stage="full-text",
                verdict="exclude",
                key=uuid4(),
                reason_id=why.pk,
            )
    before = list(verify(cast.review))
    joined = merge(review=cast.review, record_ids=[r.pk for r in records], by=cast.lead)
    merge_reasons(by=cast.lead, review=cast.review, reason=wrong, into=right)
    assert flow_counts.flow(cast.review).dbr_excluded == {"结局指标不符": 1}
    assert list(verify(cast.review)) == before
    undo_merge(by=cast.lead, review=cast.review, merge_id=joined.pk)
    assert flow_counts.flow(cast.review).dbr_excluded == {"结局指标不符": 2}
    assert list(verify(cast.review)) == before
    Vote.objects.filter(stage="full-text").update(reason=wrong)
    assert len(list(verify(cast.review))) > len(before)


def test_what_cannot_be_merged_is_refused(cast):
    one, other = reason(cast, "甲"), reason(cast, "乙", "full-text")
    for into in (one, other):
        with pytest.raises(ReasonRefused):
            merge_reasons(by=cast.lead, review=cast.review, reason=one, into=into)
