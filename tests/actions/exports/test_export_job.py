"""Large exports in the background: the same bytes as the streamed file, told progress, cancelled,
swept; never half.
"""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from screening import tasks
from screening.actions.exports import export_job
from screening.actions.jobs import job_queue
from screening.actions.jobs.crash_points import EXPORT_STEPS
from screening.exports import EXPORTS
from screening.models import Job, StageSetting
from screening.queries.access.authorization import access_review
from screening.queries.exports.snapshot import snapshot, wishes_of
from tests.benchmarks.kill_import import in_child
from tests.builders import make_cast, make_record

pytestmark = pytest.mark.django_db
COUNT = 7


@pytest.fixture
def access():
    cast = make_cast()
    for number in range(COUNT):
        make_record(cast.review, title=f"外泌体研究 {number}", place="included", type="article")
    return access_review(cast.lead, cast.review.pk)


def asked(access, key="included_csv", language="zh-hans", **wishes):
    return export_job.ask(access=access, key=key, wishes=wishes, language=language)[0]


def run(job):
    tasks.run_job(job.pk)
    job.refresh_from_db()
    return job


def content(job):
    with default_storage.open(job.result["stored"]) as file:
        return file.read()


def stored_names():
    return set(export_job._names())


@pytest.mark.parametrize("key", ["included_csv", "included_ris", "references_text", "duplicates"])
def test_file_is_what_would_have_been_streamed(access, key, settings):
    job = run(asked(access, key, language="en"))
    shown = snapshot(access, wishes_of(access.review))
    assert content(job) == b"".join(EXPORTS[key].render(shown, str))
    assert (job.state, job.done, job.result["size"]) == ("done", COUNT, len(content(job)))


def test_file_speaks_the_language_and_style_of_the_one_who_asked(access):
    assert "期刊论文" in content(run(asked(access))).decode()
    assert content(run(asked(access, "references_text", style="csl-nature"))).startswith(b"1. ")
    assert content(run(asked(access, "references_text"))).startswith(b"[1] ")


def test_asking_twice_gives_one_job_and_other_wishes_another(access):
    first = asked(access, style="apa7")
    assert asked(access, style="apa7") == first
    assert asked(access, style="vancouver") != first
    run(first)
    assert asked(access, style="apa7") != first


def test_cancelled_job_leaves_no_file(access, monkeypatch):
    before, job = stored_names(), asked(access)
    monkeypatch.setattr("screening.actions.jobs.job_run.WRITE_EVERY", 0)
    seen = []

    def cancel_at(step, number=0):
        if step == "export.half" and not seen:
            seen.append(job_queue.cancel(by=access.user, job=job))

    monkeypatch.setattr(export_job, "reach", cancel_at)
    monkeypatch.setattr(
        "screening.actions.jobs.job_run.connection", type("C", (), {"in_atomic_block": False})
    )
    assert run(job).state == "cancelled"
    assert stored_names() == before


def test_decisions_wait_for_the_stages_to_be_closed(access):
    StageSetting.objects.filter(review=access.review).update(
        opened_at=timezone.now(), closed_at=None
    )
    job = run(asked(access, "all_reports"))
    assert (job.state, job.message["text"]) == ("failed", export_job.HELD)


def test_old_files_are_swept_and_what_dead_workers_left(access, settings):
    kept, old = run(asked(access)), run(asked(access, "included_ris"))
    late = timezone.now() - timedelta(hours=settings.EXPORT_KEEP_HOURS, minutes=1)
    Job.objects.filter(pk=old.pk).update(finished_at=late)
    names = {
        age: default_storage.save(f"exports/{access.review.pk}/{age}", ContentFile(b"half"))
        for age in (30, 90)
    }
    for minutes, name in names.items():
        then = time.time() - 60 * minutes
        os.utime(Path(default_storage.path(name)), (then, then))
    assert export_job.sweep() == 2
    assert default_storage.exists(kept.result["stored"])
    assert default_storage.exists(names[30])
    assert not default_storage.exists(names[90])
    assert not default_storage.exists(old.result["stored"])
    assert export_job.sweep() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", EXPORT_STEPS)
def test_worker_killed_at_any_step_leaves_no_half_file_and_another_makes_it(access, step):
    before, job = stored_names(), asked(access)
    assert in_child(step, lambda: tasks.run_job(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result) == ("running", None)
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
    assert run(job).state == "done"
    assert content(job).decode("utf-8-sig").count("外泌体研究") == COUNT
    left = stored_names() - before - {job.result["stored"]}
    assert len(left) == (step == "export.stored")
    for name in left:
        os.utime(Path(default_storage.path(name)), (0, 0))
    assert export_job.sweep() == len(left)
