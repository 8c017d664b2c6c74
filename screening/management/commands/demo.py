"""`manage.py demo`: builds the worked example, or takes it away."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from screening.actions.archive.review_deletion import delete_review
from screening.example.articles import write_articles
from screening.example.build import play, practise
from screening.example.files import write_files
from screening.example.people import keep_password, make_people, sign_in_lines
from screening.models import Review
from screening.queries.flow import flow_counts


class Command(BaseCommand):
    """Builds the worked example beside whatever reviews there are."""

    help = "Builds the worked example (made-up records), prints its numbers and who can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="take every worked example away, and build none"
        )
        parser.add_argument(
            "--files", metavar="FOLDER", help="only write the sample files into this folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["files"]:
            self._write_files(Path(options["files"]))
        elif options["remove"]:
            self._remove()
        else:
            self._build()

    def _write_files(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for sample in write_files(write_articles()):
            (folder / sample.name).write_bytes(sample.data)
            self.stdout.write(str(folder / sample.name))

    def _remove(self) -> None:
        for review in Review.objects.exclude(example=""):
            delete_review(by=None, review=review)
            self.stdout.write(f"removed: {review.title_en}")

    def _build(self) -> None:
        started = time.monotonic()
        password = keep_password(settings.DATA_DIR)
        people = make_people(password)
        review = play(people, lambda line: self.stdout.write(f"  {line}"))
        practise(people)
        numbers = flow_counts.flow(review)
        five = ", ".join(f"{number} {name}" for name, number in flow_counts.five(numbers).items())
        self.stdout.write(f"  {five}")
        if found := flow_counts.breaches(flow_counts.counts(review)):
            raise SystemExit("\n".join(str(breach.message) for breach in found))
        self.stdout.write("Beside it stands a small practice review that nobody has screened yet.")
        self.stdout.write(f"Built in {time.monotonic() - started:.1f} s. Every record is made up.")
        self.stdout.write("\n".join(sign_in_lines(password)))
