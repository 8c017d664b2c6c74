"""A notice of retraction is a fact of the report, whichever of its records carries it,
until somebody answers it.
"""

import pytest
from django.urls import reverse

from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.records.notice_answers import AnswerRefused, answer_notices, withdraw_answer
from screening.exports import EXPORTS
from screening.models import Event, Record
from screening.queries.access.authorization import access_review
from screening.queries.exports.snapshot import snapshot
from screening.queries.records.report_notices import noticed, to_answer, told, with_notice
from screening.queries.screening.cards import cards
from screening.records.snapshot import Wishes
from tests.builders import make_cast, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def test_the_notice_of_a_duplicate_is_one_of_the_report(cast):
    kept = make_record(cast.review, place="included", title="外泌体与骨形成")
    other = make_record(cast.review, notices=["Retracted Publication"], title="Exosomes and bone")
    before = list(with_notice(cast.review, Record.objects.filter(primary=None)))
    assert before == [other]
    joined = merge(review=cast.review, record_ids=[kept.pk, other.pk], by=cast.lead)
    primary = joined.primary_id
    Record.objects.filter(pk=primary).update(place="included")
    assert told(cast.review) == {primary: ["Retracted Publication"]}
    assert [row.pk for row in with_notice(cast.review, Record.objects.filter(primary=None))] == [
        primary
    ]
    assert set(with_notice(cast.review, Record.objects.all())) == {kept, other}
    (card,) = cards(access_review(cast.first, cast.review.pk), "full-text", [primary])
    assert card.notices == ["Retracted Publication"]
    undo_merge(merge_id=joined.pk, by=cast.lead, review=cast.review)
    assert told(cast.review) == {other.pk: ["Retracted Publication"]}


@pytest.mark.parametrize(
    "notice",
    [
        "Retraction of: J Bone. 2020;1:2. PMID: 31234567",
        "This retracts the article DOI: 10.5555/bone.1.",
    ],
)
def test_a_notice_speaks_of_another_record(cast, notice):
    article = make_record(cast.review, place="included", pmid="31234567", doi="10.5555/bone.1")
    made = make_record(
        cast.review, title="Retraction: Exosomes and bone", notices=[notice], place="ta_exclude"
    )
    make_record(cast.review, place="included", pmid="999")
    assert told(cast.review, [article.pk]) == {article.pk: ["Retraction: Exosomes and bone"]}
    assert [one.record for one in to_answer(cast.review)] == [article]
    (card,) = cards(access_review(cast.first, cast.review.pk), "full-text", [article.pk])
    assert card.notices == ["Retraction: Exosomes and bone"]
    assert set(with_notice(cast.review, Record.objects.all())) == {article, made}


def test_links_that_are_no_notice_ask_nothing(cast):
    make_record(cast.review, place="included", notices=["Update in: J Bone. 2021. PMID: 3"])
    assert to_answer(cast.review) == []


@pytest.mark.parametrize(
    ("place", "asked"), [("included", 1), ("await_ft", 1), ("ta_exclude", 0), ("ft_exclude", 0)]
)
def test_only_reports_the_review_rests_on_are_asked_about(cast, place, asked):
    make_record(cast.review, place=place, notices=["撤稿"])
    assert len(to_answer(cast.review)) == asked


def test_an_answer_holds_for_what_it_answered_and_can_be_taken_back(cast):
    record = make_record(cast.review, place="included", notices=["Erratum in: J Bone. 2021"])
    answer = answer_notices(
        by=cast.lead, review=cast.review, record_id=record.pk, why=" 仅作者姓名有误 "
    )
    assert (answer.why, to_answer(cast.review)) == ("仅作者姓名有误", [])
    with pytest.raises(AnswerRefused, match="answered"):
        answer_notices(by=cast.lead, review=cast.review, record_id=record.pk, why="again")
    record.notices = [*record.notices, "撤稿"]
    record.save()
    (asks,) = to_answer(cast.review)
    assert asks.unanswered == ["撤稿"]
    withdraw_answer(by=cast.lead, review=cast.review, answer_id=answer.pk)
    assert noticed(cast.review)[0].unanswered == ["Erratum in: J Bone. 2021", "撤稿"]
    assert list(
        Event.objects.filter(review=cast.review).order_by("pk").values_list("verb", flat=True)
    ) == [
        "answer_notice",
        "withdraw_notice_answer",
    ]
    with pytest.raises(AnswerRefused, match="why"):
        answer_notices(by=cast.lead, review=cast.review, record_id=record.pk, why=" ")


def test_the_included_list_has_notices_and_answers(cast):
    record = make_record(cast.review, place="included", notices=["撤稿"])
    answer_notices(by=cast.lead, review=cast.review, record_id=record.pk, why="敏感性分析中剔除")
    taken = snapshot(access_review(cast.lead, cast.review.pk), Wishes())
    written = b"".join(EXPORTS["included_csv"].render(taken, lambda text: text)).decode("utf-8-sig")
    head, row = written.splitlines()[:2]
    assert "Notices" in head
    assert "撤稿" in row
    assert "敏感性分析中剔除" in row


@pytest.mark.parametrize("name", ["overview", "studies", "flow"])
@pytest.mark.parametrize(
    ("language", "words"), [("en", "that nobody has answered"), ("zh-hans", "无人答复")]
)
def test_pages_say_so_until_it_is_answered(client, cast, name, language, words):
    record = make_record(
        cast.review, place="included", title="撤稿：外泌体与骨形成", notices=["撤稿"]
    )
    client.force_login(cast.first)
    address = reverse(name, kwargs={"review_id": cast.review.pk})
    page = client.get(address, headers={"accept-language": language}).content.decode()
    assert words in page
    client.post(
        reverse("notice-answer", args=[cast.review.pk, record.pk]), {"why": "仅更正作者单位"}
    )
    assert words not in client.get(address, headers={"accept-language": language}).content.decode()
    listed = client.get(reverse("report-notices", args=[cast.review.pk])).content.decode()
    assert "仅更正作者单位" in listed


def test_the_record_page_tells_what_another_record_says(client, cast):
    article = make_record(cast.review, place="included", pmid="31234567")
    make_record(
        cast.review, title="Retraction: 外泌体", notices=["Retraction of: J Bone. PMID: 31234567"]
    )
    client.force_login(cast.first)
    page = client.get(reverse("record", args=[cast.review.pk, article.pk])).content.decode()
    assert "Retraction: 外泌体" in page


def test_notes_of_the_file_stand_on_the_card_but_not_beside_a_decision_of_another_tool(cast):
    kept = make_record(cast.review, notes="馆藏号 A-12")
    make_record(cast.review, notes="From the library", primary=kept, place="duplicate")
    make_record(
        cast.review,
        notes="RAYYAN: excluded",
        primary=kept,
        place="duplicate",
        tool_decisions=[{"tool": "R"}],
    )
    (card,) = cards(access_review(cast.first, cast.review.pk), "title-abstract", [kept.pk])
    assert card.file_notes == ["馆藏号 A-12", "From the library"]
