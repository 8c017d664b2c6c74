"""Opening one report again, through the pages, in both languages: at most three clicks,
and back with one.
"""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from screening.actions.flow.publication import publish
from screening.actions.records.record_edits import add_record
from screening.actions.screening.adjudication import settle
from screening.actions.screening.voting import cast_vote
from screening.actions.verification.verification import verify
from screening.models import (
    Event,
    Reason,
    Record,
    Reopening,
    ReopeningRequest,
    Settlement,
    Standing,
    Vote,
)
from screening.records.record import Record as Entry
from tests.actions.screening.test_reopening import exact, place, settled_report
from tests.actions.verification.test_verification import FT, TA, say
from tests.builders import make_search

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])


def speak(client, user, language="en"):
    client.force_login(user)
    client.post(reverse("language"), {"language": language})
    return client


def old_votes():
    Standing.objects.update(fresh=False)


@LANGUAGES
def test_three_clicks_from_the_record_and_one_back(cast, client, language):
    record = settled_report(cast)
    old_votes()
    before = exact(cast.review)
    speak(client, cast.lead, language)
    page = client.get(reverse("record", args=[cast.review.pk, record.pk])).content.decode()
    way = reverse("reopen", args=[cast.review.pk, record.pk, TA])
    assert way in page  # first click
    asks = client.get(way).content.decode()
    assert {'value="keep"', 'value="again"'} <= set(re.findall(r'value="(?:keep|again)"', asks))
    answer = client.post(way, {"votes": "keep", "reason": "勘误"}, follow=True)  # second click
    assert place(record) == "await_ta"
    page = answer.content.decode()
    back = re.search(r'action="([^"]+)"[^>]*>(?:(?!</form>).)*data-key="undo"', page, re.DOTALL)
    assert back
    assert back[1] == reverse("reopening-undo", args=[cast.review.pk, Reopening.objects.get().pk])
    client.post(back[1])
    assert exact(cast.review) == before
    assert verify(cast.review) == []


@LANGUAGES
@pytest.mark.parametrize("name", ["settled", "my-decisions", "studies"])
def test_offered_where_a_decided_report_is_seen(cast, client, language, name):
    record = settled_report(cast)
    old_votes()
    stage = FT if name == "studies" else TA
    Record.objects.filter(pk=record.pk).update(
        place="included" if name == "studies" else "ta_exclude"
    )
    members = cast.review.memberships
    members.filter(user=cast.first).update(adjudicates=True)
    speak(client, cast.first, language)
    where = [cast.review.pk] if name == "studies" else [cast.review.pk, TA]
    page = client.get(reverse(name, args=where)).content.decode()
    assert reverse("reopen", args=[cast.review.pk, record.pk, stage]) in page


def test_record_page_of_a_reviewer_offers_a_word_to_the_adjudicator(cast, client):
    record = settled_report(cast)
    old_votes()
    speak(client, cast.first)
    ask = reverse("reopening-ask", args=[cast.review.pk, record.pk, TA])
    for page in (
        reverse("record", args=[cast.review.pk, record.pk]),
        reverse("my-decisions", args=[cast.review.pk, TA]),
    ):
        assert ask in client.get(page).content.decode()
        assert (
            reverse("reopen", args=[cast.review.pk, record.pk, TA])
            not in client.get(page).content.decode()
        )
    client.post(ask, {"text": "全文里有对照组"})
    assert (
        "You asked to re-open it"
        in client.get(reverse("record", args=[cast.review.pk, record.pk])).content.decode()
    )
    speak(client, cast.adjudicator, "zh-hans")
    queue = client.get(reverse("conflicts", args=[cast.review.pk, TA])).content.decode()
    assert "全文里有对照组" in queue
    assert "请求重新开放" in queue
    asked = ReopeningRequest.objects.get()
    client.post(
        reverse("reopening-decline", args=[cast.review.pk, asked.pk]), {"reply": "摘要已写明"}
    )
    assert (
        "全文里有对照组"
        not in client.get(reverse("conflicts", args=[cast.review.pk, TA])).content.decode()
    )
    speak(client, cast.first)
    told = client.get(reverse("notices", args=[cast.review.pk])).content.decode()
    assert "摘要已写明" in told
    assert place(record) == "ta_exclude"


def test_who_can_still_vote_or_mend_learns_nothing_by_asking(cast, client):
    """Alone or not, with a fresh vote: the same answer,
    so that asking does not tell whether the other has voted.
    """
    record = settled_report(cast)
    other = Record.objects.exclude(pk=record.pk).get()
    Settlement.objects.all().delete()
    Vote.objects.filter(record=other, user=cast.second).delete()
    Standing.objects.filter(record=other).update(outcome="pending", votes=1)
    speak(client, cast.first)
    pages = []
    for report in (other, record):
        Standing.objects.filter(record=record).update(fresh=True)  # the page that follows is a look
        ask = reverse("reopening-ask", args=[cast.review.pk, report.pk, TA])
        page = client.post(ask, {"text": "请再看"}, follow=True)
        pages.append([str(m) for m in page.context["messages"]])
    assert pages[0] == pages[1]
    assert not ReopeningRequest.objects.exists()


def test_settling_is_undone_with_its_button_alone_and_in_bulk(cast, client):
    record, second = settled_report(cast), settled_report(cast)
    Settlement.objects.all().delete()
    for row in (record, second):
        Standing.objects.filter(record=row).update(outcome="conflict")
        Record.objects.filter(pk=row.pk).update(place="await_ta", reason=None)
    before = exact(cast.review)[1:3]
    speak(client, cast.adjudicator)
    one = reverse("settle", args=[cast.review.pk, TA, record.pk])
    many = reverse("settle-many", args=[cast.review.pk, TA])
    for address, data, number in (
        (one, {"verdict": "exclude"}, 1),
        (many, {"verdict": "include", "records": [record.pk, second.pk]}, 2),
    ):
        page = client.post(address, data, follow=True).content.decode()
        assert Settlement.objects.count() == number
        ids = re.findall(r'name="settlements" value="(\d+)"', page)
        assert len(set(ids)) == number
        client.post(reverse("settle-undo", args=[cast.review.pk, TA]), {"settlements": ids})
        assert not Settlement.objects.exists()
        assert exact(cast.review)[1:3] == before
        assert {place(record), place(second)} == {"await_ta"}


def test_settled_list_is_narrowed_by_every_filter(cast, client):
    cast.review.memberships.filter(user=cast.lead).update(adjudicates=True)
    reason = Reason.objects.create(
        review=cast.review, stage=TA, label_en="No control group", label_zh="无对照组"
    )
    first, second = settled_report(cast), settled_report(cast, "include")
    Settlement.objects.filter(record=first).update(
        reason=reason,
        settled_by=cast.lead,
        settled_at="2025-03-01T12:00:00+00:00",
        rationale="单臂试验",
    )
    Record.objects.filter(pk=second.pk).update(title="外泌体 exosome")
    speak(client, cast.lead)
    for query, found in (
        ("", {first, second}),
        ("verdict=include", {second}),
        (f"by={cast.lead.pk}", {first}),
        ("until=2025-03-01", {first}),
        ("since=2025-03-02", {second}),
        ("words=外泌体", {second}),
        ("words=无对照", {first}),
        ("words=单臂", {first}),
        ("words=absent", set()),
    ):
        page = client.get(reverse("settled", args=[cast.review.pk, TA]) + "?" + query)
        assert {row.record for row, _ in page.context["rows"]} == found, query
    assert not client.get(reverse("settled", args=[cast.review.pk, FT])).context["rows"]


def test_blinded_lead_is_not_told_by_the_page_of_re_opening(cast, client):
    """A lead who also reviews sees nothing of a report in conflict that they may not see."""
    cast.review.memberships.filter(user=cast.lead).update(reviews=True)
    record = settled_report(cast)
    waiting = Record.objects.exclude(pk=record.pk).get()
    Vote.objects.filter(record=waiting).delete()
    Standing.objects.filter(record=waiting).update(outcome="pending", votes=0)
    Settlement.objects.all().delete()
    Standing.objects.filter(record=record).update(outcome="conflict")
    Record.objects.update(place="await_ta")
    speak(client, cast.lead)
    answers = []
    for report in (record, waiting):
        for data in (None, {"votes": "again", "reason": "试探"}):
            way = reverse("reopen", args=[cast.review.pk, report.pk, TA])
            page = client.post(way, data, follow=True) if data else client.get(way, follow=True)
            answers.append([str(m) for m in page.context["messages"]])
    assert answers[:2] == answers[2:]
    assert not Reopening.objects.exists()


def test_history_tells_in_both_languages(cast, client):
    record = settled_report(cast)
    old_votes()
    for language, words in (("en", "the resolution was withdrawn"), ("zh-hans", "撤回其裁定")):
        speak(client, cast.lead, language)
        client.post(
            reverse("reopen", args=[cast.review.pk, record.pk, TA]),
            {"votes": "keep", "reason": "勘误"},
        )
        assert words in client.get(reverse("history", args=[cast.review.pk])).content.decode()
        client.post(
            reverse("reopening-undo", args=[cast.review.pk, Reopening.objects.latest("pk").pk])
        )
    assert Event.objects.filter(verb="undo_reopening").count() == 2


def test_three_versions_in_a_row_with_a_single_re_opening_in_each(cast, client):
    record = settled_report(cast)
    other = Record.objects.exclude(pk=record.pk).get()
    for version in (1, 2, 3):
        cast.review.refresh_from_db()
        if version > 1:
            search = make_search(cast.review, name=f"CNKI {version}", version=version)
            newer = add_record(
                by=cast.lead, search=search, entry=Entry(title=f"外泌体 {version}", year=2024)
            )
            say(cast, newer, TA, "exclude", "exclude")
        old_votes()
        speak(client, cast.lead, ["en", "zh-hans"][version % 2])
        client.post(
            reverse("reopen", args=[cast.review.pk, record.pk, TA]),
            {"votes": "again", "reason": "再看"},
        )
        assert Vote.objects.filter(record=other).count() == 2
        for user in (cast.first, cast.second):
            cast_vote(
                by=user,
                review=cast.review,
                record_id=record.pk,
                stage=TA,
                verdict=["include", "exclude"][user == cast.first],
                key=uuid4(),
            )
        settle(
            by=cast.adjudicator,
            review=cast.review,
            record_id=record.pk,
            stage=TA,
            verdict="exclude",
        )
        assert verify(cast.review) == []
        assert client.get(reverse("flow", args=[cast.review.pk])).context["numbers"].complete
        publish(by=cast.lead, review=cast.review)
        client.post(reverse("update-begin", args=[cast.review.pk]))
    cast.review.refresh_from_db()
    assert cast.review.version == 4
