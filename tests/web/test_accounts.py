"""What people do with their accounts: password, address, sessions, keys, language, theme."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.builders import PASSWORD, make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
NEW = "another good phrase"


@pytest.fixture
def rosa(db):
    return make_user("Rosa")


@pytest.fixture
def signed_in(client, rosa):
    client.force_login(rosa, backend=BACKEND)
    return client


def elsewhere(user) -> Client:
    other = Client()
    other.force_login(user, backend=BACKEND)
    return other


def test_password_reset_sends_one_link_that_works_once(client, rosa):
    assert client.post("/password/", {"email": "rosa@example.org"}).url == "/password/sent/"
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    assert "/set-password/" in form.request["PATH_INFO"]
    done = client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    assert done.url == "/password/changed/"
    rosa.refresh_from_db()
    assert rosa.check_password(NEW)
    assert "no longer valid" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize(("language", "says"), [("en", "no mail server"), ("zh-hans", "未设置邮件服务器")])
def test_password_reset_without_a_mail_server_says_who_has_the_link(client, db, settings, language, says):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert says not in client.get("/password/sent/").content.decode()
    settings.EMAIL_BACKEND = settings.PRINTED_MAIL
    assert says in client.get("/password/sent/").content.decode()


def test_password_reset_says_the_same_to_an_unknown_address(client, rosa):
    known = client.post("/password/", {"email": "rosa@example.org"})
    unknown = client.post("/password/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [m.to for m in mail.outbox] == [["rosa@example.org"]]


def test_password_reset_ends_all_sessions(client, rosa):
    other = elsewhere(rosa)
    rosa.set_password(NEW)
    rosa.save()
    assert other.get("/account/").status_code == 302


def test_password_change_needs_the_old_one_and_ends_other_sessions(signed_in, rosa):
    other = elsewhere(rosa)
    new = {"new_password1": NEW, "new_password2": NEW}
    assert signed_in.post("/account/password/", new | {"old_password": "wrong"}).status_code == 200
    assert other.get("/account/").status_code == 200
    assert signed_in.post("/account/password/", new | {"old_password": PASSWORD}).status_code == 302
    assert signed_in.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_address_change_needs_the_password_and_tells_the_old_address(signed_in, rosa):
    wrong = signed_in.post("/account/email/", {"email": "new@example.org", "password": "wrong"})
    assert wrong.status_code == 200
    assert mail.outbox == []
    assert signed_in.post("/account/email/", {"email": "New@example.org", "password": PASSWORD}).status_code == 302
    rosa.refresh_from_db()
    assert rosa.email == "new@example.org"
    assert [m.to for m in mail.outbox] == [["rosa@example.org"]]


def test_address_of_somebody_else_cannot_be_taken(signed_in, rosa):
    make_user("Ren")
    assert signed_in.post("/account/email/", {"email": "REN@example.org", "password": PASSWORD}).status_code == 200
    rosa.refresh_from_db()
    assert rosa.email == "rosa@example.org"


def test_sessions_elsewhere_end_and_others_people_s_do_not(signed_in, rosa):
    phone, tablet, ren = elsewhere(rosa), elsewhere(rosa), elsewhere(make_user("Ren"))
    assert signed_in.post("/account/sessions/").status_code == 302
    assert [c.get("/account/").status_code for c in (signed_in, phone, tablet, ren)] == [200, 302, 302, 200]


def test_account_takes_only_its_own_fields(signed_in, rosa):
    data = {
        "name": "罗莎",
        "language": "zh-hans",
        "theme": "dark",
        "reads": ["zh", "en"],
        "is_superuser": "on",
        "email": "x@example.org",
    }
    answer = signed_in.post("/account/", data)
    assert answer.status_code == 302
    rosa.refresh_from_db()
    assert (rosa.name, rosa.language, rosa.theme, rosa.reads) == ("罗莎", "zh-hans", "dark", ["zh", "en"])
    assert (rosa.is_superuser, rosa.email) == (False, "rosa@example.org")
    page = signed_in.get("/account/").content.decode()
    assert '<html lang="zh-Hans" data-theme="dark">' in page


def test_keys_of_ones_own_are_kept_and_printed(signed_in, rosa):
    assert signed_in.post("/account/keys/", {"keys": "asreview", "note": "q"}).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.keys, rosa.own_keys) == ("asreview", {"note": "KeyQ"})


@pytest.mark.parametrize("clash", [{"note": "i"}, {"note": "结"}, {"note": "zz"}, {"keys": "vim"}])
def test_keys_with_two_meanings_or_none_are_refused(signed_in, rosa, clash):
    answer = signed_in.post("/account/keys/", {"keys": "rayyan"} | clash)
    assert answer.status_code == 200
    assert answer.context["keys_form"].errors
    rosa.refresh_from_db()
    assert (rosa.keys, rosa.own_keys) == ("rayyan", {})


def test_keys_switched_off_leave_no_map_in_the_page(signed_in, rosa):
    assert 'id="key-map"' in signed_in.get("/account/").content.decode()
    signed_in.post("/account/keys/", {"keys": "off"})
    assert 'id="key-map"' not in signed_in.get("/account/").content.decode()


def test_language_and_theme_stay_in_a_cookie_and_go_back(client, db):
    answer = client.post("/language/", {"language": "zh-hans", "next": "/password/"})
    assert answer.url == "/password/"
    client.post("/theme/", {"theme": "dark"})
    page = client.get("/sign-in/")
    assert '<html lang="zh-Hans" data-theme="dark">' in page.content.decode()
    assert page.headers["Content-Language"] == "zh-hans"
    client.post("/theme/", {"theme": ""})
    assert "data-theme" not in client.get("/sign-in/").content.decode()


def test_language_and_theme_stay_in_the_account(signed_in, rosa):
    signed_in.post("/language/", {"language": "zh-hans"})
    signed_in.post("/theme/", {"theme": "dark"})
    assert '<html lang="zh-Hans" data-theme="dark">' in elsewhere(rosa).get("/account/").content.decode()


@pytest.mark.parametrize(
    ("path", "data"), [("/language/", {"language": "xx"}), ("/theme/", {"theme": "<b>"}), ("/language/", {})]
)
def test_language_and_theme_refuse_nonsense(client, db, path, data):
    assert client.post(path, data).status_code == 400
    assert client.get(path).status_code == 405
