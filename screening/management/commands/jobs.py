"""`manage.py jobs`: whoever runs the site lists long work, cancels it,
has it done first or starts it again.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from screening.actions.jobs import job_queue
from screening.models import Job
from screening.queries.site.site_overview import jobs
from screening.tasks import send


class Command(BaseCommand):
    """Lists jobs, or does one thing to one of them."""

    help = "Lists jobs (number, kind, state, review, progress), or cancels, puts first or starts again number N."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which ones, or what to do to which."""
        parser.add_argument("words", nargs="*", help="kinds or states, as: import queued")
        for action in ("cancel", "first", "again"):
            parser.add_argument(f"--{action}", metavar="N", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a number without a job."""
        if number := options["cancel"]:
            job = job_queue.cancel(by=None, job=self._find(number))
        elif number := options["first"]:
            job = job_queue.put_first(by=None, job=self._find(number))
        elif number := options["again"]:
            with transaction.atomic():
                job = job_queue.retry(job=self._find(number))
                send(job)
        else:
            wanted = set(options["words"])
            for job in jobs():
                if wanted <= {job.kind, job.state}:
                    self.stdout.write(_line(job))
            return
        self.stdout.write(_line(job))

    def _find(self, number: int) -> Job:
        job = Job.objects.filter(pk=number).first()
        if job is None:
            raise CommandError(f"there is no job {number}")
        return job


def _line(job: Job) -> str:
    state = (
        f"{job.state}, will be cancelled"
        if job.state == Job.State.RUNNING and job.cancel_asked
        else job.state
    )
    first = f"\tpriority {job.priority}" if job.priority else ""
    asked = job.created_at.isoformat(timespec="seconds")
    return f"{job.pk}\t{job.kind}\t{state}\treview {job.review_id or '–'}\t{job.done}/{job.total}\tasked {asked}{first}"
