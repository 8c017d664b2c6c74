"""The team page, invitations and the way in."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.actions.access.members import UnconfirmedAddress, accept_invitation, invite
from screening.actions.screening.voting import cast_vote
from screening.models import Event, Invitation, Membership, User
from screening.queries.access.people import is_confirmed
from tests.builders import join, make_record, make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def url(cast, tail: str = "") -> str:
    return f"/reviews/{cast.review.pk}/team/{tail}"


def make_link(cast, **data) -> str:
    lead = as_(cast.lead)
    lead.post(url(cast, "invitations/"), {"days": "7", "reviews": "on"} | data)
    page = lead.get(url(cast)).content.decode()
    return re.search(r"http://testserver(/join/[^\"]+)", page)[1]


def membership(cast, user) -> Membership | None:
    return Membership.objects.filter(review=cast.review, user=user, ended_at=None).first()


def test_link_is_shown_once_and_stored_as_a_hash(cast):
    lead = as_(cast.lead)
    lead.post(url(cast, "invitations/"), {"days": "7", "reviews": "on"})
    token = re.search(r"/join/([^/]+)/", lead.get(url(cast)).content.decode())[1]
    assert len(token) >= 43  # 32 random bytes
    assert "/join/" not in lead.get(url(cast)).content.decode()
    invitation = Invitation.objects.get()
    assert token not in "".join(str(value) for value in invitation.__dict__.values())
    assert token not in "".join(str(data) for data in Event.objects.values_list("data", flat=True))


def test_link_lets_one_person_in_once(cast):
    link = make_link(cast)
    guest, late = make_user("Gast"), make_user("Late")
    client = as_(guest)
    assert client.get(link).url == "/join/"
    page = client.get("/join/").content.decode()
    assert "Lung nodules" in page
    assert "Rosa" not in page
    assert membership(cast, guest) is None, "GET joins nobody"
    assert client.post("/join/").url == reverse("overview", args=[cast.review.pk])
    assert membership(cast, guest).roles == ["reviewer"]
    other = as_(late)
    other.get(link)
    assert other.get("/join/").status_code == 410
    assert other.post("/join/").status_code == 410
    assert membership(cast, late) is None


def test_link_leads_a_newcomer_through_sign_up(cast):
    link, client = make_link(cast, adjudicates="on"), Client()
    client.get(link)
    assert client.post("/join/").url == "/sign-in/?next=/join/"
    new = {"name": "新人", "email": "new@example.org", "password1": "a good long phrase"}
    assert client.post("/sign-up/", new).url == reverse("overview", args=[cast.review.pk])
    assert membership(cast, User.objects.get(email="new@example.org")).roles == [
        "reviewer",
        "adjudicator",
    ]
    assert client.get(url(cast)).status_code == 200


def test_invitation_by_mail_is_for_that_address_alone(cast):
    as_(cast.lead).post(
        url(cast, "invitations/"), {"days": "1", "reviews": "on", "email": "Wang@Example.org"}
    )
    (letter,) = mail.outbox
    assert letter.to == ["wang@example.org"]
    link = re.search(r"http://testserver(\S+)", letter.body)[1]
    wrong = as_(cast.outsider)
    wrong.get(link)
    assert wrong.post("/join/").status_code == 403
    assert membership(cast, cast.outsider) is None
    new = Client()
    new.get(link)
    new.post(
        "/sign-up/", {"name": "王", "email": "other@example.org", "password1": "a good long phrase"}
    )
    assert User.objects.get(name="王").email == "wang@example.org", (
        "the form cannot change the address"
    )


@pytest.mark.parametrize("email", ["rosa@example.org", "nobody@example.org"])
def test_inviting_a_known_and_an_unknown_address_looks_the_same(cast, email):
    answer = as_(cast.lead).post(
        url(cast, "invitations/"), {"days": "7", "email": email}, follow=True
    )
    assert f"Invitations sent: {email}" in answer.content.decode()
    assert len(mail.outbox) == 1


def test_a_link_that_no_mail_server_takes_is_shown_to_be_passed_on(cast, settings):
    """Without a mail server the mail is only printed, and the guest would wait for ever."""
    settings.EMAIL_BACKEND = settings.PRINTED_MAIL
    answer = as_(cast.lead).post(
        url(cast, "invitations/"), {"days": "7", "email": "fang@example.org"}, follow=True
    )
    page = answer.content.decode()
    assert "Invitations sent" not in page
    assert "No e-mail could be sent to fang@example.org" in page
    guest = Client()
    guest.get(re.search(r"http://testserver(/join/[^\"]+)", page)[1])
    guest.post(
        "/sign-up/", {"name": "方", "email": "other@example.org", "password1": "a good long phrase"}
    )
    assert User.objects.get(name="方").email == "fang@example.org"


def test_the_mail_of_an_invitation_confirms_its_address(cast, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    as_(cast.lead).post(
        url(cast, "invitations/"), {"days": "1", "reviews": "on", "email": "wang@example.org"}
    )
    new = Client()
    new.get(re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1])
    answer = new.post(
        "/sign-up/", {"name": "王", "email": "wang@example.org", "password1": "a good long phrase"}
    )
    assert answer.url == reverse("overview", args=[cast.review.pk])
    assert is_confirmed(User.objects.get(name="王"))


def test_an_address_that_only_the_lead_knows_of_is_confirmed_before_it_joins(cast, settings):
    """The link was shown to the lead, who could have made the account in the guest's name."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    invitation, token = invite(
        by=cast.lead, review=cast.review, email="wang@example.org", valid=timedelta(days=1)
    )
    guest = Client()
    guest.get(f"/join/{token}/")
    answer = guest.post(
        "/sign-up/", {"name": "王", "email": "wang@example.org", "password1": "a good long phrase"}
    )
    assert answer.url == "/sign-up/address/"
    wang = User.objects.get(name="王")
    assert membership(cast, wang) is None
    with pytest.raises(UnconfirmedAddress):
        accept_invitation(by=wang, invitation=invitation)
    guest.post(re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1])
    entered = Client()
    entered.get(f"/join/{token}/")
    assert (
        entered.post(
            "/sign-in/", {"login": "wang@example.org", "password": "a good long phrase"}
        ).url
        == "/join/"
    )
    entered.post("/join/")
    assert membership(cast, wang) is not None


def test_a_mail_server_that_does_not_answer_loses_no_invitation(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = as_(cast.lead).post(
        url(cast, "invitations/"), {"days": "7", "email": "fang@example.org"}, follow=True
    )
    assert "No e-mail could be sent to fang@example.org" in answer.content.decode()


def test_invitation_mail_has_one_subject_line_whatever_the_title(cast):
    cast.review.title_en = "Nodules\r\nBcc: everybody@example.org"
    cast.review.save()
    as_(cast.lead).post(url(cast, "invitations/"), {"days": "7", "email": "a@example.org"})
    assert mail.outbox[0].recipients() == ["a@example.org"]
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize(
    "change",
    [{"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}],
)
def test_old_and_revoked_invitations_look_like_unknown_ones(cast, change):
    link = make_link(cast)
    Invitation.objects.update(**change)
    ended, unknown = as_(cast.outsider), as_(cast.outsider)
    ended.get(link)
    unknown.get("/join/nonsense/")
    assert ended.get("/join/").status_code == unknown.get("/join/").status_code == 410
    strip = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')
    assert strip.sub(b"", ended.get("/join/").content) == strip.sub(
        b"", unknown.get("/join/").content
    )
    assert ended.post("/join/").status_code == 410


@pytest.mark.parametrize("days", ["8", "0", "-1", "x", ""])
def test_invitations_hold_at_most_a_week(cast, days):
    assert as_(cast.lead).post(url(cast, "invitations/"), {"days": days}).status_code == 200
    assert not Invitation.objects.exists()


def test_revoking_an_invitation(cast):
    link = make_link(cast)
    lead = as_(cast.lead)
    lead.post(url(cast, f"invitations/{Invitation.objects.get().pk}/revocation/"))
    guest = as_(cast.outsider)
    guest.get(link)
    assert guest.post("/join/").status_code == 410


def test_addresses_of_the_team_are_shown_to_leads_only(cast):
    assert "rosa@example.org" in as_(cast.lead).get(url(cast)).content.decode()
    page = as_(cast.observer).get(url(cast)).content.decode()
    assert "Rosa" in page
    assert "rosa@example.org" not in page


def test_removed_member_finds_nothing_at_once(cast):
    rosa = as_(cast.first)
    assert rosa.get(url(cast)).status_code == 200
    person = membership(cast, cast.first)
    assert as_(cast.lead).get(url(cast, f"{person.pk}/removal/")).status_code == 200
    assert membership(cast, cast.first), "GET removes nobody"
    as_(cast.lead).post(url(cast, f"{person.pk}/removal/"), {"open_votes": "keep"})
    assert rosa.get(url(cast)).status_code == 404
    assert Event.objects.filter(verb="remove_member", actor=cast.lead).count() == 1


def test_role_change_holds_from_the_next_request(cast):
    rosa, person = as_(cast.first), membership(cast, cast.first)
    assert rosa.get(url(cast, f"{person.pk}/")).status_code == 403
    as_(cast.lead).post(url(cast, f"{person.pk}/"), {"leads": "on"})
    assert rosa.get(url(cast, f"{person.pk}/")).status_code == 200
    event = Event.objects.get(verb="change_roles")
    assert (event.data["before"], event.data["after"]) == (["reviewer"], ["lead"])


def test_last_lead_can_neither_leave_nor_step_down(cast):
    lead, person = as_(cast.lead), membership(cast, cast.lead)
    for path, data in [
        ("leaving/", {}),
        (f"{person.pk}/", {"reviews": "on"}),
        (f"{person.pk}/removal/", {"open_votes": "keep"}),
    ]:
        answer = lead.post(url(cast, path), data)
        assert answer.status_code == 200
        assert "Somebody must lead the review." in answer.content.decode()
    assert membership(cast, cast.lead).leads


def test_leaving(cast):
    answer = as_(cast.observer).post(url(cast, "leaving/"))
    assert answer.url == "/reviews/"
    assert membership(cast, cast.observer) is None


@pytest.mark.parametrize("reviews", [1, 3])
def test_list_of_reviews_asks_the_database_as_often_for_one_as_for_three(
    db, django_assert_num_queries, reviews
):
    from tests.builders import make_review

    lead = make_user("Lena")
    for n in range(reviews):
        make_review(lead=lead, title_zh=f"综述{n}")
    client = as_(lead)
    with django_assert_num_queries(4):
        assert client.get("/reviews/").status_code == 200


def test_what_waits_in_a_review_is_told_to_each_for_themselves(cast):
    make_record(cast.review, place="await_ta")
    waits = f"/reviews/{cast.review.pk}/waiting/"
    assert waits in as_(cast.first).get("/reviews/").text
    assert "Title and abstract screening" in as_(cast.first).get(waits).text
    assert as_(cast.observer).get(waits).text.strip() == ""


def test_removal_page_asks_what_becomes_of_open_votes(cast):
    record, third = make_record(cast.review), make_user("Tang 唐")
    join(cast.review, third, "reviewer")
    cast_vote(
        by=cast.first,
        review=cast.review,
        record_id=record.pk,
        stage="title-abstract",
        verdict="include",
        key=uuid4(),
    )
    page, lead = url(cast, f"{membership(cast, cast.first).pk}/removal/"), as_(cast.lead)
    assert "Tang 唐" in lead.get(page).content.decode()
    refused = lead.post(page, {"open_votes": "hand_over"})
    assert (refused.status_code, cast.review.votes.count()) == (200, 1)
    assert "Choose who takes over." in refused.content.decode()
    assert (
        lead.post(page, {"open_votes": "hand_over", "successor": cast.observer.pk}).status_code
        == 200
    )
    assert membership(cast, cast.first)
    assert lead.post(page, {"open_votes": "withdraw"}).status_code == 302
    assert not cast.review.votes.exists()


def test_the_invitation_says_what_no_role_means(cast):
    for language, told in (
        ("en", "No role ticked = observer (read only)."),
        ("zh-hans", "全不勾选则为观察员：可查看结果，不能更改。"),
    ):
        assert (
            told
            in as_(cast.lead).get(url(cast), headers={"accept-language": language}).content.decode()
        )


def test_several_are_invited_at_once_each_by_a_mail_of_their_own(cast):
    given = "Wang Fang <Wang@example.org>\nli@example.org; li@example.org，zhao@example.org"
    page = as_(cast.lead).post(
        url(cast, "invitations/"), {"days": "7", "reviews": "on", "email": given}, follow=True
    )
    assert sorted(to for letter in mail.outbox for to in letter.to) == [
        "li@example.org",
        "wang@example.org",
        "zhao@example.org",
    ]
    assert len({re.search(r"/join/\S+", letter.body)[0] for letter in mail.outbox}) == 3
    assert "li@example.org" in page.content.decode()


def test_mails_of_invitations_are_limited_and_the_rest_shown_as_links(cast, monkeypatch):
    monkeypatch.setattr("screening.web.access.team_views.MAILS_AN_HOUR", 2)
    given = {
        "days": "7",
        "reviews": "on",
        "email": "wang@example.org\nli@example.org\nzhao@example.org",
    }
    page = as_(cast.lead).post(url(cast, "invitations/"), given, follow=True).content.decode()
    assert len(mail.outbox) == 2
    assert "No e-mail could be sent to zhao@example.org" in page
    again = Invitation.objects.get(email="wang@example.org")
    as_(cast.lead).post(url(cast, f"invitations/{again.pk}/again/"))
    assert len(mail.outbox) == 2, "sending the same again counts too"


def test_a_wrong_address_among_several_invites_nobody(cast):
    page = as_(cast.lead).post(
        url(cast, "invitations/"), {"days": "7", "email": "li@example.org\nwang@"}
    )
    assert "wang@" in page.content.decode()
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_a_link_is_named_and_an_invitation_sent_again_ends_the_one_before(cast):
    lead = as_(cast.lead)
    lead.post(url(cast, "invitations/"), {"days": "7", "reviews": "on", "name": "小王（实习）"})
    shown = lead.get(url(cast)).content.decode()
    assert "小王（实习）" in shown
    before = re.search(r"/join/[^\"]+", shown)[0]
    again = f"invitations/{Invitation.objects.get().pk}/again/"
    after = re.search(r"/join/[^\"]+", lead.post(url(cast, again), follow=True).content.decode())[0]
    assert Client().get(before, follow=True).status_code == 410
    assert Client().get(after, follow=True).status_code == 200
    assert Invitation.objects.count() == 1


def test_the_page_of_joining_says_who_invites_and_as_what(cast):
    lead = as_(cast.lead)
    shown = lead.post(
        url(cast, "invitations/"), {"days": "7", "reviews": "on", "adjudicates": "on"}, follow=True
    ).content.decode()
    page = Client().get(re.search(r"/join/[^\"]+", shown)[0], follow=True).content.decode()
    assert f"{cast.lead} invites you as" in page
    assert page.index("Reviewer") < page.index("Adjudicator")
    assert "Lead" not in page
