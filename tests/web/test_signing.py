"""Signing in and out: lock-out, fixation, where one lands."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from screening.models import User
from tests.builders import PASSWORD, make_user

SIGN_IN = "/sign-in/"


def attempt(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"username": username, "password": password} | more)


def test_sign_in_leads_to_my_reviews_and_on_to_where_one_was_going(client, db):
    make_user("Rosa")
    assert client.get("/account/").url == "/sign-in/?next=/account/"
    assert attempt(client, " ROSA@example.org ").url == "/reviews/"
    client.post("/sign-out/")
    assert attempt(client, "rosa@example.org", next="/account/").url == "/account/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil.example", "\\\\evil.example"],
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
    assert said["rosa"] == said["nobody"] == said["gone"] == ["This address and password do not match."]


@pytest.fixture
def lock_out(settings):
    settings.AXES_ENABLED = True
    return settings.AXES_FAILURE_LIMIT


@pytest.mark.parametrize("name", ["rosa", "nobody"])
def test_lock_out_after_repeated_failures_for_known_and_unknown_alike(client, db, lock_out, name):
    make_user("Rosa")
    spellings = [f"{name}@example.org", f"{name.upper()}@example.org", f" {name}@Example.org"]
    answers = [attempt(client, spellings[n % 3], "wrong").status_code for n in range(lock_out)]
    assert answers == [200] * (lock_out - 1) + [429]
    answer = attempt(client, f"{name}@example.org")
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_lock_out_spares_other_people_and_ends_with_success_before_it(client, db, lock_out):
    make_user("Rosa")
    make_user("Ren")
    for _ in range(lock_out - 1):
        attempt(client, "rosa@example.org", "wrong")
    assert attempt(client, "ren@example.org").status_code == 302
    client.logout()
    assert attempt(client, "rosa@example.org").status_code == 302
    client.logout()
    assert attempt(client, "rosa@example.org", "wrong").status_code == 200


def test_sign_up_is_closed_without_an_invitation(client, db):
    assert client.get("/sign-up/").status_code == 403
    new = {"name": "New", "email": "new@example.org", "password": "a good long phrase"}
    assert client.post("/sign-up/", new).status_code == 403
    assert not User.objects.exists()


def test_sign_up_on_an_open_site(client, db, settings):
    settings.SIGN_UP = "open"
    new = {"name": "新人", "email": "New@Example.org", "password": "a good long phrase"}
    assert client.post("/sign-up/", new).url == reverse("reviews")
    user = User.objects.get()
    assert (user.name, user.email, user.is_superuser) == ("新人", "new@example.org", False)
    assert client.get("/reviews/").status_code == 200


@pytest.mark.parametrize("password", ["short", "password123", "rosalinda@example"])
def test_sign_up_refuses_weak_passwords(client, db, settings, password):
    settings.SIGN_UP = "open"
    answer = client.post(
        "/sign-up/", {"name": "R", "email": "rosalinda@example.org", "password": password, "is_superuser": "on"}
    )
    assert answer.status_code == 200
    assert "password" in answer.context["form"].errors
    assert not User.objects.exists()


def test_sign_up_with_a_known_address_changes_nothing(client, db, settings):
    settings.SIGN_UP = "open"
    make_user("Rosa")
    answer = client.post("/sign-up/", {"name": "R", "email": "ROSA@example.org", "password": "a good long phrase"})
    assert answer.status_code == 200
    assert User.objects.get().check_password(PASSWORD)
