"""Checks a review: the tables by themselves, the tables against the history, and the history against its seals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from screening.actions.standing import restate
from screening.history.replay import Result, State, fold, report
from screening.history.reports import Report
from screening.models import (
    Event,
    ImportFile,
    Merge,
    Record,
    Retrieval,
    Review,
    Settlement,
    Standing,
    Study,
    Vote,
)
from screening.prisma.boxes import DUPLICATE, POSITIONS, PREVIOUS
from screening.queries import flow
from screening.queries.chain import check_chain
from screening.queries.told import LONG, Told, policy, tell
from screening.records.messages import Message, gettext_noop
from screening.records.sorting import sort_key

BATCH = 1_000
ORPHAN = gettext_noop("Record %(record)s: %(what)s.")
DERIVED = gettext_noop("Record %(record)s: %(what)s is %(found)s, but follows as %(right)s from the tables.")
REPLAYED = gettext_noop("Record %(record)s: %(what)s is %(found)s, but the history tells %(right)s.")
SHORT = gettext_noop("Event %(event)s tells of %(told)s records, but there are %(found)s.")
NUMBER = gettext_noop("Number %(box)s is %(found)s, but the history tells %(right)s.")
STRAY = gettext_noop("Event %(event)s tells of %(record)s, which is not there.")
VOTE = gettext_noop("Vote %(vote)s on record %(record)s is not told like that by any event.")
LINKS = gettext_noop("Study %(study)s has the reports %(found)s, but the history tells %(right)s.")
FILE = gettext_noop("File %(file)s counts %(told)s records, but has %(found)s.")


def verify(review: Review, noted: tuple[int, str] | None = None) -> list[Message]:
    """Everything that is wrong with a review, in words with numbers; an empty list when all is right.

    `noted` is a head of the chain that was kept elsewhere: sequence number and hash.
    """
    found = [
        *check_chain(review, noted),
        *_orphans(review),
        *_derived(review),
        *_sorted_by(review),
        *_clashes(review),
        *_votes(review),
    ]
    numbers = flow.flow(review)
    found += [breach.message for breach in flow.breaches(numbers)]
    try:
        told = tell(review)
        state = fold(told.events, policy(review))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [*found, Message(gettext_noop("The history cannot be replayed: %(error)s."), {"error": repr(error)})]
    return [*found, *_replayed(review, told, state)]


def _orphans(review: Review) -> Iterator[Message]:
    rows = Record.objects.filter(review=review)
    wrong = {
        gettext_noop("is merged into a record that is no primary record"): rows.filter(primary__primary__isnull=False),
        gettext_noop("is merged into a record of another review"): rows.exclude(primary=None).exclude(
            primary__review=review
        ),
        gettext_noop("stands for nobody: it is a duplicate without a primary record"): rows.filter(
            primary=None, place=DUPLICATE
        ),
        gettext_noop("is merged and in the flow at once"): rows.exclude(primary=None).exclude(
            place__in=[DUPLICATE, PREVIOUS, "loading"]
        ),
        gettext_noop("is in another column than its search"): rows.filter(
            Q(search__kind__in=["database", "register"]) & ~Q(lane="dbr")
            | ~Q(search__kind__in=["database", "register"]) & ~Q(lane="oth")
        ),
        gettext_noop("is of another version than its search"): rows.exclude(version=F("search__version")),
        gettext_noop("belongs to a search of another review"): rows.exclude(search__review=review),
        gettext_noop("is nowhere in the flow"): rows.exclude(place__in=[*POSITIONS, "loading"]),
        gettext_noop("is still loading though its import is over"): rows.filter(
            Q(file=None) | Q(file__state__in=["read", "imported", "failed", "undone"]), place="loading"
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
    while rows := list(Record.objects.filter(review=review, primary=None, pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        ids = {row.pk for row in rows}
        with transaction.atomic():
            before = _columns(review, ids)
            restate(review, rows)
            after = _columns(review, ids)
            transaction.set_rollback(True)
        for key in sorted(before.keys() | after.keys(), key=str):
            if before.get(key) != after.get(key):
                values = {"record": key[0], "what": key[1], "found": before.get(key), "right": after.get(key)}
                yield Message(DERIVED, values)


def _clashes(review: Review) -> Iterator[Message]:
    """Every mark that a merge brought opposite outcomes together was left by such a merge."""
    for row in Standing.objects.filter(review=review, clash=True):
        merges = Merge.objects.filter(review=review, records=row.record_id, undone_at=None)
        if not any(row.stage in merge.before.get("clash", ()) for merge in merges):
            yield Message(
                DERIVED, {"record": row.record_id, "what": f"clash {row.stage}", "found": True, "right": False}
            )


def _columns(review: Review, ids: set[int]) -> dict[tuple[int, str], Any]:
    found: dict[tuple[int, str], Any] = {}
    rows = Record.objects.filter(Q(pk__in=ids) | Q(primary__in=ids), review=review).exclude(place="loading")
    for pk, *columns in rows.values_list("pk", "place", "flow_lane", "reason_id"):
        found.update(zip(((pk, name) for name in ("place", "column", "reason")), columns, strict=True))
    standings = Standing.objects.filter(Q(record__in=ids) | Q(record__primary__in=ids))
    for pk, stage, *columns in standings.values_list("record_id", "stage", "votes", "outcome", "reason_id"):
        found[pk, stage] = tuple(columns)
    return found


def _sorted_by(review: Review) -> Iterator[Message]:
    """What every title is sorted by."""
    rows = Record.objects.filter(review=review).values_list("pk", "title", "title_translated", "title_sort")
    for pk, title, translated, found in rows.iterator(chunk_size=5000):
        if found != (right := sort_key(title or translated)):
            yield Message(DERIVED, {"record": pk, "what": "title_sort", "found": found, "right": right})


def _votes(review: Review) -> Iterator[Message]:
    """Every vote and settlement as it stands was cast like that."""
    told = {}
    events = Event.objects.filter(review=review, verb="vote").exclude(key=None)
    for key, actor, stage, data in events.values_list("key", "actor_id", "stage", "data").iterator(chunk_size=5000):
        told[key] = (actor, stage, data.get("verdict"), data.get("reason"))
    votes = Vote.objects.filter(review=review).values_list(
        "pk", "record_id", "key", "user_id", "stage", "verdict", "reason_id"
    )
    for pk, record, key, *cast in votes.iterator(chunk_size=5000):
        if told.get(key) != tuple(cast):
            yield Message(VOTE, {"vote": pk, "record": record})


def _replayed(review: Review, told: Told, state: State) -> Iterator[Message]:
    for event, wanted, there in told.short:
        yield Message(SHORT, {"event": event, "told": wanted, "found": there})
    undone = Event.objects.filter(review=review, verb="undo_import").exists()
    for name, record in [] if undone else state.strays:
        yield Message(STRAY, {"event": name, "record": record})
    result = report(state, review.version)
    yield from _numbers(review, result)
    yield from _reports(review, state)
    yield from _studies(review, state)
    yield from _places(review, state, result)


def _numbers(review: Review, result: Result) -> Iterator[Message]:
    """The boxes that count records, numbers by hand left out."""
    numbers = flow.flow(review)
    by_hand = flow.manual.tallies(flow.manual.standing_numbers(review))
    if by_hand:
        return
    for key in flow.BOXES:
        if numbers[key] != result.flow[key]:
            yield Message(NUMBER, {"box": key, "found": numbers[key], "right": result.flow[key]})


def _reports(review: Review, state: State) -> Iterator[Message]:
    """Groups, votes, settlements and retrieval of every report."""
    votes: dict[tuple[int, str], set[tuple[Any, ...]]] = defaultdict(set)
    for record, stage, who, verdict, reason in Vote.objects.filter(review=review).values_list(
        "record_id", "stage", "user_id", "verdict", "reason_id"
    ):
        votes[record, stage].add((str(who), verdict, str(reason or "")))
    settled = {
        (record, stage): (verdict, str(reason or ""))
        for record, stage, verdict, reason in Settlement.objects.filter(review=review).values_list(
            "record_id", "stage", "verdict", "reason_id"
        )
    }
    retrieved = dict(Retrieval.objects.filter(review=review).values_list("record_id", "status"))
    rows = Record.objects.filter(review=review).exclude(place="loading")
    for pk, primary in rows.values_list("pk", "primary_id").iterator(chunk_size=5000):
        found = state.reports.get(str(pk))
        if found is None:
            yield Message(REPLAYED, {"record": pk, "what": "record", "found": pk, "right": None})
        elif found.primary != str(primary or pk):
            yield _differs(pk, "primary", primary, found.primary)
        elif primary is None:
            yield from _decisions(pk, found, votes, settled)
            if retrieved.get(pk, "") != found.retrieval:
                yield _differs(pk, "retrieval", retrieved.get(pk, ""), found.retrieval)


def _studies(review: Review, state: State) -> Iterator[Message]:
    """Which reports each study has, whichever record of a report it is linked to."""
    found: dict[str, set[str]] = defaultdict(set)
    links = Study.reports.through.objects.filter(study__review=review)
    for study, record, primary in links.values_list("study_id", "record_id", "record__primary_id"):
        found[str(study)].add(str(primary or record))
    for study in found.keys() | state.links.keys():
        right = {state.reports[name].primary for name in state.links.get(study, ()) if name in state.reports}
        if found[study] != right:
            values = {"study": study, "found": ", ".join(sorted(found[study])), "right": ", ".join(sorted(right))}
            yield Message(LINKS, values)


def _differs(record: int, what: str, found: Any, right: Any) -> Message:
    return Message(REPLAYED, {"record": record, "what": what, "found": str(found), "right": str(right)})


def _decisions(pk: int, found: Report, votes: Any, settled: Any) -> Iterator[Message]:
    for short, stage in LONG.items():
        told = found.at(short)
        cast = {(who, ballot.verdict, ballot.reason) for who, ballot in told.votes.items()}
        if votes.get((pk, stage), set()) != cast:
            yield _differs(pk, f"votes {stage}", sorted(votes.get((pk, stage), ())), sorted(cast))
        said = (told.settled.verdict, told.settled.reason) if told.settled else None
        if settled.get((pk, stage)) != said:
            yield _differs(pk, f"settlement {stage}", settled.get((pk, stage)), said)


def _places(review: Review, state: State, result: Result) -> Iterator[Message]:
    """Where every report stands: its primary record in the tables, whichever of its rows in the replay."""
    right: dict[str, tuple[str, str]] = {}
    for row in result.rows:
        if row.place != DUPLICATE:
            right[row.report] = (row.place, row.reason if row.place == "ft_exclude" else "")
    rows = Record.objects.filter(review=review, primary=None, version=review.version).exclude(place="loading")
    for pk, place, reason in rows.values_list("pk", "place", "reason_id").iterator(chunk_size=5000):
        stands = (place, str(reason or "") if place == "ft_exclude" else "")
        if str(pk) in right and stands != right[str(pk)]:
            yield _differs(pk, "place", stands, right[str(pk)])


def verify_all(reviews: Iterable[Review]) -> dict[int, list[Message]]:
    """What is wrong with each of these reviews, by id."""
    return {review.pk: verify(review) for review in reviews}
