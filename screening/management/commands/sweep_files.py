"""`manage.py sweep_files [--delete]`: files in the storage that no row names."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.actions.site.orphan_files import find_orphans, sweep_files


class Command(BaseCommand):
    """Lists them, and deletes them when told to.

    Not done by the workers themselves: with the wrong database beside the right files,
    every file would be an orphan.
    """

    help = (
        "Lists stored files that belong to nothing, as a server that was killed in the middle of an upload leaves "
        "them; with --delete, deletes them. Files younger than --hours are left alone: they may just be being stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--delete", action="store_true", help="delete them, instead of only naming them"
        )
        parser.add_argument(
            "--hours",
            type=int,
            default=24,
            help="how old a file must be; 24 if not said, at least 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["hours"] < 1:
            raise CommandError("--hours must be 1 or more")
        age = timedelta(hours=options["hours"])
        found = sweep_files(age=age) if options["delete"] else find_orphans(age=age)
        for orphan in found:
            self.stdout.write(
                f"{orphan.name}  {orphan.size} bytes, {orphan.written:%Y-%m-%d %H:%M}"
            )
        done = "deleted" if options["delete"] else "found; --delete deletes them"
        self.stdout.write(f"{len(found)} files, {sum(each.size for each in found)} bytes {done}")
