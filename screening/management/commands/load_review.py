"""`manage.py load_review FILE`: a review from an archive of this or another installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.actions.archive.archive_import import load_archive
from screening.actions.archive.archive_reading import ArchiveRefused
from screening.models import User


class Command(BaseCommand):
    """Loads a review to the state in which it was archived."""

    help = "Loads a review from an archive; people are found by their address, new ones have to set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--lead", metavar="ADDRESS", help="who leads it here besides its own leads"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lead = User.objects.filter(email=options["lead"]).first() if options["lead"] else None
        if options["lead"] and lead is None:
            raise CommandError(f"nobody has the address {options['lead']}")
        try:
            with open(options["file"], "rb") as source:
                review = load_archive(by=lead, source=source, trusted=True)
        except (ArchiveRefused, OSError) as error:
            raise CommandError(f"{options['file']} was not loaded: {error}") from None
        self.stdout.write(f"loaded as review {review.pk}: {review.title}")
