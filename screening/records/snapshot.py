"""A frozen picture of a review: what every export is made from, without a database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from screening.records.record import Record

#: Not a place of the flow: reports that the version before included and that are out now.
REMOVED = "previous_removed"

#: The tool that stands for the team's decision to stop: under its name are counted the records
#: nobody has screened.
STOPPING_TOOL = "reviewapp: stopping rule"


@dataclass(frozen=True, slots=True)
class Decision:
    """One standing vote, settlement or tool decision on a report.

    `stage` is a stage key; `by` the person's name or code, as the export may show it; `verdict`
    include, maybe or exclude; `reason` its label. `settles`: an adjudicator's decision on a
    conflict. `tool`: made by a program.
    """

    stage: str
    by: str
    verdict: str
    reason: str = ""
    at: datetime | None = None
    note: str = ""
    settles: bool = False
    tool: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One of the source records of a report: in which source it was found,
    and when that was searched.
    """

    source: str
    kind: str
    record: Record
    id: int = 0
    searched: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """A report with everything that was decided on it.

    `record` is the primary record with the fields a merge added; `place` one of the places of the
    flow, `lane` "dbr" or "oth". `found` are all its source records, the primary first. `outcomes`
    maps a stage key to pending, conflict, include or exclude. `notices` of retraction or correction
    are those of all its records and of others that speak of it, `answers` why it was kept in spite
    of them. `kept`: of a duplicate that is listed by itself, the record that stands for it.
    `version`: the version of the review that first had it.
    """

    id: int
    record: Record
    place: str
    lane: str = "dbr"
    reason: str = ""
    found: tuple[Found, ...] = ()
    decisions: tuple[Decision, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    studies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    retrieval: str = ""
    kept: int | None = None
    version: int = 1
    notices: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Searched:
    """One search as the protocol reports it; `hits` are the source's own count,
    `records` those imported.
    """

    source: str
    kind: str
    platform: str = ""
    date_run: date | None = None
    coverage: str = ""
    strategy: str = ""
    limits: str = ""
    filters: str = ""
    hits: int | None = None
    records: int = 0
    ran_by: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the protocol; `since` and `until` are the versions in which it held."""

    stage: str
    kind: str
    inclusion: bool
    text: str
    since: int = 1
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for: keys of style, label set and template ("" what fits),
    and how they are to look.

    `labels` are the project's own labels of the diagram. `accessed`: print addresses as seen on
    that day. `doi`: "always" or "never" in references to articles, "" as the style has it.
    """

    style: str = "gbt7714-2015-numeric"
    accessed: date | None = None
    doi: str = ""
    label_set: str = "en"
    template: str = ""
    colour: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """A random sample of `size` of `unscreened` records and what came of it.

    `relevant` of the sample were relevant, at most `bound` among all unscreened ones, with that
    `confidence`; `recall` is the share of all relevant records that is surely found. `given_up`
    says why there is no result.
    """

    at: date
    size: int
    unscreened: int
    confidence: float
    relevant: int = 0
    bound: int = 0
    recall: float = 0.0
    given_up: str = ""


@dataclass(frozen=True, slots=True)
class StopFacts:
    """The decision to stop: `excluded` records were never screened;
    whether the rule came before the first vote.
    """

    at: date
    rule: str
    rule_set: date
    rule_first: bool
    excluded: int


@dataclass(frozen=True, slots=True)
class CalibrationFacts:
    """A random sample of `records` that `voters` people voted on before the others were screened."""

    at: date
    records: int
    voters: int


@dataclass(frozen=True, slots=True)
class ToolFacts:
    """An automated step: dedupe, order, audit, stop,
    or "tools" for exclusions by programs other than this one.

    `program` is its name and version ("" and a name alone: not known); used from `first` to `last`,
    None where nobody knows. What a service of others was asked for has the step "ask_" and the
    purpose of the run, and the number of `requests`.
    """

    step: str
    program: str
    first: date | None = None
    last: date | None = None
    stage: str = ""
    requests: int = 0


@dataclass(frozen=True, slots=True)
class StageFacts:
    """How one stage was run: votes wanted, who voted and who settled,
    how many conflicts were settled.

    `double_share`: percent of records seen by more than one person. `unblinded`: the blinding was
    ended early. `learned`: people could follow an order learned from votes. `cutoff`: the lowest
    mean grade, in percent, at which an agreed include stood, and `cutoff_excluded` how many it
    turned into excludes. `discussed` conflicts were sent back to be talked about, `talked_out` of
    them ended so without a settlement; `open_conflicts` still wait. None where the number must not
    be seen yet.
    """

    stage: str
    needed: int
    people: tuple[str, ...] = ()
    settlers: tuple[str, ...] = ()
    settled: int = 0
    double_share: int = 100
    unblinded: bool = False
    tool_excluded: tuple[str, ...] = ()
    learned: bool = False
    audits: tuple[AuditFacts, ...] = ()
    stop: StopFacts | None = None
    cutoff: int | None = None
    cutoff_excluded: int | None = 0
    calibrations: tuple[CalibrationFacts, ...] = ()
    discussed: int = 0
    talked_out: int = 0
    open_conflicts: int | None = 0


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the criteria after screening had begun: its version, day,
    and the texts that came and went.
    """

    version: int
    at: date
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorFacts:
    """What a sample said of the pairs that the program had merged, or kept apart,
    in two languages ("Chinese|English").

    Of `drawn` pairs `wrong` were; `low` and `high` bound the share exactly.
    """

    merged: bool
    languages: str
    drawn: int
    wrong: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Methods:
    """What the methods section tells beside searches, criteria and numbers.

    `notes` are texts that people wrote for it, by field ("quality_tool_zh"). `judgements`: kind of
    criterion to how many reports everybody judged met, unclear, not met. `merged_by_program` and
    `merged_by_people` count duplicates of all sources, other methods among them.
    """

    stages: tuple[StageFacts, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    judgements: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    merged_by_program: int = 0
    merged_by_people: int = 0
    duplicate_errors: tuple[ErrorFacts, ...] = ()
    criteria_version: int = 1
    amendments: tuple[Amendment, ...] = ()
    by_hand: tuple[str, ...] = ()
    peer_review: tuple[tuple[str, str], ...] = ()
    tools: tuple[ToolFacts, ...] = ()


def _none(places: tuple[str, ...]) -> Iterator[Report]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A review at one moment.

    `reports(places)` yields the reports in these places (all for an empty tuple), in a fixed order,
    read piece by piece so that an export needs little memory; it can be called again. What is
    included, and all, are those of every version; what is in one other place is what the flow of
    this version counts there; REMOVED can be asked for too. `flow` is `Flow.to_snapshot()`.
    `reasons` are the full-text reasons in the protocol's order. `language` is "zh-hans" or "en".
    """

    title: str
    taken_at: datetime
    language: str = "en"
    question: str = ""
    version: int = 1
    example: bool = False
    counts_studies: bool = True
    reports: Callable[[tuple[str, ...]], Iterator[Report]] = _none
    flow: Mapping[str, Any] = field(default_factory=dict)
    searches: tuple[Searched, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    reasons: tuple[str, ...] = ()
    wishes: Wishes = Wishes()
    methods: Methods = Methods()
