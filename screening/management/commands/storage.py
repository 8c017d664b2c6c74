"""`manage.py storage`: what the installation takes: database, its largest tables, files by review,
free space.
"""

from typing import Any

from django.core.management.base import BaseCommand

from screening.queries.site.site_overview import reviews, storage, tables, versions


class Command(BaseCommand):
    """Prints sizes in megabytes, and the versions of what runs."""

    help = "Prints the size of the database, its largest tables and the files of each review, and which versions run."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line each."""
        sizes = storage()
        self.stdout.write(f"database\t{_mb(sizes['database'])}")
        for name, size in tables():
            self.stdout.write(f"  {name}\t{_mb(size)}")
        self.stdout.write(f"disk of the files\t{_mb(sizes['free'])} free of {_mb(sizes['total'])}")
        for held in reviews():
            self.stdout.write(
                f"review {held.review.pk}\t{held.records} records\t{_mb(held.files)} of files"
            )
        for name, number in versions().items():
            self.stdout.write(f"{name}\t{number}")


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
