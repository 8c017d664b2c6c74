"""Brings the derived columns in line with votes, settlements, merges and retrieval;
the rules are pure functions below.

Everything that changes where a record stands ends with a call from here, in its own transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from screening.actions.screening.flow_position import (
    BEYOND_VOTES,
    place_group,
    place_record,
    where_now,
)
from screening.decisions.outcome import Ballot, Rule, outcome
from screening.models import Record, Retrieval, Review, Settlement, StageSetting, Standing, Vote
from screening.stages import STAGES

STANDING_FIELDS = [
    "votes",
    "outcome",
    "reason",
    "reached_at",
    "clash",
    "discussed_at",
    "pinned",
    "fresh",
]


def rule_of(setting: StageSetting, record: Record, standing: Standing | None = None) -> Rule:
    """How votes on this record become an outcome at this stage of this review."""
    stage = STAGES[setting.stage]
    return Rule(
        needed=votes_needed(setting, record, standing),
        lenient=stage.lenient,
        maybe_conflicts=setting.maybe_conflicts,
        reasons_must_agree=stage.reason_required or setting.reason_required,
        cutoff=None if setting.cutoff is None else setting.cutoff / 100,
        cutoff_reason=str(setting.cutoff_reason_id or ""),
    )


def votes_needed(setting: StageSetting, record: Record, standing: Standing | None = None) -> int:
    """Votes wanted on this record: as many as the stage says,
    one outside the share that is screened double.

    The number that decided it comes first, where the stage has come to want another since, then a
    record's own, as a calibration round sets it. The share is drawn by the record's random number.
    """
    # Pinned first: what is decided must not be opened again by a number that came later.
    if standing is not None and (own := standing.pinned or standing.needed):
        return own
    return setting.votes_needed if record.shuffle % 100 < setting.double_share else 1


def judge(
    votes: Sequence[Vote], settlement: Settlement | None, rule: Rule, *, clash: bool, tool: str = ""
) -> tuple[str, int | None]:
    """Outcome and reason id of one record at one stage: a settlement wins, then a clash, a tool,
    and the votes.
    """
    if settlement is not None:
        return settlement.verdict, settlement.reason_id
    if clash:
        return "conflict", None
    if tool:
        return "exclude", None
    verdict, reason = outcome(
        [Ballot(v.verdict, str(v.reason_id or ""), v.grade) for v in votes], rule
    )
    return verdict, int(reason) if reason else None


@dataclass(frozen=True, slots=True)
class Derived:
    """Reports as they follow from the tables, not written yet: all their records,
    and standings by record and stage.

    `before` is what the tables said: record to place, and record and stage to outcome.
    """

    rows: list[Record]
    standings: dict[tuple[int, str], Standing]
    before: dict[int, str]
    outcomes: dict[tuple[int, str], str]


Setting = Mapping[str, StageSetting]


def restate(review: Review, records: Iterable[Record], *, rules: bool = False) -> None:
    """Derives standing, place, lane and reason of these records, and of the reports they belong to,
    anew.

    Costs a fixed number of queries whatever the number of records. `rules`: nothing happened to
    them but a change of the rules; a report of an earlier version that stands elsewhere by it is
    counted only while it does (P13).
    """
    write(derive(review, records, rules=rules), review)


def write(found: Derived, review: Review) -> None:
    """Writes what was derived."""
    standings = found.standings.values()
    Standing.objects.bulk_create([s for s in standings if s.pk is None])
    Standing.objects.bulk_update(
        [s for s in standings if s.pk is not None], STANDING_FIELDS, batch_size=500
    )
    columns = [
        "lane",
        "place",
        "flow_lane",
        "reason",
        *(["flow_part", "moved"] if review.version > 1 else []),
    ]
    Record.objects.bulk_update(found.rows, columns, batch_size=500)


def derive(
    review: Review,
    records: Iterable[Record],
    *,
    settings: Setting | None = None,
    pinned_by: Setting | None = None,
    unpinned: Collection[int] = (),
    lanes: Mapping[int, str] | None = None,
    rules: bool = False,
) -> Derived:
    """What follows for these records, and the reports they belong to, and is not written.

    Under other rules than those of the review where they are given: `settings` by stage, where what
    is decided keeps the number of `pinned_by`, but for `unpinned` records; `lanes` of the records
    of searches, by search.
    """
    # The records themselves too: after a split one that was a primary may be none any more.
    primaries = {r.primary_id or r.pk for r in records} | {r.pk for r in records}
    rows = list(
        Record.objects.filter(Q(pk__in=primaries) | Q(primary__in=primaries), review=review)
    )
    before = {row.pk: row.place for row in rows}
    for row in rows:
        row.lane = (lanes or {}).get(row.search_id, row.lane)
    settings = settings or {s.stage: s for s in StageSetting.objects.filter(review=review)}
    known = {
        (s.record_id, s.stage): s
        for s in Standing.objects.filter(record_id__in=[r.pk for r in rows])
    }
    outcomes = {key: standing.outcome for key, standing in known.items()}
    if pinned_by is not None:
        _pin(known, {r.pk: r for r in rows}, pinned_by, unpinned)
    standings = _standings(review, {r.pk: r for r in rows}, settings, known)
    retrieved = dict(
        Retrieval.objects.filter(record_id__in=primaries).values_list("record_id", "status")
    )
    groups: dict[int, list[Record]] = defaultdict(list)
    for record in rows:
        groups[record.primary_id or record.pk].append(record)
    for group in groups.values():
        place_group(group, review, standings, retrieved, rules=rules)
    return Derived(rows, standings, before, outcomes)


def restate_voted(
    review: Review,
    record: Record,
    setting: StageSetting,
    votes: Sequence[Vote],
    standings: Mapping[str, Standing],
    retrieval: str,
) -> None:
    """What `restate` does, for one unsettled primary record that is locked and whose votes at one
    stage just changed.

    `votes` are all votes at that stage now, `standings` those of the record by stage. Writes the
    standing, and the record only where its place or reason moved.
    """
    if review.version > 1:
        # Whether the report is known from an earlier version, and stood elsewhere there, its other
        # records tell.
        restate(review, [record])
        decided = Standing.objects.filter(record=record, stage=setting.stage, votes__gt=1).exclude(
            outcome="pending"
        )
        decided.update(fresh=True)
        return
    standing = standings.get(setting.stage) or Standing(
        review=review, record=record, stage=setting.stage
    )
    _judge(standing, votes, None, rule_of(setting, record, standing))
    # What one person alone has decided tells nothing of another.
    standing.fresh = standing.outcome != "pending" and len(votes) > 1
    if standing.pk is None:
        standing.save(force_insert=True)
    else:
        standing.save(update_fields=STANDING_FIELDS)
    before = (record.place, record.flow_lane, record.reason_id)
    known = {(record.pk, s.stage): s for s in (*standings.values(), standing)}
    if record.place not in BEYOND_VOTES:
        place_record(
            record, where_now(record, review, known, retrieval, record.removed, record.flow_lane)
        )
    if (record.place, record.flow_lane, record.reason_id) != before:
        record.save(update_fields=["place", "flow_lane", "reason"])


def _pin(
    known: Mapping[tuple[int, str], Standing],
    records: Mapping[int, Record],
    old: Setting,
    unpinned: Collection[int],
) -> None:
    """What is decided keeps the number that has decided it."""
    for (record, stage), standing in known.items():
        if record in unpinned:
            standing.pinned = None
        elif standing.outcome != "pending" and not standing.needed and not standing.pinned:
            number = votes_needed(old[stage], records[record])
            standing.pinned = number if standing.votes >= number else None


def _standings(
    review: Review,
    records: Mapping[int, Record],
    settings: Setting,
    known: dict[tuple[int, str], Standing],
) -> dict[tuple[int, str], Standing]:
    votes: dict[tuple[int, str], list[Vote]] = defaultdict(list)
    for vote in Vote.objects.filter(record_id__in=records):
        votes[vote.record_id, vote.stage].append(vote)
    settled = {(s.record_id, s.stage): s for s in Settlement.objects.filter(record_id__in=records)}
    for key in (votes.keys() | settled.keys()) - known.keys():
        known[key] = Standing(review=review, record_id=key[0], stage=key[1])
    for (record, stage), standing in known.items():
        rule = rule_of(settings[stage], records[record], standing)
        _judge(standing, votes[record, stage], settled.get((record, stage)), rule)
    return known


def _judge(
    standing: Standing, votes: Sequence[Vote], settlement: Settlement | None, rule: Rule
) -> None:
    verdict, reason = judge(votes, settlement, rule, clash=standing.clash, tool=standing.tool)
    # The moment of the outcome, not of the last vote: agreement over time and the outlook count
    # from it.
    if verdict != standing.outcome:
        standing.reached_at = None if verdict == "pending" else timezone.now()
    # What was talked about is over; a later conflict has to be talked about anew.
    if verdict != "conflict":
        standing.discussed_at = None
    if verdict == "pending":
        standing.pinned, standing.fresh = None, False
    if settlement is not None:
        standing.fresh = False
    standing.votes, standing.outcome, standing.reason_id = len(votes), verdict, reason
