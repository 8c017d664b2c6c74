"""`manage.py restore FILE`: a backup comes back into an empty place."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.management.backups import BackupRefused
from screening.management.backups.restore import restore_backup


class Command(BaseCommand):
    """Unpacks, checks, moves into place, brings the database up to this version,
    verifies every review.
    """

    help = (
        "Brings a backup back into an empty DATA_DIR (and FILES_DIR, DATABASE_URL). It is checked against its hashes "
        "before anything is put in place; a backup of a newer version is refused. Every review is verified at the end."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, help="the key file of age for an encrypted backup"
        )
        parser.add_argument(
            "--no-verify",
            action="store_true",
            help="leave the verification of the reviews for later",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identity = (
                options["identity"].read_text(encoding="utf-8") if options["identity"] else ""
            )
            manifest = restore_backup(options["file"], identity=identity, say=self.stdout.write)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"The backup of {manifest['made_at']} (version {manifest['version']}) is in place"
        )
        call_command("migrate", verbosity=0, interactive=False)
        if not options["no_verify"]:
            call_command("verify", stdout=self.stdout)
