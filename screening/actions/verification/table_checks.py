"""Checks of the tables by themselves: what is derived, stored,
voted and published follows from what is there.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from screening.actions.records.bilingual import mistold
from screening.actions.screening.outcomes import restate
from screening.flow.boxes import DUPLICATE, POSITIONS, PREVIOUS
from screening.models import (
    Event,
    FullTextFile,
    ImportFile,
    Merge,
    Publication,
    PublicationCopy,
    Record,
    Review,
    Search,
    Settlement,
    Standing,
    UnmatchedFile,
    Vote,
)
from screening.queries.flow.versions import contents, digest, words
from screening.queries.protocol.merged_reasons import reasons_now
from screening.records.columns import DERIVED as DERIVED_COLUMNS
from screening.records.columns import sorting
from screening.records.messages import Message, gettext_noop

BATCH = 1_000
ORPHAN = gettext_noop("Record %(record)s: %(what)s.")
DERIVED = gettext_noop(
    "Record %(record)s: %(what)s is %(found)s, but should be %(right)s according to the tables."
)
VOTE = gettext_noop("Vote %(vote)s on record %(record)s has no matching event.")
SETTLED = gettext_noop("Resolution %(settlement)s of record %(record)s has no matching event.")
SAID = gettext_noop("%(what)s is %(found)s, but %(right)s according to the history.")
FROZEN = gettext_noop("Published version %(version)s differs from what was published.")
LOST = gettext_noop("File %(file)s is not in the storage.")
ALTERED = gettext_noop("File %(file)s differs from what was uploaded.")
PIECE = 1 << 20
FILE = gettext_noop("File %(file)s is recorded with %(told)s records, but has %(found)s.")


def tables(review: Review) -> Iterator[Message]:
    """Everything that is wrong with the tables of a review, whatever its history says."""
    yield from _orphans(review)
    yield from _derived(review)
    yield from _sorted_by(review)
    yield from _bilingual(review)
    yield from _clashes(review)
    yield from _votes(review)
    yield from _searches(review)
    yield from _stored(review)


def _orphans(review: Review) -> Iterator[Message]:
    rows = Record.objects.filter(review=review)
    wrong = {
        gettext_noop("is merged into a record that is not a primary record"): rows.filter(
            primary__primary__isnull=False
        ),
        gettext_noop("is merged into a record of another review"): rows.exclude(
            primary=None
        ).exclude(primary__review=review),
        gettext_noop("is a duplicate without a primary record"): rows.filter(
            primary=None, place=DUPLICATE
        ),
        gettext_noop("is merged but still counted in the flow"): rows.exclude(primary=None).exclude(
            place__in=[DUPLICATE, PREVIOUS, "loading"]
        ),
        gettext_noop("is in another column than its search"): rows.filter(
            Q(search__kind__in=["database", "register"]) & ~Q(lane="dbr")
            | ~Q(search__kind__in=["database", "register"]) & ~Q(lane="oth")
        ),
        gettext_noop("is of an earlier version than its search"): rows.filter(
            version__lt=F("search__version")
        ),
        gettext_noop("belongs to a version that has not begun"): rows.filter(
            version__gt=review.version
        ),
        gettext_noop("belongs to a search of another review"): rows.exclude(search__review=review),
        gettext_noop("is not in the flow"): rows.exclude(place__in=[*POSITIONS, "loading"]),
        gettext_noop("is still loading although its import has ended"): rows.filter(
            Q(file=None) | Q(file__state__in=["read", "imported", "failed", "undone"]),
            place="loading",
        ),
    }
    for what, found in wrong.items():
        for pk in found.values_list("pk", flat=True)[:100]:
            yield Message(ORPHAN, {"record": pk, "what": Message(what).to_json()})
    for file in ImportFile.objects.filter(review=review, state="imported"):
        if (there := Record.objects.filter(file=file).count()) != file.imported:
            yield Message(FILE, {"file": file.name, "told": file.imported, "found": there})


def _derived(review: Review) -> Iterator[Message]:
    """Places and standings derived anew, and put back as they were."""
    last = 0
    while rows := list(
        Record.objects.filter(review=review, primary=None, pk__gt=last).order_by("pk")[:BATCH]
    ):
        last = rows[-1].pk
        ids = {row.pk for row in rows}
        with transaction.atomic():
            before = _columns(review, ids)
            restate(review, rows)
            after = _columns(review, ids)
            transaction.set_rollback(True)
        for key in sorted(before.keys() | after.keys(), key=str):
            if before.get(key) != after.get(key):
                values = {
                    "record": key[0],
                    "what": key[1],
                    "found": before.get(key),
                    "right": after.get(key),
                }
                yield Message(DERIVED, values)


def _clashes(review: Review) -> Iterator[Message]:
    """Every mark that a merge brought opposite outcomes together was left by such a merge."""
    for row in Standing.objects.filter(review=review, clash=True):
        merges = Merge.objects.filter(review=review, records=row.record_id, undone_at=None)
        if not any(row.stage in merge.before.get("clash", ()) for merge in merges):
            yield Message(
                DERIVED,
                {
                    "record": row.record_id,
                    "what": f"clash {row.stage}",
                    "found": True,
                    "right": False,
                },
            )


def _columns(review: Review, ids: set[int]) -> dict[tuple[int, str], Any]:
    found: dict[tuple[int, str], Any] = {}
    rows = Record.objects.filter(Q(pk__in=ids) | Q(primary__in=ids), review=review).exclude(
        place="loading"
    )
    names = ("place", "column", "reason", "part")
    for pk, *columns in rows.values_list("pk", "place", "flow_lane", "reason_id", "flow_part"):
        found.update(zip(((pk, name) for name in names), columns, strict=True))
    standings = Standing.objects.filter(Q(record__in=ids) | Q(record__primary__in=ids))
    for pk, stage, *columns in standings.values_list(
        "record_id", "stage", "votes", "outcome", "reason_id"
    ):
        found[pk, stage] = tuple(columns)
    return found


def _sorted_by(review: Review) -> Iterator[Message]:
    """What every record is sorted by."""
    told = ("title", "title_translated", "authors", "authors_translated")
    rows = Record.objects.filter(review=review).values_list("pk", *DERIVED_COLUMNS, *told)
    for pk, title, author, *said in rows.iterator(chunk_size=5000):
        right = sorting(*said)
        for what, found in zip(DERIVED_COLUMNS, (title, author), strict=True):
            if found != right[what]:
                yield Message(
                    DERIVED, {"record": pk, "what": what, "found": found, "right": right[what]}
                )


def _bilingual(review: Review) -> Iterator[Message]:
    """What every report says in each of its languages."""
    for pk, found, right in mistold(review):
        yield Message(DERIVED, {"record": pk, "what": "bilingual", "found": found, "right": right})


def cast_votes(review: Review) -> dict[Any, list[Any]]:
    """Key of every vote that was cast to who said what, with the reason as it is called now."""
    told, now = {}, reasons_now(review)
    events = Event.objects.filter(review=review, verb="vote").exclude(key=None)
    for key, actor, stage, data in events.values_list("key", "actor_id", "stage", "data").iterator(
        chunk_size=5000
    ):
        told[key] = [
            actor,
            stage,
            data.get("verdict"),
            now.get(data.get("reason"), data.get("reason")),
            data.get("grade"),
            data.get("first") or "",
            data.get("judgements") or {},
        ]
    return told


def _votes(review: Review) -> Iterator[Message]:
    """Every vote and settlement as it stands was cast like that."""
    told = cast_votes(review)
    votes = Vote.objects.filter(review=review).values_list(
        "pk",
        "record_id",
        "key",
        "user_id",
        "stage",
        "verdict",
        "reason_id",
        "grade",
        "first_verdict",
        "judgements",
    )
    for pk, record, key, *cast in votes.iterator(chunk_size=5000):
        if told.get(key) != cast:
            yield Message(VOTE, {"vote": pk, "record": record})
    yield from _settlements(review)


def settlements_made(review: Review) -> set[tuple[Any, ...]]:
    """Everything that was ever settled, whichever the report."""
    events, now = Event.objects.filter(review=review, verb="settle"), reasons_now(review)
    return {
        (
            actor,
            stage,
            data.get("verdict"),
            now.get(data.get("reason"), data.get("reason")),
            data.get("rationale") or "",
        )
        for actor, stage, data in events.values_list("actor_id", "stage", "data").iterator(
            chunk_size=5000
        )
    }


def _settlements(review: Review) -> Iterator[Message]:
    told = settlements_made(review)
    settled = Settlement.objects.filter(review=review).values_list(
        "pk", "record_id", "settled_by_id", "stage", "verdict", "reason_id", "rationale"
    )
    for pk, record, *cast in settled.iterator(chunk_size=5000):
        if tuple(cast) not in told:
            yield Message(SETTLED, {"settlement": pk, "record": record})


def _searches(review: Review) -> Iterator[Message]:
    """Every search is of the kind that was said last,
    and the review of the version that was begun last.
    """
    kinds: dict[int, str] = {}
    events = Event.objects.filter(review=review, verb__in=["add_search", "change_search"]).order_by(
        "pk"
    )
    for verb, data in events.values_list("verb", "data"):
        said = data if verb == "add_search" else data["after"]
        kinds[data["search"]] = said.get("kind") or kinds.get(data["search"], "")
    for pk, name, kind in Search.objects.filter(review=review).values_list("pk", "name", "kind"):
        if kinds.get(pk) and kind != kinds[pk]:
            yield Message(SAID, {"what": f"{name}: kind", "found": kind, "right": kinds[pk]})
    told = Event.objects.filter(review=review)
    version = (
        1 + told.filter(verb="begin_update").count() - told.filter(verb="take_back_update").count()
    )
    if review.version != version:
        yield Message(SAID, {"what": "version", "found": review.version, "right": version})


def published(review: Review) -> Iterator[Message]:
    """Every published version is what was published."""
    versions = Publication.objects.in_bulk(list(review.publications.values_list("pk", flat=True)))
    copies = {
        copy.publication_id: copy
        for copy in PublicationCopy.objects.filter(publication__review=review)
    }
    events = Event.objects.filter(review=review, verb="publish")
    for actor, data in events.values_list("actor_id", "data"):
        one = versions.pop(data["publication"], None)
        if one is None or one.by_id != actor or one.note != data.get("note", one.note):
            yield Message(FROZEN, {"version": data["version"]})
            continue
        kept = copies.get(one.pk)
        found = {
            "digest": digest(one),
            "contents": contents(one),
            "words": words(kept) if kept else None,
        }
        # An older program told less of what it published.
        if any(data.get(name) not in (None, told) for name, told in found.items()):
            yield Message(FROZEN, {"version": data["version"]})
    for one in versions.values():
        yield Message(FROZEN, {"version": one.version})


def _stored(review: Review) -> Iterator[Message]:
    """Every file that people uploaded is there, byte for byte."""
    for rows in (
        ImportFile.objects.filter(review=review),
        FullTextFile.objects.filter(record__review=review),
        UnmatchedFile.objects.filter(review=review),
        PublicationCopy.objects.filter(publication__review=review).exclude(stored=""),
    ):
        for row in rows.order_by("pk").iterator(chunk_size=500):
            try:
                with row.stored.open() as file:
                    digest = hashlib.sha256()
                    while piece := file.read(PIECE):
                        digest.update(piece)
            except (OSError, ValueError):
                yield Message(LOST, {"file": row.name})
                continue
            if digest.hexdigest() != row.sha256:
                yield Message(ALTERED, {"file": row.name})


def differing(what: str, found: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[Message]:
    """Every field that is not as it was said."""
    for name, value in right.items():
        if found[name] != value:
            told = {"what": f"{what}: {name}", "found": str(found[name]), "right": str(value)}
            yield Message(SAID, told)
