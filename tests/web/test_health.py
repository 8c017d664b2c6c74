import pytest
from django.db import DatabaseError, connection

from screening import __version__
from screening.queries import health


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
        "workers": False,
        "version": __version__,
    }
