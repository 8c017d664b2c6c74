"""Loading a review from an archive: to the same state and the same counts, or not at all.

Rows are written in short transactions, so that nobody's vote waits for a long load; the review has
no members until the last of them, and so nobody sees it half loaded.
"""

import struct
import uuid
import zlib
from collections.abc import Callable, Iterable, Set
from contextlib import suppress
from typing import IO, Any

from django.core.exceptions import FieldError, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, models, transaction

from screening.actions.archive.archive_people import join, people_of, take_in
from screening.actions.archive.archive_reading import Archive, ArchiveRefused, open_archive
from screening.actions.archive.archive_rows import Load, Tell, row_of
from screening.actions.archive.archive_tables import TABLES, Table, restored
from screening.actions.archive.review_deletion import delete_review
from screening.actions.duplicates.blocking_keys import make_keys
from screening.actions.history.event_log import log
from screening.actions.records.bilingual import retell_review
from screening.actions.records.labels import fill_stages
from screening.actions.records.search_index import index
from screening.actions.screening.update_baseline import moved_again, take_baseline
from screening.models import (
    BlockingKey,
    DedupeRun,
    Membership,
    Merge,
    Record,
    Review,
    User,
)
from screening.queries.flow import flow_counts
from screening.records.batches import batches

BATCH = 500
#: What a row raises that is not what an archive of ours holds.
ODD = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
    StopIteration,
    RecursionError,
    ValidationError,
    FieldError,
    IntegrityError,
    DataError,
    struct.error,
    zlib.error,
)


def load_archive(
    *,
    by: User | None,
    source: IO[bytes],
    trusted: bool = False,
    tell: Tell = lambda done, rows: None,
    began: Callable[[Review], None] = lambda review: None,
) -> Review:
    """A new review with everything that the archive holds; whoever loads it leads it.

    Only who runs the site is `trusted` to say which accounts here the people of the archive are;
    otherwise nobody but `by` is found by address, and the others get accounts that no one can sign
    in to: an archive may claim anything. `tell` is told the rows done and all rows, `began` the
    review before its first row. Raises ArchiveRefused, and then nothing is left of it.
    """
    load = Load(open_archive(source), tell)
    try:
        _begin(load, by, trusted)
        began(load.review)
        _fill(load)
        _finish(load, by)
    except ODD as error:
        drop(load)
        raise ArchiveRefused("content", load.part) from error
    # Also when the worker is stopped: half a review must not stay, whoever interrupts.
    except BaseException:
        drop(load)
        raise
    review: Review = load.review
    return review


def drop(load: Load) -> None:
    """Takes away what a load that failed has left."""
    if load.review is not None:
        delete_review(by=None, review=load.review)
    for name in load.names.values():
        with suppress(OSError):
            default_storage.delete(name)


@transaction.atomic
def _begin(load: Load, by: User | None, trusted: bool) -> None:
    load.part = "User"
    load.ids[User] = people_of(load.archive, by, trusted)
    load.part = "Review"
    row = next(load.archive.lines("Review"))
    fields = [
        field
        for field in Review._meta.concrete_fields
        if not field.primary_key and field.attname in row
    ]
    values = {field.attname: restored(field, row[field.attname]) for field in fields}
    values["created_by_id"] = load.ids[User][row["created_by_id"]]
    created = values.pop("created_at")
    values |= {"put_away_at": None, "deleting_at": None}
    load.review = Review.objects.create(**values)
    Review.objects.filter(pk=load.review.pk).update(created_at=created)
    load.ids[Review] = {row["id"]: load.review.pk}


def _fill(load: Load) -> None:
    for path in load.archive.manifest["hashes"]:
        if path.startswith("files/"):
            with load.archive.file.open(path) as file:
                name = default_storage.save(
                    f"archives/{load.review.pk}/{uuid.uuid4().hex}", File(file)
                )
            load.names[path.removeprefix("files/")] = name
    for table in TABLES:
        load.part = table.name
        found: Iterable[dict[str, Any]] = load.archive.lines(table.name)
        if table.model is BlockingKey:
            _keys(load, found)
            continue
        # Two passes over the part rather than all rows in memory.
        if table.model is Record:
            # Duplicates name their primary record, which has to be there before.
            _rows(load, table, (row for row in found if row["primary_id"] is None))
            found = (row for row in load.archive.lines(table.name) if row["primary_id"] is not None)
        _rows(load, table, found)
    _bring_undone_merges(load)
    load.part = "RecordWords"
    for some in batches(
        Record.objects.filter(review=load.review).order_by("pk").iterator(chunk_size=BATCH), BATCH
    ):
        with transaction.atomic():
            index(some)
    retell_review(load.review)
    fill_stages(load.review)


@transaction.atomic
def _bring_undone_merges(load: Load) -> None:
    """Tells each undone run which merges went with it, by the numbers they have here:
    it can still be taken back.
    """
    load.part = "DedupeRun"
    merges = load.ids.get(Merge, {})
    for run, undone in load.undone.items():
        known = [merges[merge] for merge in undone if merge in merges]
        DedupeRun.objects.filter(pk=load.ids[DedupeRun][run]).update(undone=known)


@transaction.atomic
def _finish(load: Load, by: User | None) -> None:
    manifest = load.archive.manifest
    told = _plain(manifest["flow"])
    keys: Set[str] = told.keys()
    if load.review.version > 1 and "other_reassessed" not in told:
        # An update archived before reports of earlier versions were counted in it: what came in is
        # still the same.
        take_baseline(load.review)
        keys = keys & CAME_IN
    # The same counts or nothing: this is the one check that sees the whole at once.
    found = _plain(flow_counts.flow(load.review).to_json())
    if {key: found.get(key) for key in keys} != {key: told[key] for key in keys}:
        raise ArchiveRefused("counts")
    if load.review.version > 1 and not _knows_reasons(load.archive):
        # Another reason was no other place then: what was counted is checked, now it follows anew.
        take_baseline(load.review)
        moved_again(load.review)
    take_in(load.archive, load.review, load.ids[Membership])
    join(load.review, by)
    head = {
        "sequence": int(manifest["head"]["sequence"]),
        "hash": str(manifest["head"]["hash"])[:64],
    }
    log(
        review=load.review,
        actor=by,
        verb="load_review",
        head=head,
        imported=manifest["rows"].get("Record", 0),
    )


def _knows_reasons(archive: Archive) -> bool:
    """Whether its records say for which reason their reports were excluded in the version before."""
    return "published_reason_id" in next(archive.lines("Record"), {"published_reason_id": None})


#: Numbers that no rule of counting changes.
CAME_IN = {"database_results", "register_results", "other_raw", "sources"}


def _plain(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers without the words of reasons, which follow the reader's language."""
    return {k: sorted(v.values()) if isinstance(v, dict) else v for k, v in numbers.items()}


def _keys(load: Load, rows: Iterable[dict[str, Any]]) -> None:
    compared = (load.ids[Record][row["record_id"]] for row in rows)
    for some in batches(compared, BATCH):
        with transaction.atomic():
            make_keys(load.review, some)
        _count(load, len(some))


def _count(load: Load, rows: int) -> None:
    load.done += rows
    load.tell(load.done, load.archive.rows)


def _rows(load: Load, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    mine = load.ids.setdefault(table.model, {})
    stamps = [
        f.attname
        for f in table.fields
        if getattr(f, "auto_now", 0) or getattr(f, "auto_now_add", 0)
    ]
    for some in batches(rows, BATCH):
        made = [row_of(load, table, row) for row in some]
        kept = [{name: getattr(row, name) for name in stamps} for row in made]
        with transaction.atomic():
            table.model._default_manager.bulk_create(made)
            for row, moments in zip(made, kept, strict=True):
                for name, moment in moments.items():
                    setattr(row, name, moment)
            if stamps:
                _stamp(table, made, stamps)
            for link in table.links:
                for row, told in zip(made, some, strict=True):
                    getattr(row, link).set([load.ids[Record][pk] for pk in told[link]])
        mine.update(
            {told["id"]: row.pk for told, row in zip(some, made, strict=True) if "id" in told}
        )
        _count(load, len(some))


def _stamp(table: Table, made: list[models.Model], stamps: list[str]) -> None:
    """The moments as they were, which a new row would have set to now."""
    table.model._default_manager.bulk_update(made, stamps, batch_size=100)
