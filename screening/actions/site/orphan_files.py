"""Stored files that no row names: what a process that died between storing a file and noting it
leaves behind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from screening.models import FeatureSet, FullTextFile, ImportFile, PublicationCopy, UnmatchedFile

#: A file is stored seconds before its row; a whole archive is loaded within hours. What is younger
#: is left alone.
AGE = timedelta(days=1)

_FOLDERS = ("publications", "imports", "full-texts", "archives", "features")
_NAMED_BY = (PublicationCopy, ImportFile, FullTextFile, UnmatchedFile, FeatureSet)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A stored file without a row: its name in the storage, its size in bytes, when it was written."""

    name: str
    size: int
    written: datetime


def find_orphans(*, age: timedelta = AGE) -> list[Orphan]:
    """The stored files, older than that, which no row names, by name."""
    before = timezone.now() - age
    # Names are gathered before rows, so that a file stored meanwhile is not looked for.
    found = [
        each
        for each in map(_described, names_in(default_storage))
        if each and each.written < before
    ]
    return [each for each in sorted(found, key=lambda each: each.name) if not _named(each.name)]


def sweep_files(*, age: timedelta = AGE) -> list[Orphan]:
    """Deletes the orphans and gives them; each is looked up once more right before."""
    swept = []
    for orphan in find_orphans(age=age):
        if not _named(orphan.name):
            default_storage.delete(orphan.name)
            swept.append(orphan)
    return swept


def _named(name: str) -> bool:
    return any(model._default_manager.filter(stored=name).exists() for model in _NAMED_BY)


def names_in(storage: Storage) -> Iterator[str]:
    """The name of every file that a storage holds for this site."""
    for folder in _FOLDERS:
        if storage.exists(folder):
            yield from _below(storage, folder)


def _below(storage: Storage, folder: str) -> Iterator[str]:
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files if name)
    for name in folders:
        yield from _below(storage, f"{folder}/{name}")


def _described(name: str) -> Orphan | None:
    """None for a file that somebody deleted meanwhile."""
    try:
        return Orphan(name, default_storage.size(name), default_storage.get_modified_time(name))
    except FileNotFoundError:
        return None
