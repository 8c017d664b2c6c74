"""Records changed by people: a field edited, one added by hand, a rejected entry mended."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from screening.actions.history.event_log import log
from screening.actions.imports.import_job import next_dedupe
from screening.actions.records.bilingual import retell
from screening.actions.records.search_index import index
from screening.actions.screening.outcomes import restate
from screening.formats import Problem, parse_entry
from screening.models import (
    BlockingKey,
    ImportFile,
    Record,
    RejectedEntry,
    Review,
    Search,
    SourceText,
    User,
)
from screening.queries.records.stored_records import to_row
from screening.records.columns import COLUMNS, DERIVED, sorting
from screening.records.record import Record as Entry

#: Columns that a person may change.
EDITED = tuple(name for name in COLUMNS if name not in {*DERIVED, "tool_decisions"})

#: Of these the columns that decide whether two records are duplicates.
COMPARED = frozenset(EDITED) - {
    "language",
    "keywords",
    "keywords_translated",
    "publisher",
    "published_at_place",
    "url",
    "notices",
    "notes",
    "authors_incomplete",
    "editors",
    "translators",
    "edition",
    "accessed",
}


class RecordRefused(Exception):
    """A change of a record that may not be. `code`: elsewhere (somebody changed it meanwhile),
    empty, mended, problem; `problems` are what the reader says of a mended entry.
    """

    def __init__(self, code: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.problems = code, problems


def stamp(record: Record) -> str:
    """A short mark of what the record says, to notice that somebody else has changed it."""
    text = json.dumps([getattr(record, name) for name in EDITED], ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=9).hexdigest()


@transaction.atomic
def edit_record(
    *, by: User, review: Review, record_id: int, seen: str, fields: dict[str, Any]
) -> Record:
    """Writes the given columns of EDITED; the history keeps what each was before,
    and who changed it.

    `seen` is the stamp of the record the person looked at. Raises RecordRefused: elsewhere,
    empty (no title is left).
    """
    record = Record.objects.select_for_update(of=("self",)).get(review=review, pk=record_id)
    before = {
        name: getattr(record, name) for name in fields if getattr(record, name) != fields[name]
    }
    if before and stamp(record) != seen:
        raise RecordRefused("elsewhere")
    if not before:
        return record
    for name in before:
        setattr(record, name, fields[name])
    if not (record.title or record.title_translated):
        raise RecordRefused("empty")
    derived = sorting(
        record.title, record.title_translated, record.authors, record.authors_translated
    )
    for name, value in derived.items():
        setattr(record, name, value)
    record.save(update_fields=[*before, *derived])
    retell(review, [record.pk])
    if COMPARED.intersection(before):
        # Without keys it counts as new: the next run compares it by what it says now.
        BlockingKey.objects.filter(record=record).delete()
        next_dedupe(review, by)
    log(
        review=review,
        actor=by,
        verb="edit_record",
        record=record,
        before=before,
        after={name: fields[name] for name in before},
    )
    return record


@transaction.atomic
def add_record(*, by: User, search: Search, entry: Entry) -> Record:
    """A record added by hand to a search. Raises RecordRefused("empty") without a title."""
    if not (entry.title or entry.title_translated):
        raise RecordRefused("empty")
    record = _create(search, entry, None, 0)
    log(
        review=search.review,
        actor=by,
        verb="add_record",
        record=record,
        search=search.pk,
        name=search.name,
        version=record.version,
    )
    next_dedupe(search.review, by)
    return record


@transaction.atomic
def mend_entry(*, by: User, entry: RejectedEntry, raw: str) -> list[Record]:
    """Reads a rejected entry again from its mended text, and imports what it holds.

    Raises RecordRefused: mended (already), problem (still no record; with what the reader says).
    """
    entry = (
        RejectedEntry.objects.select_for_update(of=("self",))
        .select_related("file__search")
        .get(pk=entry.pk)
    )
    file = entry.file
    if entry.mended_as_id or file.state != ImportFile.State.IMPORTED:
        raise RecordRefused("mended")
    read = parse_entry(raw, file.format, line=entry.line, options=file.options)
    found = [item for item in read if isinstance(item, Entry)]
    rejected = tuple(item for item in read if isinstance(item, Problem) and item.rejected)
    if rejected or not found:
        raise RecordRefused(
            "problem", rejected or tuple(item for item in read if isinstance(item, Problem))
        )
    last = Record.objects.filter(file=file).aggregate(last=Max("position"))["last"] or file.found
    records = [
        _create(file.search, item, file, max(last, file.found) + n)
        for n, item in enumerate(found, 1)
    ]
    RejectedEntry.objects.filter(pk=entry.pk).update(mended_as=records[0])
    ImportFile.objects.filter(pk=file.pk).update(
        imported=F("imported") + len(records),
        rejected=F("rejected") - 1,
        found=F("found") + len(records) - 1,
    )
    log(
        review=file.review,
        actor=by,
        verb="mend_entry",
        record=records[0],
        file=file.name,
        file_id=file.pk,
        search=file.search_id,
        line=entry.line,
        version=records[0].version,
        records=[record.pk for record in records],
        before=entry.raw,
        after=raw,
    )
    next_dedupe(file.review, by)
    return records


def _create(search: Search, entry: Entry, file: ImportFile | None, position: int) -> Record:
    key = f"{file.sha256[:16] if file else search.pk}:{position or Record.objects.filter(search=search).count()}"
    record = Record.objects.create(
        review=search.review,
        search=search,
        file=file,
        position=position,
        lane=search.lane,
        flow_lane=search.lane,
        version=search.review.version,
        place="loading",
        **to_row(entry, review=search.review, key=key),
    )
    SourceText.objects.create(record=record, line=entry.line, raw=entry.raw)
    index([record])
    restate(search.review, [record])
    record.refresh_from_db()
    return record
