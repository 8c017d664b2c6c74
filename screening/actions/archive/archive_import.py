"""Loading a review from an archive: to the same state and the same counts, or not at all.

Rows are written in short transactions, so that nobody's vote waits for a long load; the review has no members until the
last of them, and so nobody sees it half loaded.
"""

import struct
import uuid
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, Any

from django.core.exceptions import FieldError, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, models, transaction

from screening.actions.archive.archive_people import join, people_of, take_in
from screening.actions.archive.archive_reading import Archive, ArchiveRefused, open_archive
from screening.actions.archive.archive_tables import (
    TABLES,
    WITH_FILES,
    Ids,
    Table,
    renumbered,
    renumbered_event,
    restored,
)
from screening.actions.archive.review_deletion import delete_review
from screening.actions.duplicates.blocking_keys import make_keys
from screening.actions.history.event_log import log
from screening.actions.records.bilingual import retell_review
from screening.actions.records.labels import fill_stages
from screening.actions.records.search_index import index
from screening.actions.screening.update_baseline import take_baseline
from screening.dedupe.evidence import as_key
from screening.models import (
    BlockingKey,
    DedupeRun,
    DuplicatePair,
    Event,
    FullTextFile,
    Membership,
    Merge,
    Publication,
    Reason,
    Record,
    Reopening,
    Review,
    Study,
    UnmatchedFile,
    User,
    Vote,
)
from screening.queries.flow import flow_counts
from screening.queries.flow.versions import Stood, pack, unpack
from screening.records.batches import batches
from screening.records.columns import sorting
from screening.records.documents import BINARY, PDF

BATCH = 500
ODD = (
    KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, StopIteration, RecursionError,
    ValidationError, FieldError, IntegrityError, DataError, struct.error, zlib.error,
)  # fmt: skip
"""What a row raises that is not what an archive of ours holds."""
Tell = Callable[[int, int], None]


class _Load:
    """One archive on its way into the database."""

    def __init__(self, archive: Archive, tell: Tell) -> None:
        self.archive, self.tell = archive, tell
        self.ids: Ids = {}
        self.names: dict[str, str] = {}
        self.undone: dict[int, list[int]] = {}
        """Run to the merges that were undone with it, both by the numbers of the archive."""
        self.part, self.done = "", 0
        self.review: Any = None


def load_archive(
    *, by: User | None, source: IO[bytes], trusted: bool = False, tell: Tell = lambda done, rows: None,
    began: Callable[[Review], None] = lambda review: None,
) -> Review:  # fmt: skip
    """A new review with everything that the archive holds; whoever loads it leads it.

    Only who runs the site is `trusted` to say which accounts here the people of the archive are; otherwise nobody but
    `by` is found by address, and the others get accounts that no one can sign in to: an archive may claim anything.
    `tell` is told the rows done and all rows, `began` the review before its first row. Raises ArchiveRefused, and then
    nothing is left of it.
    """
    load = _Load(open_archive(source), tell)
    try:
        _begin(load, by, trusted)
        began(load.review)
        _fill(load)
        _finish(load, by)
    except ODD as error:
        drop(load)
        raise ArchiveRefused("content", load.part) from error
    except BaseException:
        drop(load)
        raise
    return load.review


def drop(load: _Load) -> None:
    """Takes away what a load that failed has left."""
    if load.review is not None:
        delete_review(by=None, review=load.review)
    for name in load.names.values():
        with suppress(OSError):
            default_storage.delete(name)


@transaction.atomic
def _begin(load: _Load, by: User | None, trusted: bool) -> None:
    load.part = "User"
    load.ids[User] = people_of(load.archive, by, trusted)
    load.part = "Review"
    row = next(load.archive.lines("Review"))
    fields = [field for field in Review._meta.concrete_fields if not field.primary_key and field.attname in row]
    values = {field.attname: restored(field, row[field.attname]) for field in fields}
    values["created_by_id"] = load.ids[User][row["created_by_id"]]
    created = values.pop("created_at")
    values |= {"put_away_at": None, "deleting_at": None}
    load.review = Review.objects.create(**values)
    Review.objects.filter(pk=load.review.pk).update(created_at=created)
    load.ids[Review] = {row["id"]: load.review.pk}


def _fill(load: _Load) -> None:
    for path in load.archive.manifest["hashes"]:
        if path.startswith("files/"):
            with load.archive.file.open(path) as file:
                name = default_storage.save(f"archives/{load.review.pk}/{uuid.uuid4().hex}", File(file))
            load.names[path.removeprefix("files/")] = name
    for table in TABLES:
        load.part = table.name
        found: Iterable[dict[str, Any]] = load.archive.lines(table.name)
        if table.model is BlockingKey:
            _keys(load, found)
            continue
        if table.model is Record:
            # Duplicates name their primary record, which has to be there before.
            _rows(load, table, (row for row in found if row["primary_id"] is None))
            found = (row for row in load.archive.lines(table.name) if row["primary_id"] is not None)
        _rows(load, table, found)
    _bring_undone_merges(load)
    load.part = "RecordWords"
    for some in batches(Record.objects.filter(review=load.review).order_by("pk").iterator(chunk_size=BATCH), BATCH):
        with transaction.atomic():
            index(some)
    retell_review(load.review)
    fill_stages(load.review)


@transaction.atomic
def _bring_undone_merges(load: _Load) -> None:
    """Tells each undone run which merges went with it, by the numbers they have here: it can still be taken back."""
    load.part = "DedupeRun"
    merges = load.ids.get(Merge, {})
    for run, undone in load.undone.items():
        known = [merges[merge] for merge in undone if merge in merges]
        DedupeRun.objects.filter(pk=load.ids[DedupeRun][run]).update(undone=known)


@transaction.atomic
def _finish(load: _Load, by: User | None) -> None:
    manifest = load.archive.manifest
    told = _plain(manifest["flow"])
    keys = told.keys()
    if load.review.version > 1 and "other_reassessed" not in told:
        # An update archived before reports of earlier versions were counted in it: what came in is still the same.
        take_baseline(load.review)
        keys = keys & CAME_IN
    found = _plain(flow_counts.flow(load.review).to_json())
    if {key: found.get(key) for key in keys} != {key: told[key] for key in keys}:
        raise ArchiveRefused("counts")
    take_in(load.archive, load.review, load.ids[Membership])
    join(load.review, by)
    head = {"sequence": int(manifest["head"]["sequence"]), "hash": str(manifest["head"]["hash"])[:64]}
    log(review=load.review, actor=by, verb="load_review", head=head, imported=manifest["rows"].get("Record", 0))


CAME_IN = {"database_results", "register_results", "other_raw", "sources"}
"""Numbers that no rule of counting changes."""


def _plain(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers without the words of reasons, which follow the reader's language."""
    return {k: sorted(v.values()) if isinstance(v, dict) else v for k, v in numbers.items()}


def _keys(load: _Load, rows: Iterable[dict[str, Any]]) -> None:
    compared = (load.ids[Record][row["record_id"]] for row in rows)
    for some in batches(compared, BATCH):
        with transaction.atomic():
            make_keys(load.review, some)
        _count(load, len(some))


def _count(load: _Load, rows: int) -> None:
    load.done += rows
    load.tell(load.done, load.archive.rows)


def _rows(load: _Load, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    mine = load.ids.setdefault(table.model, {})
    stamps = [f.attname for f in table.fields if getattr(f, "auto_now", 0) or getattr(f, "auto_now_add", 0)]
    for some in batches(rows, BATCH):
        made = [_made(load, table, row) for row in some]
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
        mine.update({told["id"]: row.pk for told, row in zip(some, made, strict=True) if "id" in told})
        _count(load, len(some))


def _stamp(table: Table, made: list[models.Model], stamps: list[str]) -> None:
    """The moments as they were, which a new row would have set to now."""
    table.model._default_manager.bulk_update(made, stamps, batch_size=100)


def _made(load: _Load, table: Table, row: dict[str, Any]) -> models.Model:
    """A row with the ids of this installation. Raises KeyError when it names what the archive does not hold."""
    values: dict[str, Any] = {}
    for field in table.fields:
        if field.attname not in row and (field.has_default() or field.null):
            continue  # an archive of an earlier version lacks the columns that have come since
        value = restored(field, row[field.attname])
        if field.related_model is not None and value is not None:
            # A record of the history may be gone; nothing else may point outside the archive.
            known = load.ids[field.related_model]
            value = known.get(value) if table.model is Event and field.related_model is Record else known[value]
        elif field.primary_key:
            continue
        values[field.attname] = value
    if table.name in WITH_FILES and row["stored"]:
        # Never a name of the archive's choice: it could be a file of another review.
        values["stored"] = load.names.get(row["stored"], f"archives/{load.review.pk}/missing-{uuid.uuid4().hex}")
    if table.model in (FullTextFile, UnmatchedFile) and values["content_type"] != PDF:
        values["content_type"] = BINARY
    if table.model is Event:
        values["data"] = renumbered_event(values["verb"], values["data"], load.ids)
    if table.model in (Merge, Reopening):
        values["before"] = renumbered(values["before"], load.ids)
    if table.model in (DuplicatePair, Merge):
        values["evidence"] = [as_key(stored) for stored in values["evidence"]]  # sentences, in archives of before
    if table.model is DedupeRun:
        load.undone[row["id"]] = values.get("undone", [])
        values |= _run(values, load.ids)
    if table.model is Vote:
        values["judgements"] = renumbered(values["judgements"], load.ids, "judgements")
    if table.model in (Event, Vote) and values["key"]:
        values["key"] = _key(load, values["key"])
    if table.model is Merge:
        # The votes that it moved are known again by these when it is undone.
        for moved in values["before"]["moved"].values():
            for vote in moved["votes"]:
                vote["key"] = str(_key(load, vote["key"]))
    if table.model is Reopening:
        for gone in values["before"]["stages"].values():
            for vote in gone["votes"]:
                vote["key"] = str(_key(load, vote["key"]))
    if table.model is Publication:
        values |= _published(values, load.ids)
    if table.model is Record:
        values["bilingual"] = None  # derived when all are here: it names records by their numbers
        told = ("title", "title_translated", "authors", "authors_translated")
        values |= sorting(*(values[name] for name in told))
    if table.model is Membership:
        values["ended_at"] = values["joined_at"]
    return table.model(**values)


def _run(values: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """The pairs that a run kept apart, by the numbers they have here; its merges come later."""
    records = ids[Record]
    apart = {
        languages: kept | {"records": [[records[one], records[two]] for one, two in kept["records"]
                                       if one in records and two in records]}
        for languages, kept in values.get("apart", {}).items()
    }  # fmt: skip
    return {"apart": apart, "undone": []}


def _key(load: _Load, key: Any) -> uuid.UUID:
    """The key of a press in this installation, where that of the archive may be taken: a review can be loaded twice."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{load.review.pk} {key}")


def _published(values: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """A published version with the ids of this installation."""
    reasons = {str(old): new for old, new in ids[Reason].items()}

    def record(pk: str) -> int:
        return ids[Record].get(int(pk), 0)

    def moved(row: Stood) -> tuple[Any, ...]:
        more = (record(row.primary) if row.primary else None, row.mark) if row.whole else ()
        return (record(row.record), row.place, reasons.get(row.reason), *more)

    studies = {}
    for number, (key, records) in enumerate(values["studies"].items(), 1):
        # One that was ended since is still a study of that version: it gets a key that no study has.
        new = ids[Study if key[0] == "s" else Record].get(int(key[1:]), -number)
        studies[f"{key[0]}{new}"] = [ids[Record][pk] for pk in records if pk in ids[Record]]
    reports = {
        str(record(pk)): [ids[Record][one] for one in records if one in ids[Record]]
        for pk, records in values.get("reports", {}).items()
    }
    return {"rows": pack(map(moved, unpack(values["rows"]))), "studies": studies, "reports": reports}
