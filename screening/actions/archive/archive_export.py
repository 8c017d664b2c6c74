"""A whole review in one file: a zip of JSON lines, the files with their hashes,
and a manifest of counts.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import connection, transaction

from screening.actions.archive.archive_tables import TABLES, WITH_FILES, rows
from screening.models import Review, User
from screening.queries.flow import flow_counts
from screening.queries.history.history_hashes import head

FORMAT = "reviewapp-archive-1"
PIECE = 1 << 20


def write_archive(review: Review, out: IO[bytes]) -> dict[str, Any]:
    """Writes the archive and gives its manifest: the review at one moment.
    Memory does not grow with the review.
    """
    with one_moment():
        return _write(review, out)


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, and nobody who writes has to wait;
    inside a transaction as it is there.

    SQLite reads a snapshot in a transaction that only reads,
    which Django would begin as one that writes.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _write(review: Review, out: IO[bytes]) -> dict[str, Any]:
    end = head(review)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "title_en": review.title_en,
        "title_zh": review.title_zh,
        "flow": flow_counts.flow(review).to_json(),
        "head": {"sequence": end.sequence, "hash": end.hash},
        "rows": {},
        "hashes": {},
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _lines(
            archive,
            manifest,
            "Review",
            [{f.attname: getattr(review, f.attname) for f in Review._meta.fields}],
        )
        _lines(archive, manifest, "User", _people(review))
        for table in TABLES:
            _lines(archive, manifest, table.name, rows(table, review))
        for table in TABLES:
            if table.name in WITH_FILES:
                named = table.rows(review).exclude(**{WITH_FILES[table.name]: ""})
                for stored in named.values_list(WITH_FILES[table.name], flat=True):
                    _file(archive, manifest, stored)
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _people(review: Review) -> Any:
    """Everybody whom the review names: address and name, nothing to sign in with."""
    named = {review.created_by_id, *review.memberships.values_list("user_id", flat=True)}
    for table in TABLES:
        for field in table.fields:
            if field.related_model is User:
                told = table.rows(review).order_by()
                named.update(told.values_list(field.attname, flat=True).distinct())
    return (
        User.objects.filter(pk__in=named - {None})
        .order_by("pk")
        .values("id", "email", "name", "language", "reads")
    )


def _lines(archive: zipfile.ZipFile, manifest: dict[str, Any], name: str, found: Any) -> None:
    digest, count, path = hashlib.sha256(), 0, f"tables/{name}.jsonl"
    with archive.open(path, "w", force_zip64=True) as file:
        for row in found:
            line = (json.dumps(row, ensure_ascii=False, default=_text) + "\n").encode(
                "utf-8", "surrogatepass"
            )
            file.write(line)
            digest.update(line)
            count += 1
    manifest["rows"][name], manifest["hashes"][path] = count, digest.hexdigest()


def _text(value: Any) -> str:
    """Moments to the microsecond, days, and keys as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _file(archive: zipfile.ZipFile, manifest: dict[str, Any], stored: str) -> None:
    path = f"files/{stored}"
    if path in manifest["hashes"] or not default_storage.exists(stored):
        return
    digest = hashlib.sha256()
    with default_storage.open(stored) as source, archive.open(path, "w", force_zip64=True) as file:
        while piece := source.read(PIECE):
            file.write(piece)
            digest.update(piece)
    manifest["hashes"][path] = digest.hexdigest()
