"""Checks a review: the tables by themselves, the tables against the history,
and the history against its seals.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from screening.actions.verification.kept_checks import kept
from screening.actions.verification.table_checks import published, tables
from screening.actions.verification.told_checks import told as said
from screening.actions.verification.wording_checks import worded
from screening.flow.boxes import READ_OUT
from screening.flow.counts import count
from screening.models import (
    Event,
    Record,
    Retrieval,
    Review,
    Settlement,
    Study,
    Vote,
)
from screening.queries.flow import flow_counts, manual_counts
from screening.queries.flow.study_counts import counted
from screening.queries.history.history_hashes import check_chain
from screening.queries.verification.event_stream import LONG, policy, tell
from screening.queries.verification.event_translation import Told
from screening.records.messages import Message, gettext_noop
from screening.replay.counting import Result, report, stands, tallies
from screening.replay.fold import fold
from screening.replay.reports import Report
from screening.replay.state import State

REPLAYED = gettext_noop(
    "Record %(record)s: %(what)s is %(found)s, but %(right)s according to the history."
)
SHORT = gettext_noop("Event %(event)s lists %(told)s records, but there are %(found)s.")
NUMBER = gettext_noop("Number %(box)s is %(found)s, but %(right)s according to the history.")
STRAY = gettext_noop("Event %(event)s refers to %(record)s, which does not exist.")
LINKS = gettext_noop(
    "Study %(study)s has the reports %(found)s, but %(right)s according to the history."
)


def verify(
    review: Review, noted: tuple[int, str] | None = None, *, only_new: bool = False
) -> list[Message]:
    """Everything that is wrong with a review, in words with numbers;
    an empty list when all is right.

    `noted` is a head of the chain that was kept elsewhere: sequence number and hash; `only_new`: of
    the chain, only what was sealed since.
    """
    found = [*check_chain(review, noted, only_new=only_new), *tables(review), *said(review)]
    found += [*kept(review), *worded(review)]
    counts = flow_counts.counts(review)
    found += [breach.message for breach in flow_counts.breaches(counts)]
    found += published(review)
    try:
        told = tell(review)
        state = fold(told.events, policy(review), told.snapshots)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [
            *found,
            Message(
                gettext_noop("The history cannot be replayed: %(error)s."), {"error": repr(error)}
            ),
        ]
    return [*found, *_replayed(review, told, state)]


def _replayed(review: Review, told: Told, state: State) -> Iterator[Message]:
    for event, wanted, there in told.short:
        yield Message(SHORT, {"event": event, "told": wanted, "found": there})
    # An undone import takes its records out of the tables, but what was done with them stays in the
    # history: only without one is a record that nobody knows a fault.
    undone = Event.objects.filter(review=review, verb="undo_import").exists()
    for name, record in [] if undone else state.strays:
        yield Message(STRAY, {"event": name, "record": record})
    result = report(state, review.version)
    yield from _numbers(review, result)
    yield from _reports(review, state)
    yield from _studies(review, state)
    yield from _places(review, state)


def _numbers(review: Review, result: Result) -> Iterator[Message]:
    """The boxes that count records, and the records of every source."""
    numbers = flow_counts.flow(review)
    by_hand = manual_counts.tallies(manual_counts.standing_numbers(review))
    right = count([*tallies(result.rows), *by_hand])
    for key in flow_counts.BOXES:
        if numbers[key] != right[key]:
            yield Message(NUMBER, {"box": key, "found": numbers[key], "right": right[key]})
    for found, told in (
        (numbers.sources, right.sources),
        (numbers.other_sources, right.other_sources),
    ):
        for name in found.keys() | told.keys():
            if found.get(name, 0) != told.get(name, 0):
                yield Message(
                    NUMBER, {"box": name, "found": found.get(name, 0), "right": told.get(name, 0)}
                )
    counted_here, counted_there = (
        asdict(counted(review).ledger.numbers()),
        asdict(result.studies.numbers()),
    )
    for name, number in counted_there.items():
        if counted_here[name] != number:
            yield Message(NUMBER, {"box": name, "found": counted_here[name], "right": number})


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
        found[f"s{study}"].add(str(primary or record))
    for study in found.keys() | state.links.keys():
        right = {
            state.reports[name].primary
            for name in state.links.get(study, ())
            if name in state.reports
        }
        if found[study] != right:
            values = {
                "study": study.removeprefix("s"),
                "found": ", ".join(sorted(found[study])),
                "right": ", ".join(sorted(right)),
            }
            yield Message(LINKS, values)


def _differs(record: int, what: str, found: Any, right: Any) -> Message:
    return Message(
        REPLAYED, {"record": record, "what": what, "found": str(found), "right": str(right)}
    )


def _decisions(pk: int, found: Report, votes: Any, settled: Any) -> Iterator[Message]:
    for short, stage in LONG.items():
        told = found.at(short)
        cast = {(who, ballot.verdict, ballot.reason) for who, ballot in told.votes.items()}
        if votes.get((pk, stage), set()) != cast:
            yield _differs(pk, f"votes {stage}", sorted(votes.get((pk, stage), ())), sorted(cast))
        # A settlement does not hold over a clash that a later merge brought in: the tables drop it then.
        stands = told.settled and not found.clashes(short)
        said = (told.settled.verdict, told.settled.reason) if told.settled and stands else None
        if settled.get((pk, stage)) != said:
            yield _differs(pk, f"settlement {stage}", settled.get((pk, stage)), said)


def _places(review: Review, state: State) -> Iterator[Message]:
    """Where every report stands, those of earlier versions too,
    and which of them stood elsewhere since (P13).
    """
    base = state.baseline(review.version)
    rows = Record.objects.filter(review=review, primary=None).exclude(place="loading")
    columns = ("pk", "place", "reason_id", "moved")
    for pk, place, reason, moved in rows.values_list(*columns).iterator(chunk_size=5000):
        found = state.reports.get(str(pk))
        if found is None:
            continue
        where, why, _by_tool = stands(state, found)
        # A reason counts only where the report was excluded by reading; elsewhere it is left over.
        there = (place, str(reason or "") if place in READ_OUT else "")
        if there != (where, why if where in READ_OUT else ""):
            yield _differs(pk, "place", there, (where, why))
        if moved and str(pk) not in base.moved:
            yield _differs(pk, "moved", True, False)
