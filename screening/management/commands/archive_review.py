"""`manage.py archive_review REVIEW FILE`: the whole review in one file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.actions.archive.archive_export import write_archive
from screening.models import Review


class Command(BaseCommand):
    """Writes a review with everything in it."""

    help = "Writes a whole review (records, decisions, history, files) into one zip file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("review", type=int)
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        review = Review.objects.filter(pk=options["review"]).first()
        if review is None:
            raise CommandError(f"no such review: {options['review']}")
        with open(options["file"], "wb") as out:
            manifest = write_archive(review, out)
        self.stdout.write(
            f"{options['file']}: {manifest['rows']['Record']} records, {manifest['rows']['Event']} events"
        )
