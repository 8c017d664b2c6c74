"""`celery -A tests.jobworker worker`: the project's worker, which knows two kinds of jobs more."""

import os
import signal
import time
from typing import Any

import django
from django.db import transaction

from reviewapp.celery import app

django.setup()

from screening.actions.jobs.job_run import Running  # noqa: E402
from screening.models import Search  # noqa: E402
from screening.tasks import KINDS  # noqa: E402

__all__ = ["app"]


def append(running: Running) -> dict[str, Any]:
    """Adds `rows` rows, each with its checkpoint in one transaction."""
    for number in range(running.resume.get("next", 0), running.params["rows"]):
        with transaction.atomic():
            Search.objects.create(review=running.job.review, name=f"{running.job.pk}:{number}")
            running.remember(next=number + 1)
        running.advance(number + 1, running.params["rows"])
        time.sleep(running.params.get("pause", 0.01))
    return {"rows": running.params["rows"]}


def die(running: Running) -> None:
    """Takes its worker down, as one does that needs too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


KINDS |= {"append": append, "die": die}
