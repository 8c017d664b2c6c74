"""The first account, and what asks for the password again."""

import pytest
from django.test import Client

from screening.example.people import PEOPLE
from screening.models import Membership, User
from screening.queries.access.people import EXAMPLE, first_token
from screening.web.access.reauthentication import FAR_REACHING, TAKEN_ALONG
from screening.web.urls import urlpatterns
from tests.builders import PASSWORD, make_user

NEW = {"name": "林", "email": "lin@team.example", "password": "a good long phrase"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_the_first_account_is_made_once_and_runs_the_site(client, db):
    page = f"/first-account/{first_token()}/"
    make_user("Lin", email=EXAMPLE[0])
    assert client.get(page).status_code == 200
    assert client.post(page, NEW | {"password": "short"}).status_code == 200
    assert client.post(page, NEW).url == "/reviews/"
    user = User.objects.get(email="lin@team.example")
    assert user.is_staff
    assert client.get("/reviews/").status_code == 200
    assert Client().get(page).status_code == 410
    assert Client().post(page, NEW | {"email": "other@team.example"}).status_code == 410
    assert (
        Client().post("/sign-in/", {"login": NEW["email"], "password": NEW["password"]}).url
        == "/reviews/"
    )


@pytest.mark.parametrize("token", ["first", "first:x:y", "first:1tXyz:aaaa"])
def test_an_invented_address_makes_no_account(client, db, token):
    assert client.post(f"/first-account/{token}/", NEW).status_code == 410
    assert not User.objects.exists()


def test_the_example_is_known_by_its_addresses():
    assert {address for address, *_ in PEOPLE.values()} == set(EXAMPLE)


@pytest.fixture
def asking(settings):
    settings.REAUTHENTICATE = True


def test_a_change_of_roles_waits_for_the_password_and_is_then_done(cast, client, asking):
    client.force_login(cast.lead, backend=BACKEND)
    member = Membership.objects.get(user=cast.first)
    page = f"/reviews/{cast.review.pk}/team/{member.pk}/"
    answer = client.post(page, {"adjudicates": "on"})
    assert answer.url.startswith("/account/again/")
    member.refresh_from_db()
    assert member.roles == ["reviewer"]
    client.post(answer.url, {"password": "wrong", "next": page})
    member.refresh_from_db()
    assert member.roles == ["reviewer"]
    client.post(answer.url, {"password": PASSWORD, "next": page})
    member.refresh_from_db()
    assert member.roles == ["adjudicator"]


def test_whoever_has_just_signed_in_is_not_asked(cast, client, asking):
    client.post("/sign-in/", {"login": cast.lead.email, "password": PASSWORD})
    member = Membership.objects.get(user=cast.first)
    client.post(f"/reviews/{cast.review.pk}/team/{member.pk}/", {"adjudicates": "on"})
    member.refresh_from_db()
    assert member.roles == ["adjudicator"]


def test_the_question_is_asked_in_our_own_words_and_signing_in_needs_no_praise(
    cast, client, asking
):
    client.force_login(cast.lead, backend=BACKEND)
    page = client.post(f"/reviews/{cast.review.pk}/archive/", follow=True).content.decode()
    assert "<h1>Confirm that it is you</h1>" in page
    assert "reauthenticate" not in page
    client.logout()
    page = client.post(
        "/sign-in/", {"login": cast.lead.email, "password": PASSWORD}, follow=True
    ).content.decode()
    assert "Successfully signed in" not in page


@pytest.mark.parametrize(
    "path", ["stages/title-abstract/unblind/", "archive/", "team/invitations/"]
)
def test_unblinding_archives_and_invitations_are_asked_for_too(cast, client, asking, path):
    client.force_login(cast.lead, backend=BACKEND)
    assert client.post(f"/reviews/{cast.review.pk}/{path}").url.startswith("/account/again/")


def test_every_name_of_the_list_is_an_address():
    names = {str(pattern.name) for pattern in urlpatterns}
    assert names >= FAR_REACHING | TAKEN_ALONG
