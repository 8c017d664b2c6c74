"""The door in a browser, in both languages: sign-in, second factor, passkey, sessions,
another address.
"""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from reviewapp.foreign_accounts import foreign_accounts, origins
from screening.models import User
from tests.browser.visit import session_of, tastes
from tests.builders import PASSWORD, make_user
from tests.oidc_provider import CLIENT, SECRET, oidc_provider

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])
SIGN_OUT = {"en": "Sign out", "zh-hans": "退出登录"}


@pytest.fixture
def rosa(transactional_db) -> User:
    return make_user("Rosa")


def speak(page: Page, site: str, language: str, user: User | None = None) -> None:
    page.context.add_cookies(tastes(site, language, "light", session_of(user) if user else ""))


def enter(page: Page, site: str, email: str = "rosa@example.org", password: str = PASSWORD) -> None:
    page.goto(f"{site}/sign-in/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def leave(page: Page, site: str) -> None:
    page.context.clear_cookies(name="sessionid")


def confirm_password(page: Page) -> None:
    """The page that asks once more, where it comes."""
    if "/account/again/" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()


def code_of(secret: str) -> str:
    """RFC 6238, written from the RFC: an authenticator app of the test's own."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def no_complaints(page: Page) -> list[str]:
    told: list[str] = []
    page.on(
        "console", lambda message: told.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


@LANGUAGES
def test_a_second_factor_is_set_up_and_asked_for(language, live_server, page, rosa):
    told = no_complaints(page)
    speak(page, live_server.url, language)
    enter(page, live_server.url)
    page.goto(f"{live_server.url}/account/factors/app/")
    confirm_password(page)
    secret = page.input_value("#authenticator_secret")
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    page.wait_for_load_state()
    leave(page, live_server.url)
    rosa.refresh_from_db()
    enter(page, live_server.url)
    assert "/sign-in/second-step/" in page.url
    page.goto(f"{live_server.url}/reviews/")
    assert "/sign-in/" in page.url
    page.goto(f"{live_server.url}/sign-in/second-step/")
    page.fill("[name=code]", "000000")
    page.press("[name=code]", "Enter")
    page.wait_for_load_state()
    assert "/sign-in/second-step/" in page.url
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/reviews/")
    assert told == []


@LANGUAGES
def test_a_passkey_is_added_and_signs_in_without_a_password(language, live_server, page, rosa):
    told = no_complaints(page)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    speak(page, live_server.url, language)
    enter(page, live_server.url)
    page.goto(f"{live_server.url}/account/factors/keys/add/")
    confirm_password(page)
    page.fill("[name=name]", "笔记本 laptop")
    if page.locator("[name=passwordless]").count():
        page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile(r"/account/factors/codes/|/account/factors/keys/$"))
    leave(page, live_server.url)
    page.goto(f"{live_server.url}/sign-in/")
    page.click("#passkey_login")
    page.wait_for_url("**/reviews/")
    assert told == []


@LANGUAGES
def test_a_session_elsewhere_is_seen_and_ended(language, live_server, page, browser, rosa):
    with browser.new_context() as other:
        phone = other.new_page()
        enter(phone, live_server.url)
        speak(page, live_server.url, language)
        enter(page, live_server.url)
        page.goto(f"{live_server.url}/account/sessions/")
        expect(page.locator("button[name=session]")).to_have_count(1)
        page.click("button[name=session]")
        expect(page.locator("button[name=session]")).to_have_count(0)
        phone.goto(f"{live_server.url}/account/")
        assert "/sign-in/" in phone.url
    page.goto(f"{live_server.url}/account/")
    assert page.url.endswith("/account/")


@LANGUAGES
def test_the_address_is_changed_by_the_link_in_the_mail(language, live_server, page, rosa):
    speak(page, live_server.url, language)
    enter(page, live_server.url)
    page.goto(f"{live_server.url}/account/email/")
    page.fill("[name=email]", "neu@example.org")
    page.click("[name=action_add]")
    page.wait_for_load_state()
    confirm_password(page)
    assert mail.outbox[-1].to == ["neu@example.org"]
    page.goto(re.search(r"http://\S+", mail.outbox[-1].body)[0])
    page.click("main form button")
    page.wait_for_load_state()
    rosa.refresh_from_db()
    assert rosa.email == "neu@example.org"
    assert ["rosa@example.org"] in [message.to for message in mail.outbox]


@LANGUAGES
def test_an_account_elsewhere_signs_in(language, live_server, page, rosa, settings, monkeypatch):
    told = no_complaints(page)
    with oidc_provider() as provider:
        for name, value in {
            "SERVER": provider.url,
            "CLIENT_ID": CLIENT,
            "CLIENT_SECRET": SECRET,
            "NAME": "大学",
            "TRUST_ADDRESS": "1",
        }.items():
            monkeypatch.setenv(f"OIDC_{name}", value)
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": foreign_accounts()}
        }
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        allowed = policy | {"form-action": [*policy["form-action"], *origins(foreign_accounts())]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": allowed}
        provider.person |= {"email": "rosa@example.org", "email_verified": True}
        speak(page, live_server.url, language)
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_role("button", name="大学").click()
        page.wait_for_url("**/reviews/")
        assert told == []


@LANGUAGES
def test_an_account_is_closed(language, live_server, page, rosa):
    speak(page, live_server.url, language)
    enter(page, live_server.url)
    page.goto(f"{live_server.url}/account/")
    with page.expect_download() as taken:
        page.locator("a[href='/account/data/']").click()
    assert "rosa@example.org" in taken.value.path().read_text(encoding="utf-8")
    page.goto(f"{live_server.url}/account/close/")
    page.fill("[name=email]", "rosa@example.org")
    page.click("main form button.danger")
    page.wait_for_load_state()
    rosa.refresh_from_db()
    assert not rosa.is_active
    enter(page, live_server.url)
    assert "/sign-in/" in page.url
