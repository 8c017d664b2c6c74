"""`manage.py copy_files FOLDER`: stored files from a folder into the bucket of the settings,
or back.
"""

from argparse import ArgumentParser
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.core.management.base import BaseCommand, CommandError

from screening.actions.site.orphan_files import names_in

PIECE = 1024 * 1024


class Command(BaseCommand):
    """Copies what is missing, compares what is there, deletes nothing. Cut off,
    it can be given again.
    """

    help = (
        "Copies all stored files from FOLDER (the FILES_DIR of before) into the storage of the settings, or with "
        "--back from there into FOLDER, and compares each by its hash. Deletes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From or to where."""
        parser.add_argument("folder")
        parser.add_argument(
            "--back", action="store_true", help="from the storage of the settings into FOLDER"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a file is there with other contents."""
        folder = FileSystemStorage(options["folder"])
        source, target = (default_storage, folder) if options["back"] else (folder, default_storage)
        copied = same = 0
        for name in names_in(source):
            if not target.exists(name):
                with source.open(name) as file:
                    kept = target.save(name, File(file))
                if kept != name:
                    target.delete(kept)
                    raise CommandError(
                        f"{name} was written by somebody else at the same moment: give this again"
                    )
                copied += 1
            if _hash(source, name) != _hash(target, name):
                raise CommandError(f"{name} is there with other contents; nothing was written over")
            same += 1
        self.stdout.write(
            f"{same} files are the same here and there; {copied} of them were copied now"
        )


def _hash(storage: Storage, name: str) -> str:
    digest = sha256()
    with storage.open(name) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
