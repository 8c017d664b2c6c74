"""Loading a review from an archive: to the same state and the same counts, or not at all."""

import hashlib
import json
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction

from screening.actions.archive_tables import TABLES, WITH_FILES, Ids, Table, renumbered, restored
from screening.actions.archiving import FORMAT, PIECE
from screening.actions.history import log
from screening.actions.indexing import index
from screening.models import Event, Membership, Merge, Publication, Record, Review, User, Vote
from screening.queries import flow
from screening.queries.publications import Stood, pack, unpack
from screening.records.batches import batches


class ArchiveRefused(Exception):
    """A file that cannot be loaded. `code`: format, hash (a part is not what was written), counts."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(f"{code} {part}".strip())
        self.code, self.part = code, part


@transaction.atomic
def load_archive(*, by: User | None, source: IO[bytes]) -> Review:
    """A new review with everything that the archive holds; people are found by address, or made without a password.

    Whoever loads it leads it. Raises ArchiveRefused, and then nothing was loaded.
    """
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read("manifest.json"))
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise ArchiveRefused("format") from None
    if manifest.get("format") != FORMAT:
        raise ArchiveRefused("format")
    _check(archive, manifest)
    ids: Ids = {User: _people(archive)}
    review = _review(archive, ids)
    names = _files(archive, manifest, review)
    for table in TABLES:
        found = _lines(archive, table.name)
        if table.model is Record:
            # Duplicates name their primary record, which has to be there before.
            _load((row for row in found if row["primary_id"] is None), table, review, ids, names)
            found = (row for row in _lines(archive, table.name) if row["primary_id"] is not None)
        _load(found, table, review, ids, names)
    _index(review)
    _join(review, by)
    if _plain(flow.flow(review).to_json()) != _plain(manifest["flow"]):
        raise ArchiveRefused("counts")
    log(review=review, actor=by, verb="load_review", head=manifest["head"], imported=manifest["rows"]["Record"])
    return review


def _plain(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers without the words of reasons, which follow the reader's language."""
    return {k: sorted(v.values()) if isinstance(v, dict) else v for k, v in numbers.items()}


def _check(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for path, expected in manifest["hashes"].items():
        digest = hashlib.sha256()
        try:
            with archive.open(path) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
        except (KeyError, zipfile.BadZipFile):
            raise ArchiveRefused("hash", path) from None
        if digest.hexdigest() != expected:
            raise ArchiveRefused("hash", path)


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(f"tables/{name}.jsonl") as file:
        for line in file:
            yield json.loads(line.decode("utf-8", "surrogatepass"))


def _people(archive: zipfile.ZipFile) -> dict[int, int]:
    found = {}
    for row in _lines(archive, "User"):
        user = User.objects.filter(email=row["email"]).first()
        if user is None:
            user = User.objects.create_user(
                row["email"], None, name=row["name"], language=row["language"], reads=row["reads"]
            )
        found[row["id"]] = user.pk
    return found


def _review(archive: zipfile.ZipFile, ids: Ids) -> Review:
    row = next(_lines(archive, "Review"))
    old = row.pop("id")
    row["created_by_id"] = ids[User][row["created_by_id"]]
    created = row.pop("created_at")
    review = Review.objects.create(**row)
    Review.objects.filter(pk=review.pk).update(created_at=created)
    ids[Review] = {old: review.pk}
    return review


def _files(archive: zipfile.ZipFile, manifest: dict[str, Any], review: Review) -> dict[str, str]:
    """Stores the files anew; name in the archive to name here."""
    found = {}
    for path in manifest["hashes"]:
        if path.startswith("files/"):
            with archive.open(path) as file:
                name = f"archives/{review.pk}/{path.rsplit('/', 1)[-1]}"
                found[path.removeprefix("files/")] = default_storage.save(name, File(file))
    return found


def _load(rows: Iterable[dict[str, Any]], table: Table, review: Review, ids: Ids, names: dict[str, str]) -> None:
    mine = ids.setdefault(table.model, {})
    for some in batches(rows, 500):
        keys = [row.get("id") for row in some]
        made = [_made(table, row, review, ids, names) for row in some]
        stamps = [f.attname for f in table.fields if getattr(f, "auto_now", 0) or getattr(f, "auto_now_add", 0)]
        kept = [{name: getattr(row, name) for name in stamps} for row in made]
        table.model._default_manager.bulk_create(made)
        for old, row, moments in zip(keys, made, kept, strict=True):
            mine[old or row.pk] = row.pk
            if moments:
                table.model._default_manager.filter(pk=row.pk).update(**moments)
        for link in table.links:
            for row, told in zip(made, some, strict=True):
                getattr(row, link).set([ids[Record][pk] for pk in told[link] if pk in ids[Record]])


def _made(table: Table, row: dict[str, Any], review: Review, ids: Ids, names: dict[str, str]) -> models.Model:
    values: dict[str, Any] = {}
    for field in table.fields:
        value = restored(field, row[field.attname])
        related = field.related_model
        if related and value is not None and related in ids:
            # A record of the history may be gone.
            value = ids[related].get(value, value if table.model is not Event else None)
        elif field.primary_key:
            continue
        values[field.attname] = value
    if table.name in WITH_FILES:
        values["stored"] = names.get(row["stored"], row["stored"])
    if table.model in (Event, Merge):
        part = "data" if table.model is Event else "before"
        values[part] = renumbered(values[part], ids)
    if table.model is Vote:
        values["judgements"] = renumbered(values["judgements"], ids, "judgements")
    if table.model in (Event, Vote) and values["key"]:
        values["key"] = uuid.uuid5(uuid.NAMESPACE_OID, f"{review.pk} {values['key']}")
    if table.model is Publication:
        values |= _published(values, ids)
    return table.model(**values)


def _published(values: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """A published version with the ids of this installation."""
    reasons = {str(old): new for model, told in ids.items() if model.__name__ == "Reason" for old, new in told.items()}

    def moved(row: Stood) -> tuple[int, str, int | None]:
        return ids[Record].get(int(row.record), 0), row.place, reasons.get(row.reason)

    studies = {}
    for key, records in values["studies"].items():
        model = next(m for m in ids if m.__name__ == ("Study" if key[0] == "s" else "Record"))
        new = ids[model].get(int(key[1:]), 0)
        studies[f"{key[0]}{new}"] = [ids[Record][pk] for pk in records if pk in ids[Record]]
    return {"rows": pack(map(moved, unpack(values["rows"]))), "studies": studies}


def _index(review: Review) -> None:
    for some in batches(Record.objects.filter(review=review).order_by("pk").iterator(chunk_size=500), 500):
        index(some)


def _join(review: Review, by: User | None) -> None:
    if by is None:
        return
    mine, made = Membership.objects.get_or_create(
        review=review, user=by, defaults={"leads": True, "code": f"L{review.memberships.count() + 1}"}
    )
    if not made and (mine.ended_at or not mine.leads):
        Membership.objects.filter(pk=mine.pk).update(leads=True, ended_at=None)
