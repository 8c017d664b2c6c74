from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from screening.actions.jobs import job_queue
from screening.models import Job
from screening.queries.site import health

pytestmark = pytest.mark.django_db
WELL = {"database": True, "migrations": True, "disk": True, "files": True, "workers": True}


@pytest.fixture(autouse=True)
def room(monkeypatch):
    monkeypatch.setattr(
        health.shutil, "disk_usage", lambda folder: SimpleNamespace(total=100, free=50)
    )


def test_ready_when_all_is_well():
    assert health.ready() == WELL


def test_ready_tells_of_a_full_disk(monkeypatch):
    monkeypatch.setattr(
        health.shutil, "disk_usage", lambda folder: SimpleNamespace(total=100, free=9)
    )
    assert health.ready() == WELL | {"disk": False}


def test_ready_tells_of_a_database_that_is_gone(monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert health.ready() == WELL | {"database": False, "migrations": False, "workers": False}


def test_ready_tells_of_missing_migrations(monkeypatch):
    monkeypatch.setattr(
        health, "newest_migrations", lambda: {("screening", "9999_of_the_next_version")}
    )
    assert health.ready() == WELL | {"migrations": False}


def test_ready_tells_of_jobs_that_nobody_takes():
    job = job_queue.enqueue(kind="probe", review=None, by=None)
    assert health.ready() == WELL
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert health.ready() == WELL | {"workers": False}
    other = job_queue.enqueue(kind="probe", review=None, by=None)
    job_queue.claim(other.pk)
    assert health.ready() == WELL
    assert job.state == "queued"


def test_ready_tells_of_files_that_cannot_be_stored(tmp_path, settings):
    (tmp_path / "in the way").write_text("")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "in the way"},
        }
    }
    assert health.ready() == WELL | {"files": False}


def test_a_web_host_is_ready_without_workers_but_not_without_files():
    assert health.serves(WELL | {"workers": False})
    assert not health.serves(WELL | {"files": False})


def test_whoever_asks_often_is_told_what_was_found_a_moment_ago():
    asked = []
    kept = health.Kept(lambda: asked.append(1) or {"database": True}, 60)
    assert kept() == kept() == {"database": True}
    assert len(asked) == 1
    fresh = health.Kept(lambda: asked.append(1) or {}, 0)
    fresh(), fresh()
    assert len(asked) == 3
