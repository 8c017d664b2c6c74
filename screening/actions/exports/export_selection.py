"""The records of a list, kept as a file of their numbers until a worker has made an export of them."""

import tempfile
import uuid
from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet

from screening.models import Record


def keep(rows: QuerySet[Record], folder: str) -> tuple[str, int]:
    """Writes down which records these are; the name of the file, and how many it names."""
    count = 0
    with tempfile.TemporaryFile() as out:
        for number in rows.order_by("pk").values_list("pk", flat=True).iterator():
            out.write(b"%d\n" % number)
            count += 1
        out.seek(0)
        return default_storage.save(f"{folder}/{uuid.uuid4().hex}", File(out)), count


def kept(name: str) -> Iterator[int]:
    """The numbers in the file, in order. Raises FileNotFoundError when it is gone."""
    with default_storage.open(name) as lines:
        for line in lines:
            yield int(line)
