import pytest
from django.db import DatabaseError, connection

from screening import __version__
from screening.queries.site import health


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch):
    monkeypatch.setattr(health.recently, "seconds", 0)


def test_live_answers_without_a_database(client):
    assert client.get("/health/live/").content == b"ok\n"


@pytest.mark.django_db
def test_ready_says_what_was_looked_at(client, monkeypatch):
    monkeypatch.setattr(health, "_disk_has_room", lambda: True)
    answer = client.get("/health/ready/")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": True,
        "migrations": True,
        "disk": True,
        "files": True,
        "workers": True,
        "version": __version__,
    }


@pytest.mark.django_db
def test_ready_is_503_when_something_is_not_well(client, monkeypatch):
    monkeypatch.setattr(health, "_disk_has_room", lambda: False)
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json()["disk"] is False


@pytest.mark.django_db
def test_ready_answers_without_a_database(client, monkeypatch):
    def gone(*arguments, **more):
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(health, "_disk_has_room", lambda: True)
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json() == {
        "database": False,
        "migrations": False,
        "disk": True,
        "files": True,
        "workers": False,
        "version": __version__,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/", "/health/"])
def test_health_answers_under_any_name_and_before_https(
    client, monkeypatch, settings, caplog, path
):
    monkeypatch.setattr(health, "_disk_has_room", lambda: True)
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["reviews.example.org"], True
    settings.SECURE_REDIRECT_EXEMPT = [r"^health/"]
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert not caplog.records
    settings.SECURE_SSL_REDIRECT = False
    assert client.get("/sign-in/", headers={"host": "10.0.0.7:8000"}).status_code == 400


@pytest.mark.django_db
def test_people_read_it_in_their_language_with_the_version(client, monkeypatch):
    monkeypatch.setattr(health, "_disk_has_room", lambda: True)
    monkeypatch.setattr(health, "_jobs_wait_in_vain", lambda: True)
    answer = client.get("/health/", headers={"accept-language": "zh-CN"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "有些部分不正常" in text
    assert "没有工作进程接手" in text
    assert __version__ in text
    monkeypatch.setattr(health, "_database_writes", lambda: False)
    down = client.get("/health/", headers={"accept-language": "en"})
    assert down.status_code == 503
    assert "The database does not respond" in down.content.decode()
