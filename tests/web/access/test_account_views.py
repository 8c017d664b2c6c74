"""What people do with their accounts: password, address, sessions, keys, language, theme."""

import re

import pytest
from allauth.mfa.models import Authenticator
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
    assert "-set-password/" in form.request["PATH_INFO"]
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert done.url == "/password/changed/"
    rosa.refresh_from_db()
    assert rosa.check_password(NEW)
    assert "no longer valid" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize(
    ("language", "says"), [("en", "no mail server"), ("zh-hans", "未设置邮件服务器")]
)
def test_password_reset_without_a_mail_server_says_who_has_the_link(
    client, db, settings, language, says
):
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
    new = {"password1": NEW, "password2": NEW}
    assert signed_in.post("/account/password/", new | {"oldpassword": "wrong"}).status_code == 200
    assert other.get("/account/").status_code == 200
    assert signed_in.post("/account/password/", new | {"oldpassword": PASSWORD}).status_code == 302
    assert signed_in.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_tries_at_the_password_inside_a_session_are_few(signed_in):
    new = {"password1": NEW, "password2": NEW, "oldpassword": "wrong"}
    answers = {signed_in.post("/account/password/", new).status_code for _ in range(12)}
    assert 429 in answers
    assert signed_in.post("/account/password/", new | {"oldpassword": PASSWORD}).status_code == 429


@pytest.fixture
def recently(signed_in):
    signed_in.post("/account/again/", {"password": PASSWORD})
    return signed_in


def test_a_new_address_counts_once_its_mail_was_read_and_the_old_one_is_told(recently, rosa):
    other = elsewhere(rosa)
    assert (
        recently.post(
            "/account/email/", {"email": "New@example.org", "action_add": "1"}
        ).status_code
        == 302
    )
    rosa.refresh_from_db()
    assert rosa.email == "rosa@example.org"
    assert mail.outbox[-1].to == ["new@example.org"]
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    recently.post(link)
    rosa.refresh_from_db()
    assert rosa.email == "new@example.org"
    assert ["rosa@example.org"] in [m.to for m in mail.outbox[1:]]
    assert recently.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_a_new_address_wants_the_password_again(signed_in, rosa, settings):
    settings.REAUTHENTICATE = True
    answer = signed_in.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    assert answer.url.startswith("/account/again/")
    assert mail.outbox == []


def test_address_of_somebody_else_cannot_be_taken(recently, rosa):
    make_user("Ren")
    recently.post("/account/email/", {"email": "REN@example.org", "action_add": "1"})
    for message in mail.outbox:
        for link in re.findall(r"http://testserver(/sign-up/address/\S+)", message.body):
            recently.post(link)
    rosa.refresh_from_db()
    assert rosa.email == "rosa@example.org"


def test_one_session_of_the_list_is_ended(signed_in, rosa):
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/605.1")
    phone.post("/sign-in/", {"login": "rosa@example.org", "password": PASSWORD})
    page = signed_in.get("/account/sessions/")
    assert "Safari · iPhone" in page.content.decode()
    ren = make_user("Ren")
    stranger = elsewhere(ren)
    (listed,) = [
        s.pk for s in page.context["sessions"] if s.session_key != signed_in.session.session_key
    ]
    stranger.post("/account/sessions/", {"session": listed})
    assert phone.get("/account/").status_code == 200
    assert signed_in.post("/account/sessions/", {"session": listed}).status_code == 302
    assert [c.get("/account/").status_code for c in (signed_in, phone)] == [200, 302]
    for nonsense in ("x", "9" * 40, "-1", str(listed)):
        assert signed_in.post("/account/sessions/", {"session": nonsense}).status_code == 302
    assert signed_in.get("/account/").status_code == 200


@pytest.mark.parametrize(("hours", "status"), [(11, 200), (13, 302)])
def test_a_session_that_rests_ends(signed_in, settings, hours, status):
    settings.SESSION_IDLE = 12 * 3600
    session = signed_in.session
    session["seen"] -= hours * 3600
    session.save()
    assert signed_in.get("/account/").status_code == status


@pytest.mark.parametrize(("days", "status"), [(13, 200), (15, 302)])
def test_a_session_ends_by_its_age_however_busy(signed_in, days, status):
    session = signed_in.session
    session["begun"] -= days * 24 * 3600
    session.save()
    assert signed_in.get("/account/").status_code == status


def test_a_session_from_before_goes_on(signed_in):
    session = signed_in.session
    del session["begun"], session["seen"]
    session.save()
    assert signed_in.get("/account/").status_code == 200
    assert "begun" in signed_in.session


@pytest.mark.parametrize(
    ("wanted", "leads", "led_away"),
    [
        ("nobody", True, False),
        ("leads", False, False),
        ("leads", True, True),
        ("everybody", False, True),
    ],
)
def test_a_site_may_want_a_second_factor(cast, client, settings, wanted, leads, led_away):
    settings.MFA_REQUIRED = wanted
    client.force_login(cast.lead if leads else cast.first, backend=BACKEND)
    assert (client.get("/reviews/").status_code == 302) is led_away
    assert client.get("/account/factors/").status_code == 200
    if led_away:
        Authenticator.objects.create(
            user=cast.lead if leads else cast.first, type="totp", data={"secret": "x"}
        )
        assert client.get("/reviews/").status_code == 200


def test_sessions_elsewhere_end_and_others_people_s_do_not(signed_in, rosa):
    phone, tablet, ren = elsewhere(rosa), elsewhere(rosa), elsewhere(make_user("Ren"))
    assert signed_in.post("/account/sessions/").status_code == 302
    assert [c.get("/account/").status_code for c in (signed_in, phone, tablet, ren)] == [
        200,
        302,
        302,
        200,
    ]


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
    assert (rosa.name, rosa.language, rosa.theme, rosa.reads) == (
        "罗莎",
        "zh-hans",
        "dark",
        ["zh", "en"],
    )
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
    assert (
        '<html lang="zh-Hans" data-theme="dark">'
        in elsewhere(rosa).get("/account/").content.decode()
    )


@pytest.mark.parametrize(
    ("path", "data"),
    [("/language/", {"language": "xx"}), ("/theme/", {"theme": "<b>"}), ("/language/", {})],
)
def test_language_and_theme_refuse_nonsense(client, db, path, data):
    assert client.post(path, data).status_code == 400
    assert client.get(path).status_code == 405
