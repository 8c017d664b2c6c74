"""One row of an archive as a row of this installation, with the ids and files it has here."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import models

from screening.actions.archive.archive_reading import Archive
from screening.actions.archive.archive_tables import (
    WITH_FILES,
    Ids,
    Table,
    renumbered,
    renumbered_event,
    restored,
)
from screening.dedupe.evidence import as_key
from screening.models import (
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
    Study,
    UnmatchedFile,
    Vote,
)
from screening.queries.flow.versions import Stood, contents, pack, unpack
from screening.records.columns import sorting
from screening.records.documents import BINARY, PDF

Tell = Callable[[int, int], None]
Values = dict[str, Any]


class Load:
    """One archive on its way into the database."""

    def __init__(self, archive: Archive, tell: Tell) -> None:
        self.archive, self.tell = archive, tell
        self.ids: Ids = {}
        self.names: dict[str, str] = {}
        self.undone: dict[int, list[int]] = {}
        """Run to the merges that were undone with it, both by the numbers of the archive."""
        self.published: dict[str, str] = {}
        """What the history says that versions contain, by the numbers of the archive and by ours."""
        self.part, self.done = "", 0
        self.review: Any = None


def row_of(load: Load, table: Table, row: Values) -> models.Model:
    """A row with the ids of this installation.
    Raises KeyError when it names what the archive does not hold.
    """
    values = _values(load, table, row)
    if table.name in WITH_FILES and row["stored"]:
        # Never a name of the archive's choice: it could be a file of another review.
        missing = f"archives/{load.review.pk}/missing-{uuid.uuid4().hex}"
        values["stored"] = load.names.get(row["stored"], missing)
    if table.model in _CHANGES:
        _CHANGES[table.model](load, values, row)
    return table.model(**values)


def _values(load: Load, table: Table, row: Values) -> Values:
    """What the row holds, with the rows it points to by the numbers they have here."""
    values: Values = {}
    for field in table.fields:
        if field.attname not in row and (field.has_default() or field.null):
            continue  # an archive of an earlier version lacks the columns that have come since
        value = restored(field, row[field.attname])
        if field.related_model is not None and value is not None:
            # A record of the history may be gone; nothing else may point outside the archive.
            known = load.ids[field.related_model]
            may_be_gone = table.model is Event and field.related_model is Record
            value = known.get(value) if may_be_gone else known[value]
        elif field.primary_key:
            continue
        values[field.attname] = value
    return values


def _file(load: Load, values: Values, row: Values) -> None:
    # A type of the archive's choice would be served as such: a page with scripts, say.
    if values["content_type"] != PDF:
        values["content_type"] = BINARY


def _event(load: Load, values: Values, row: Values) -> None:
    values["data"] = renumbered_event(values["verb"], values["data"], load.ids)
    if (told := values["data"].get("contents")) and values["verb"] == "publish":
        values["data"]["contents"] = load.published.get(told, told)
    _rekey(load, values)


def _vote(load: Load, values: Values, row: Values) -> None:
    values["judgements"] = renumbered(values["judgements"], load.ids, "judgements")
    _rekey(load, values)


def _rekey(load: Load, values: Values) -> None:
    if values["key"]:
        values["key"] = _key(load, values["key"])


def _pair(load: Load, values: Values, row: Values) -> None:
    # Sentences, in archives of before.
    values["evidence"] = [as_key(stored) for stored in values["evidence"]]


def _merge(load: Load, values: Values, row: Values) -> None:
    values["before"] = renumbered(values["before"], load.ids)
    _pair(load, values, row)
    _rekey_votes(load, values["before"]["moved"])


def _reopening(load: Load, values: Values, row: Values) -> None:
    values["before"] = renumbered(values["before"], load.ids)
    _rekey_votes(load, values["before"]["stages"])


def _rekey_votes(load: Load, stages: Values) -> None:
    """The votes that were moved or put aside are known again by their keys when it is undone."""
    for kept in stages.values():
        for vote in kept["votes"]:
            vote["key"] = str(_key(load, vote["key"]))


def _key(load: Load, key: Any) -> uuid.UUID:
    """The key of a press in this installation, where that of the archive may be taken:
    a review can be loaded twice.
    """
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{load.review.pk} {key}")


def _dedupe_run(load: Load, values: Values, row: Values) -> None:
    load.undone[row["id"]] = values.get("undone", [])
    values |= _run(values, load.ids)


def _run(values: Values, ids: Ids) -> Values:
    """The pairs that a run kept apart, by the numbers they have here; its merges come later."""
    records = ids[Record]
    apart = {
        languages: kept
        | {
            "records": [
                [records[one], records[two]]
                for one, two in kept["records"]
                if one in records and two in records
            ]
        }
        for languages, kept in values.get("apart", {}).items()
    }
    return {"apart": apart, "undone": []}


def _record(load: Load, values: Values, row: Values) -> None:
    values["bilingual"] = None  # derived when all are here: it names records by their numbers
    told = ("title", "title_translated", "authors", "authors_translated")
    values |= sorting(*(values[name] for name in told))


def _membership(load: Load, values: Values, row: Values) -> None:
    # Nobody is a member before the last row is there: nobody sees a review half loaded.
    values["ended_at"] = values["joined_at"]


def _publication(load: Load, values: Values, row: Values) -> None:
    old = contents(Publication(**values))
    values |= _published(values, load.ids)
    load.published[old] = contents(Publication(**values))


def _published(values: Values, ids: Ids) -> Values:
    """A published version with the ids of this installation."""
    reasons = {str(old): new for old, new in ids[Reason].items()}

    def record(pk: str) -> int:
        return ids[Record].get(int(pk), 0)

    def moved(row: Stood) -> tuple[Any, ...]:
        more = (record(row.primary) if row.primary else None, row.mark) if row.whole else ()
        return (record(row.record), row.place, reasons.get(row.reason), *more)

    studies = {}
    for number, (key, records) in enumerate(values["studies"].items(), 1):
        # One that was ended since is still a study of that version: it gets a key that no study
        # has.
        new = ids[Study if key[0] == "s" else Record].get(int(key[1:]), -number)
        studies[f"{key[0]}{new}"] = [ids[Record][pk] for pk in records if pk in ids[Record]]
    reports = {
        str(record(pk)): [ids[Record][one] for one in records if one in ids[Record]]
        for pk, records in values.get("reports", {}).items()
    }
    return {
        "rows": pack(map(moved, unpack(values["rows"]))),
        "studies": studies,
        "reports": reports,
    }


#: What the rows of a table need beyond their ids.
_CHANGES: dict[type[models.Model], Callable[[Load, Values, Values], None]] = {
    FullTextFile: _file,
    UnmatchedFile: _file,
    Event: _event,
    Vote: _vote,
    DuplicatePair: _pair,
    Merge: _merge,
    Reopening: _reopening,
    DedupeRun: _dedupe_run,
    Record: _record,
    Membership: _membership,
    Publication: _publication,
}
