from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from screening.actions import jobs
from screening.models import Job
from screening.queries import health

pytestmark = pytest.mark.django_db
WELL = {"database": True, "migrations": True, "disk": True, "workers": True}


@pytest.fixture(autouse=True)
def room(monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: SimpleNamespace(total=100, free=50))


def test_ready_when_all_is_well():
    assert health.ready() == WELL


def test_ready_tells_of_a_full_disk(monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: SimpleNamespace(total=100, free=9))
    assert health.ready() == WELL | {"disk": False}


def test_ready_tells_of_a_database_that_is_gone(monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert health.ready() == {"database": False, "migrations": False, "disk": True, "workers": False}


def test_ready_tells_of_missing_migrations(monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["0099"])
    assert health.ready() == WELL | {"migrations": False}


def test_ready_tells_of_jobs_that_nobody_takes():
    job = jobs.enqueue(kind="probe", review=None, by=None)
    assert health.ready() == WELL
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert health.ready() == WELL | {"workers": False}
    other = jobs.enqueue(kind="probe", review=None, by=None)
    jobs.claim(other.pk)
    assert health.ready() == WELL
    assert job.state == "queued"
