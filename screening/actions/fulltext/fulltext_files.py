"""Files of full texts: kept with their report, matched to it, taken away again."""

import hashlib
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.flow.places import PLACES
from screening.models import FullTextFile, Record, Review, UnmatchedFile, User
from screening.records.documents import HEAD, content_type, safe_suffix, shown_name

#: Places of reports whose full text is wanted; before them nobody sees that a file is there.
SOUGHT = PLACES[PLACES.index("await_retrieval") :]


class FileRefused(Refusal):
    """A file that is not taken. `code`: record, kind, empty, size, twice."""


def store_full_text(
    *, by: User, review: Review, record_id: int, name: str, content: File, limit: int
) -> FullTextFile:
    """Keeps a file with its report, under a name of our own,
    and records that the report was retrieved.

    Raises FileRefused: record (not a report sought in this review), kind, empty, size,
    twice (the same file is there).
    """
    facts = _checked(name, content, limit)
    record = Record.objects.filter(review=review, pk=record_id, place__in=SOUGHT).first()
    if record is None:
        raise FileRefused("record")
    if FullTextFile.objects.filter(record=record, sha256=facts["sha256"]).exists():
        raise FileRefused("twice")
    stored = _stored(review, name, content)
    try:
        return _kept(by, review, record, stored, facts)
    except BaseException:
        default_storage.delete(stored)
        raise


@transaction.atomic
def _kept(
    by: User, review: Review, record: Record, stored: str, facts: dict[str, Any]
) -> FullTextFile:
    file = FullTextFile.objects.create(record=record, stored=stored, by=by, **facts)
    log(
        review=review,
        actor=by,
        verb="upload_full_text",
        record=record,
        file=file.name,
        sha256=file.sha256,
    )
    set_retrieval(by=by, review=review, record_ids=[record.pk], status="retrieved")
    return file


@transaction.atomic
def remove_full_text(*, by: User, review: Review, file_id: int) -> bool:
    """Takes a file away from its report; False when it is gone already. The retrieval status stays."""
    file = FullTextFile.objects.filter(record__review=review, pk=file_id).first()
    if file is None:
        return False
    log(
        review=review,
        actor=by,
        verb="remove_full_text",
        record=file.record_id,
        file=file.name,
        sha256=file.sha256,
    )
    stored = file.stored.name
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(stored))
    return True


def store_unmatched(
    *,
    by: User,
    review: Review,
    name: str,
    content: File,
    limit: int,
    found: dict[str, Any],
    suggested: int | None,
) -> UnmatchedFile:
    """Keeps a file whose report a person has still to confirm. Raises FileRefused: kind, empty,
    size.
    """
    facts = _checked(name, content, limit)
    stored = _stored(review, name, content)
    return UnmatchedFile.objects.create(
        review=review, stored=stored, by=by, found=found, suggested_id=suggested, **facts
    )


@transaction.atomic
def match_file(
    *, by: User, review: Review, unmatched_id: int, record_id: int | None
) -> FullTextFile | None:
    """Gives a waiting file to its report, or throws it away when none is named. Raises FileRefused:
    record, twice.
    """
    waiting = (
        UnmatchedFile.objects.select_for_update().filter(review=review, pk=unmatched_id).first()
    )
    if waiting is None:
        raise FileRefused("record")
    if record_id is None:
        stored = waiting.stored.name
        waiting.delete()
        transaction.on_commit(lambda: default_storage.delete(stored))
        return None
    record = Record.objects.filter(review=review, pk=record_id, place__in=SOUGHT).first()
    if record is None:
        raise FileRefused("record")
    if FullTextFile.objects.filter(record=record, sha256=waiting.sha256).exists():
        raise FileRefused("twice")
    facts = {name: getattr(waiting, name) for name in ("name", "sha256", "size", "content_type")}
    if waiting.found.get("service"):
        facts["origin"] = {name: value for name, value in waiting.found.items() if name != "how"}
    file = _kept(by, review, record, waiting.stored.name, facts)
    waiting.delete()
    return file


def _checked(name: str, content: File, limit: int) -> dict[str, Any]:
    if not content.size:
        raise FileRefused("empty")
    if content.size > limit:
        raise FileRefused("size")
    content.seek(0)
    kind = content_type(content.read(HEAD), name)
    if not kind:
        raise FileRefused("kind")
    digest = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
    return {
        "name": shown_name(name),
        "sha256": digest.hexdigest(),
        "size": content.size,
        "content_type": kind,
    }


def _stored(review: Review, name: str, content: File) -> str:
    content.seek(0)
    stored: str = default_storage.save(
        f"full-texts/{review.pk}/{uuid4().hex}{safe_suffix(name)}", content
    )
    return stored
