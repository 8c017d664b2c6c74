"""Signing in, out and up: delays that lock nobody out, fixation, where one lands."""

import re
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.actions.access.sign_in import (
    KNOWN_TRIES,
    PLACE_TRIES,
    PLACE_TRIES_ALTOGETHER,
    TooManyTries,
    begin_attempt,
    end_attempt,
    place_of,
)
from screening.models import SignInAttempt, User
from tests.builders import PASSWORD, make_user

SIGN_IN = "/sign-in/"


def attempt(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"login": username, "password": password} | more)


def test_sign_in_leads_to_my_reviews_and_on_to_where_one_was_going(client, db):
    make_user("Rosa")
    assert client.get("/account/").url == "/sign-in/?next=/account/"
    assert attempt(client, " ROSA@example.org ").url == "/reviews/"
    client.post("/sign-out/")
    assert attempt(client, "rosa@example.org", next="/account/").url == "/account/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        "\\\\evil.example",
    ],
)
def test_sign_in_never_leads_off_the_site(client, db, elsewhere):
    make_user("Rosa")
    assert attempt(client, "rosa@example.org", next=elsewhere).url == "/reviews/"
    assert client.post("/language/", {"language": "en", "next": elsewhere}).url == "/"


def test_sign_in_gives_a_new_session(client, db):
    make_user("Rosa")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    attempt(client, "rosa@example.org")
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_sign_out_ends_the_session_on_the_server(client, db):
    client.force_login(make_user("Rosa"), backend="django.contrib.auth.backends.ModelBackend")
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/account/").status_code == 302
    assert client.get("/sign-out/").status_code == 405


def test_sign_in_says_the_same_of_a_wrong_password_and_an_unknown_or_closed_account(client, db):
    make_user("Rosa")
    make_user("Gone", is_active=False)
    said = {
        name: attempt(client, f"{name}@example.org", "wrong").context["form"].non_field_errors()
        for name in ("rosa", "nobody", "gone")
    }
    assert (
        said["rosa"]
        == said["nobody"]
        == said["gone"]
        == ["This address and password do not match."]
    )


WRONG = [200] * PLACE_TRIES


@pytest.mark.parametrize("name", ["rosa", "nobody"])
def test_tries_from_one_place_are_slowed_for_known_and_unknown_accounts_alike(client, db, name):
    make_user("Rosa")
    spellings = [f"{name}@example.org", f"{name.upper()}@example.org", f" {name}@Example.org"]
    answers = [
        attempt(client, spellings[n % 3], "wrong").status_code for n in range(PLACE_TRIES + 2)
    ]
    assert answers == [*WRONG, 429, 429]
    answer = attempt(client, f"{name}@example.org")
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_who_does_not_know_the_password_keeps_the_owner_out(client, db):
    """A stranger tries from everywhere; the owner comes in from elsewhere,
    and from the stranger's place as known.
    """
    make_user("Rosa")
    home = Client(REMOTE_ADDR="198.51.100.7")
    attempt(home, "rosa@example.org")
    home.get("/reviews/")
    home.post("/sign-out/")
    for n in range(40):
        attempt(Client(REMOTE_ADDR=f"203.0.113.{n}"), "rosa@example.org", "wrong")
        attempt(Client(REMOTE_ADDR="198.51.100.7"), "rosa@example.org", "wrong")
    assert attempt(Client(REMOTE_ADDR="198.51.100.7"), "rosa@example.org").status_code == 429
    assert attempt(Client(REMOTE_ADDR="192.0.2.1"), "rosa@example.org").status_code == 302
    assert attempt(home, "rosa@example.org").status_code == 302


def test_the_link_of_a_forgotten_password_leads_past_a_place_that_is_slowed(client, db):
    make_user("Rosa")
    for _ in range(9):
        attempt(client, "rosa@example.org", "wrong")
    client.post("/password/", {"email": "rosa@example.org"})
    form = client.get(re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1], follow=True)
    new = "another good phrase"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert attempt(client, "rosa@example.org", new).status_code == 302


def test_a_known_browser_has_few_tries_too(client, db):
    make_user("Rosa")
    attempt(client, "rosa@example.org")
    client.get("/reviews/")
    client.post("/sign-out/")
    answers = [
        attempt(client, "rosa@example.org", "wrong").status_code for _ in range(KNOWN_TRIES + 1)
    ]
    assert answers == [200] * KNOWN_TRIES + [429]


def test_a_cookie_of_ones_own_gives_no_tries_at_another_account(client, db):
    make_user("Rosa")
    make_user("Mallory")
    attempt(client, "mallory@example.org")
    client.get("/reviews/")
    client.post("/sign-out/")
    answers = [
        attempt(client, "rosa@example.org", "wrong").status_code for _ in range(PLACE_TRIES + 1)
    ]
    assert answers == [*WRONG, 429]


def test_a_thousand_tries_at_sixty_accounts_come_to_under_twenty_an_hour_each(db, monkeypatch):
    for n in range(60):
        make_user(f"P{n}")
    start = timezone.now()
    for n in range(1000):  # spread over the hour
        monkeypatch.setattr(timezone, "now", lambda n=n: start + n * timedelta(hours=1) / 1000)
        with suppress(TooManyTries):
            end_attempt(
                begin_attempt(email=f"p{n % 60}@example.org", address="203.0.113.5"), good=False
            )
    looked_at = SignInAttempt.objects.filter(outcome="wrong")
    assert looked_at.count() <= PLACE_TRIES_ALTOGETHER
    assert max(Counter(looked_at.values_list("email", flat=True)).values()) < 20
    assert SignInAttempt.objects.count() < 400  # what is refused is counted, not kept row by row


def test_one_account_is_tried_less_than_twenty_times_an_hour(db, monkeypatch):
    make_user("Rosa")
    start = timezone.now()
    for n in range(1000):
        monkeypatch.setattr(timezone, "now", lambda n=n: start + n * timedelta(hours=1) / 1000)
        with suppress(TooManyTries):
            end_attempt(begin_attempt(email="rosa@example.org", address="203.0.113.5"), good=False)
    assert SignInAttempt.objects.filter(outcome="wrong").count() < 20


def test_places_are_addresses_or_a_subscribers_network():
    assert (
        place_of("2001:db8:1:2:3:4:5:6")
        == place_of("2001:db8:1:2:ffff::1")
        != place_of("2001:db8:1:3::1")
    )
    assert place_of("::ffff:203.0.113.5") == place_of("203.0.113.5") == "203.0.113.5"
    assert place_of("nonsense") == ""


def test_success_before_the_limit_counts_afresh(client, db):
    make_user("Rosa")
    for _ in range(PLACE_TRIES - 1):
        attempt(client, "rosa@example.org", "wrong")
    assert attempt(client, "rosa@example.org").status_code == 302
    client.post("/sign-out/")
    assert attempt(Client(), "rosa@example.org", "wrong").status_code == 200


def test_the_log_of_the_door_tells_who_came_and_who_failed(client, db):
    rosa = make_user("Rosa")
    attempt(client, "rosa@example.org", "wrong")
    attempt(client, "rosa@example.org")
    assert list(SignInAttempt.objects.order_by("pk").values_list("user", "outcome")) == [
        (rosa.pk, "wrong"),
        (rosa.pk, "good"),
    ]


def test_sign_up_is_closed_without_an_invitation(client, db):
    assert client.get("/sign-up/").status_code == 403
    new = {"name": "New", "email": "new@example.org", "password1": "a good long phrase"}
    assert client.post("/sign-up/", new).status_code == 403
    assert not User.objects.exists()


def test_sign_up_on_an_open_site(client, db, settings):
    settings.SIGN_UP = "open"
    new = {"name": "新人", "email": "New@Example.org", "password1": "a good long phrase"}
    assert client.post("/sign-up/", new).url == reverse("reviews")
    user = User.objects.get()
    assert (user.name, user.email, user.is_superuser) == ("新人", "new@example.org", False)
    assert client.get("/reviews/").status_code == 200


@pytest.mark.parametrize("password", ["short", "password123", "rosalinda@example"])
def test_sign_up_refuses_weak_passwords(client, db, settings, password):
    settings.SIGN_UP = "open"
    answer = client.post(
        "/sign-up/",
        {
            "name": "R",
            "email": "rosalinda@example.org",
            "password1": password,
            "is_superuser": "on",
        },
    )
    assert answer.status_code == 200
    assert "password1" in answer.context["form"].errors
    assert not User.objects.exists()


def test_sign_up_with_a_known_address_changes_nothing(client, db, settings):
    settings.SIGN_UP = "open"
    make_user("Rosa")
    answer = client.post(
        "/sign-up/", {"name": "R", "email": "ROSA@example.org", "password1": "a good long phrase"}
    )
    assert answer.status_code == 200
    assert User.objects.get().check_password(PASSWORD)


@pytest.fixture
def confirming(settings):
    settings.SIGN_UP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


NEWCOMER = {"name": "新人", "email": "new@example.org", "password1": "a good long phrase"}


def test_a_new_address_is_confirmed_before_anybody_comes_in(client, db, confirming):
    assert client.post("/sign-up/", NEWCOMER).url == "/sign-up/address/"
    assert client.get("/reviews/").status_code == 302
    assert attempt(Client(), "new@example.org", "a good long phrase").url == "/sign-up/address/"
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    assert mail.outbox[0].to == ["new@example.org"]
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.filter(verified=True).exists()
    client.post(link)
    assert attempt(Client(), "new@example.org", "a good long phrase").url == "/reviews/"


def test_sign_up_does_not_tell_which_addresses_have_accounts(client, db, confirming):
    make_user("Rosa")
    known = client.post("/sign-up/", NEWCOMER | {"email": "rosa@example.org"})
    unknown = Client().post("/sign-up/", NEWCOMER)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert User.objects.get(email="rosa@example.org").check_password(PASSWORD)


def test_an_account_from_before_confirms_its_address_at_the_next_sign_in(client, db, confirming):
    make_user("Rosa", confirmed=False)
    assert attempt(client, "rosa@example.org").url == "/sign-up/address/"
    client.post(re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1])
    assert attempt(Client(), "rosa@example.org").url == "/reviews/"


def test_mails_to_one_address_are_limited(client, db, confirming):
    make_user("Rosa", confirmed=False)
    for _ in range(8):
        attempt(Client(), "rosa@example.org")
        Client().post("/password/", {"email": "rosa@example.org"})
    assert len(mail.outbox) <= 6


def test_a_mail_server_that_is_down_stops_nobody(client, db, confirming, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_user("Rosa")
    assert client.post("/password/", {"email": "rosa@example.org"}).url == "/password/sent/"
