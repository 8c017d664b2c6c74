"""News: who is told, how it is mailed, and that no letter goes out twice."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from screening.actions.access.members import end_membership
from screening.actions.access.notifications import mail_time, mark_read, tell, tell_team
from screening.actions.news.news_mail import TRIES, choose, post_due, read_token, token
from screening.actions.news.news_rounds import tell_conflicts, tell_week
from screening.actions.screening.voting import cast_vote
from screening.models import NEWS, Job, Mailing, Notice, Review, Standing
from screening.queries.news.news_sentences import address, sentence
from screening.tasks import run_job
from tests.builders import make_record

pytestmark = pytest.mark.django_db


def post(later=timedelta(minutes=3)):
    """Sends what is due by then."""
    Notice.objects.exclude(mail_at=None).update(
        mail_at=timezone.now() - timedelta(seconds=1)
    ) if later else None
    for job in post_due():
        run_job(job.pk)


def test_everybody_is_told_but_who_did_it(cast):
    tell_team(cast.review, "update", data={"version": 2}, but=cast.lead)
    assert not Notice.objects.filter(user=cast.lead).exists()
    assert Notice.objects.filter(kind="update").count() == 4


def test_a_kind_that_is_not_declared_is_refused(cast):
    with pytest.raises(KeyError):
        tell_team(cast.review, "gossip")


@pytest.mark.parametrize("kind", NEWS)
def test_every_kind_says_something_in_both_languages(cast, kind, settings):
    from django.utils.translation import override

    notice = Notice(
        review=cast.review, user=cast.first, kind=kind, stage="title-abstract", data={"by": "Rosa"}
    )
    with override("en"):
        english = sentence(notice)
    with override("zh-hans"):
        assert english
        assert sentence(notice) not in ("", english)
    assert "%(" not in english


@pytest.mark.parametrize(("hour", "day"), [(6, 1), (7, 2), (23, 2)])
def test_daily_news_wait_for_the_next_morning(hour, day):
    at = mail_time(Mailing.DAILY, datetime(2026, 12, 1, hour, 0, tzinfo=UTC))
    assert at == datetime(2026, 12, day, 7, 0, tzinfo=UTC)


def test_what_is_due_goes_in_one_letter_in_the_readers_language(cast):
    cast.first.language = "zh-hans"
    cast.first.save()
    for _ in range(3):
        tell(cast.review, [cast.first], "mention", data={"by": "Ada", "record": 1})
    post()
    (letter,) = mail.outbox
    assert letter.to == [cast.first.email]
    assert letter.subject == "“肺结节”有 3 条新动态"
    assert letter.body.count("Ada 在一条记录的讨论中提到了您") == 3
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nothing_is_sent_before_its_time_nor_twice(cast):
    tell(cast.review, [cast.first], "mention", data={"by": "Ada"})
    post(later=None)
    assert mail.outbox == []
    post()
    post()
    assert len(mail.outbox) == 1


def test_a_failure_is_tried_again_later_and_given_up_at_last(cast, monkeypatch):
    def down(self, messages):
        raise SMTPServerDisconnected("no")

    tell(cast.review, [cast.first], "mention", data={"by": "Ada"})
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", down)
        post()
        notice = Notice.objects.get(kind="mention")
        assert notice.letter is None
        assert notice.mail_at > timezone.now() + timedelta(minutes=4)
        for _ in range(TRIES):
            post()
    assert Notice.objects.get(kind="mention").mail_at is None
    tell(cast.review, [cast.first], "mention", data={"by": "Ada"})
    post()
    assert len(mail.outbox) == 1


def test_a_letter_whose_worker_died_is_not_sent_again(cast):
    tell(cast.review, [cast.first], "mention", data={"by": "Ada"})
    Notice.objects.update(letter=uuid4())
    post()
    assert mail.outbox == []
    assert not Job.objects.filter(kind="news").exists()


def test_who_left_meanwhile_gets_no_letter(cast):
    tell(cast.review, [cast.first], "mention", data={"by": "Ada"})
    end_membership(by=cast.lead, member=cast.review.memberships.get(user=cast.first))
    Notice.objects.filter(kind="joined").delete()
    post()
    assert mail.outbox == []


def test_a_kind_switched_off_is_not_mailed_even_what_waited(cast):
    tell(cast.review, [cast.first], "mention", data={"by": "Ada"})
    choose(user=cast.first, choices={"mention": "off", "gossip": "now", "stage": "hourly"})
    tell(cast.review, [cast.first], "mention", data={"by": "Ada"})
    post()
    assert mail.outbox == []
    assert cast.first.news == {"mention": "off"}
    assert Notice.objects.filter(user=cast.first, kind="mention", read_at=None).count() == 2


def test_the_link_to_unsubscribe_is_whose_it_was_made_for(cast):
    made = token(cast.first, {"mention"})
    assert read_token(made) == (cast.first, ["mention"])
    assert read_token(made[:-1] + ("a" if made[-1] != "a" else "b")) is None


def disagree(cast, seen=True):
    record = make_record(cast.review)
    vote = {"review": cast.review, "record_id": record.pk, "stage": "title-abstract"}
    cast_vote(by=cast.first, key=uuid4(), verdict="include", **vote)
    cast_vote(by=cast.second, key=uuid4(), verdict="exclude", **vote)
    Standing.objects.filter(record=record).update(fresh=not seen)
    return record


def test_adjudicators_are_told_of_conflicts_once_and_again_after_they_read_it(cast):
    disagree(cast, seen=False)
    assert tell_conflicts() == 0
    disagree(cast)
    assert tell_conflicts() == 1
    assert tell_conflicts() == 0
    assert {n.user for n in Notice.objects.filter(kind="conflict")} == {cast.adjudicator}
    assert address(Notice.objects.get(kind="conflict")).endswith("/conflicts/title-abstract/")
    mark_read(by=cast.adjudicator, review=cast.review)
    assert tell_conflicts() == 0
    Notice.objects.filter(kind="conflict").update(at=timezone.now() - timedelta(hours=13))
    assert tell_conflicts() == 1


def test_leads_get_one_summary_a_week_with_totals_alone(cast):
    disagree(cast)
    assert tell_week() == 0
    Review.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert tell_week() == 1
    assert tell_week() == 0
    told = Notice.objects.get(kind="weekly")
    assert told.user == cast.lead
    assert told.data == {"votes": 2, "stages": [["title-abstract", 0, 1]]}
