"""A review at one moment of its history: its rules,
and every record with what was decided on its report.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from screening.decisions.outcome import Rule
from screening.flow.boxes import KINDS
from screening.replay import events as ev
from screening.replay.reports import Report
from screening.replay.studies import Baseline
from screening.stages import first, from_code, reading


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of a review that its counts depend on."""

    reviewers_ta: int = 2
    reviewers_ft: int = 2
    other_skip_ta: bool = True
    maybe_conflicts: bool = False
    #: Stage and primary record to the rule, where it differs from record to record; not part of a
    #: file.
    own_rule: Callable[[str, str], Rule] | None = None

    def rule(self, stage: str, record: str) -> Rule:
        """How votes on the report of this primary record become an outcome at a stage."""
        if self.own_rule is not None:
            return self.own_rule(stage, record)
        here = from_code(stage)
        return Rule(
            {first().code: self.reviewers_ta, reading().code: self.reviewers_ft}.get(
                stage, here.votes_needed
            ),
            lenient=here.lenient,
            maybe_conflicts=here.lenient and self.maybe_conflicts,
            reasons_must_agree=here.reason_required,
        )


@dataclass(slots=True)
class State:
    """A review at one moment of its history.

    `automation` and `removed` hold the removal marks of a record: the events that set them, and the
    reason. `snapshots` are the versions as they were when an event published them, `dropped` all
    studies dropped by hand. `touched` are records of the reports that the last event named;
    `strays` are records that an event named but that were not there.
    """

    policy: Policy
    sources: dict[str, ev.Source]
    records: dict[str, ev.Import] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    automation: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    removed: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    baselines: list[Baseline] = field(default_factory=lambda: [Baseline(0)])
    snapshots: Mapping[str, Baseline] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    version: int = 1
    strays: list[tuple[str, str]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def present(self, event: ev.Event, names: Iterable[str]) -> list[str]:
        """Those of the named records that are there, each once."""
        found = []
        for name in dict.fromkeys(names):
            # A name that is not there is noted and passed over: one undone import must not make
            # the whole history unreadable.
            if name in self.records:
                found.append(name)
                self.touched.add(name)
            else:
                self.strays.append((event.id, name))
        return found

    def named(self, event: ev.Event, names: Iterable[str]) -> list[Report]:
        """The reports of the named records, each once."""
        reports = (self.reports[name] for name in self.present(event, names))
        return list({id(report): report for report in reports}.values())

    def all_reports(self) -> list[Report]:
        """Every report, in the order in which its first record came."""
        return list({id(report): report for report in self.reports.values()}.values())

    def baseline(self, version: int) -> Baseline:
        """The version before this one, as last published or declared."""
        earlier = [b for b in self.baselines if b.version < version]
        # A version can be published twice; of equals `max` takes the first, and here that is the
        # last.
        return max(reversed(earlier), key=lambda b: b.version)

    def version_of(self, found: Report) -> int:
        """The version of the review that first saw the report (P16)."""
        return min(self.versions[record] for record in found.records)

    def lane_of(self, found: Report) -> str:
        """The column of the report in the version that first saw it (P1)."""
        first = self.version_of(found)
        # Records of later versions do not move a report to the other column: it was counted
        # there.
        own = (r for r in found.records if self.versions[r] == first)
        return "dbr" if any(KINDS[self.kind(r)] == "dbr" for r in own) else "oth"

    def kind(self, record: str) -> str:
        """The kind of the record's source."""
        return self.sources[self.records[record].source].kind

    def lead(self, found: Report, named: Iterable[str] = ()) -> None:
        """Makes a record of the earliest version primary: the first of the named ones,
        else the first there is.
        """
        oldest = self.version_of(found)
        order = [
            r for r in (*named, *found.records) if r in found.records and self.versions[r] == oldest
        ]
        found.lead_with(order[0])

    def studies_of(self, found: Report) -> frozenset[str]:
        """The studies its records are linked to; else one of its own, named by its primary."""
        linked = frozenset(
            s for s, names in self.links.items() if not names.isdisjoint(found.records)
        )
        return linked or frozenset({found.primary})
