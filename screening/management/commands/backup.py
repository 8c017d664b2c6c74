"""`manage.py backup PLACE`: the whole installation in one file, while people go on voting."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reviewapp.environment import text
from screening.actions.jobs.duties import note
from screening.management.backups import BackupRefused
from screening.management.backups.write import make_backup, rotate

NAME = re.compile(r"reviewapp-\d{8}-\d{6}\.backup(\.age)?")


class Command(BaseCommand):
    """Writes it, checks it, and deletes older ones where told how many to keep."""

    help = (
        "Writes database, stored files and secret key into one file while the site runs. A folder as PLACE gets a file "
        "named after the time. The copy of the database is checked before it is packed; every part has its hash."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=Path, help="the file to write, or a folder that is there")
        parser.add_argument(
            "--keep",
            type=int,
            default=0,
            help="in a folder: delete all but that many newest backups",
        )
        parser.add_argument(
            "--recipient",
            default=text("BACKUP_RECIPIENT", ""),
            help="a public key of age (age1…) to encrypt for; BACKUP_RECIPIENT says the same",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        place, keep = options["place"], options["keep"]
        if keep < 0 or (keep and not place.is_dir()):
            raise CommandError("--keep needs a folder as PLACE and a number of 1 or more")
        ending = ".backup.age" if options["recipient"] else ".backup"
        target = (
            place / f"reviewapp-{timezone.now():%Y%m%d-%H%M%S}{ending}" if place.is_dir() else place
        )
        try:
            manifest = make_backup(target, recipient=options["recipient"], say=self.stdout.write)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        note("backup")
        rows, size = sum(manifest["rows"].values()), target.stat().st_size
        self.stdout.write(f"{target}: {rows} rows, {manifest['files']} files, {size} bytes")
        if keep:
            for path in rotate(place, keep, lambda path: NAME.fullmatch(path.name) is not None):
                self.stdout.write(f"deleted {path}")
