"""Signing in with an account elsewhere: an institution by OpenID Connect, and ORCID."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from reviewapp.foreign_accounts import foreign_accounts, origins
from screening.models import User
from tests.builders import PASSWORD, make_user
from tests.oidc_provider import CLIENT, SECRET, Provider, oidc_provider
from tests.shared import SHARED

MAIL = {"email": "rosa@example.org", "email_verified": True}


@pytest.fixture
def provider(settings, monkeypatch):
    with oidc_provider() as found:
        monkeypatch.setenv("OIDC_SERVER", found.url)
        monkeypatch.setenv("OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setenv("OIDC_CLIENT_SECRET", SECRET)
        monkeypatch.setenv("OIDC_NAME", "University")
        monkeypatch.setenv("OIDC_TRUST_ADDRESS", "1")
        monkeypatch.setenv("ORCID_SERVER", found.url)
        monkeypatch.setenv("ORCID_CLIENT_ID", f"{CLIENT}-orcid")
        monkeypatch.setenv("ORCID_CLIENT_SECRET", SECRET)
        use(settings)
        yield found


def use(settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": foreign_accounts()}
    }


def go(client: Client, provider: Provider, key: str = "institution", process: str = "login"):
    """The whole way: to the provider and back; the answer of the way back."""
    there = client.post(f"/sign-in/with/{key}/?process={process}").url
    assert there.startswith(f"{provider.url}/authorization?")
    sent = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    return client.get(provider.authorize(sent).removeprefix("http://testserver"))


def test_somebody_whose_institution_vouches_for_the_address_finds_the_account(client, db, provider):
    make_user("Rosa")
    provider.person |= MAIL
    assert go(client, provider).url == "/reviews/"
    assert client.get("/account/").status_code == 200
    assert provider.seen["code_challenge_method"] == "S256"
    assert provider.complaints == []


@pytest.mark.parametrize("what", [{"email_verified": False}, {"email": "other@example.org"}])
def test_an_address_that_nobody_vouches_for_opens_no_account(client, db, provider, what):
    rosa = make_user("Rosa")
    provider.person |= MAIL | what
    go(client, provider)
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.filter(user=rosa).exists()


def test_an_institution_that_is_not_trusted_with_addresses_opens_no_account(
    client, db, provider, settings, monkeypatch
):
    monkeypatch.setenv("OIDC_TRUST_ADDRESS", "0")
    use(settings)
    make_user("Rosa")
    provider.person |= MAIL
    go(client, provider)
    assert client.get("/account/").status_code == 302


def test_orcid_is_connected_first_and_then_opens_the_account(client, db, provider):
    rosa = make_user("Rosa")
    assert "closed" in go(Client(), provider, "orcid").templates[0].name
    client.post("/sign-in/", {"login": rosa.email, "password": PASSWORD})
    client.post("/account/again/", {"password": PASSWORD})
    go(client, provider, "orcid", "connect")
    assert SocialAccount.objects.get(user=rosa).uid == "0000-0002-1825-0097"
    other = Client()
    assert go(other, provider, "orcid").url == "/reviews/"
    assert other.get("/account/").status_code == 200


def test_a_newcomer_makes_an_account_where_the_site_is_open(client, db, provider, settings):
    settings.SIGN_UP = "open"
    provider.person |= {"email": "new@example.org", "email_verified": False}
    assert go(client, provider).url == "/sign-up/with/"
    page = client.get("/sign-up/with/")
    assert page.context["form"].initial["name"] == "林若溪"
    client.post("/sign-up/with/", {"name": "林若溪", "email": "new@example.org"})
    assert User.objects.get(email="new@example.org").name == "林若溪"


@pytest.mark.parametrize(
    "claims", [{"aud": "somebody else"}, {"iss": "https://evil.example"}, {"exp": 1}]
)
def test_tokens_for_others_from_others_or_of_before_are_refused(client, db, provider, claims):
    make_user("Rosa")
    provider.person |= MAIL
    provider.claims = claims
    assert go(client, provider).status_code in {401, 403}
    assert client.get("/account/").status_code == 302


def test_a_way_back_that_was_not_begun_here_is_refused(client, db, provider):
    make_user("Rosa")
    provider.person |= MAIL
    stranger = Client()
    there = stranger.post("/sign-in/with/institution/").url
    sent = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert client.get(provider.authorize(sent).removeprefix("http://testserver")).status_code == 401
    assert client.get("/account/").status_code == 302


def test_whoever_says_no_there_is_told_so(client, db, provider):
    provider.refuses = True
    assert go(client, provider).url == "/sign-in/cancelled/"


def test_a_provider_that_is_down_is_told_so(client, db, provider, monkeypatch, settings):
    monkeypatch.setenv("OIDC_SERVER", "http://127.0.0.1:9")
    use(settings)
    assert client.post("/sign-in/with/institution/").status_code == 503


def test_signing_in_elsewhere_begins_with_a_post(client, db, provider):
    assert client.get("/sign-in/with/institution/").status_code == 200


def test_forms_may_lead_to_the_providers_and_nowhere_else(provider):
    assert origins(foreign_accounts()) == [provider.url]


@pytest.mark.parametrize("name", ["orcid_discovery", "entra_discovery"])
def test_the_discovery_documents_of_real_providers_have_what_is_needed(name):
    import json

    document = json.loads((SHARED / "data/services/oidc" / name / "body.json").read_text())
    needed = {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "issuer", "jwks_uri"}
    assert needed <= set(document)
    assert set(document["token_endpoint_auth_methods_supported"]) & {
        "client_secret_basic",
        "client_secret_post",
    }
