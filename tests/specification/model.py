"""The flow of a review, written from the specification alone: events in, boxes and lists out.

It shares no line with the application. Rules are named as there: P1 to P17, the identities I, O, N,
T and U.
"""

from collections import Counter
from dataclasses import dataclass, field

STAGES = ("TA", "FT")
DATABASE_KINDS = ("database", "register")
OTHER_KINDS = {
    "website": "website_results",
    "organisation": "organisation_results",
    "citation": "citations_results",
    "other": "other_results",
}
AWAITING = ("await_ta", "await_retrieval", "await_ft")
SOUGHT = ("not_retrieved", "await_retrieval", "await_ft", "ft_exclude", "included")


@dataclass
class Judgement:
    """What one report got at one stage."""

    votes: dict = field(default_factory=dict)
    ruling: tuple | None = None
    tool: bool = False
    #: Pairs of sides, each a set of records, that had opposite outcomes when they met (P4).
    clash: list = field(default_factory=list)
    #: A settlement older than the clash: it does not settle that, and stands again once they are
    #: apart.
    overtaken: tuple | None = None

    def __bool__(self):
        return bool(self.votes or self.ruling or self.tool or self.clash)

    def copy(self):
        """For a record that is split off: the clash is one of the merged report."""
        return Judgement(dict(self.votes), self.ruling or self.overtaken, self.tool)

    def part(self, records):
        """A clash ends with the last record of either side."""
        self.clash = [
            sides for sides in self.clash if all(side.intersection(records) for side in sides)
        ]
        if not self.clash:
            self.ruling, self.overtaken = self.ruling or self.overtaken, None

    @property
    def by_tool(self):
        """Whether a tool has excluded it, and nobody has settled otherwise (P8)."""
        return self.tool and not self.ruling and not self.clash

    def outcome(self, stage, required):
        """The outcome and its reason; None and why, while there is none (P7, P8)."""
        if self.ruling:
            return self.ruling
        if self.clash:
            return None, "conflict"
        if self.tool:
            return "exclude", None
        if len(self.votes) < required:
            return None, "pending"
        said = set(self.votes.values())
        decisions = {decision for decision, _reason in said}
        if decisions == {"exclude"} and (stage == "TA" or len(said) == 1):
            return "exclude", next(iter(said))[1]
        if decisions <= ({"include", "maybe"} if stage == "TA" else {"include"}):
            return "include", None
        return None, "conflict"


@dataclass
class Report:
    """A cluster of records, the primary one first."""

    records: list
    judgements: dict = field(default_factory=lambda: {stage: Judgement() for stage in STAGES})
    retrieval: str | None = None

    @property
    def at_hand(self):
        """Full-text votes imply retrieved (P9)."""
        return self.retrieval == "retrieved" or (
            self.retrieval is None and bool(self.judgements["FT"])
        )


def live(events):
    """The events no live undo names: an undo may itself be undone."""
    dead, kept = set(), []
    for event in reversed(events):
        if event["id"] in dead:
            continue
        if event["type"] == "undo":
            dead.add(event["of"])
        else:
            kept.append(event)
    return kept[::-1]


def names(ranges):
    """C1, C2, … of "C1..C8"."""
    for one in ranges:
        first, dots, last = one.partition("..")
        if not dots:
            yield one
            continue
        stem = first.rstrip("0123456789")
        lowest = first.removeprefix(stem)
        for number in range(int(lowest), int(last.removeprefix(stem)) + 1):
            yield f"{stem}{number:0{len(lowest)}}"


class State:
    """The fold of live events; one method for each kind of event."""

    def __init__(self, policy):
        self.policy = dict(policy)
        self.version = self.unpublished = 1
        self.kinds, self.titles = {}, {}
        self.source_of, self.version_of, self.order = {}, {}, {}
        self.report_of = {}
        self.auto, self.other = set(), set()
        self.links, self.by_hand, self.dropped = {}, {}, set()
        self.numbers = Counter()

    def apply(self, event):
        getattr(self, event["type"])(event)

    def named(self, event):
        return [name for name in names(event["records"]) if name in self.report_of]

    def reports_named(self, event):
        found = []
        for name in self.named(event):
            if self.report_of[name] not in found:
                found.append(self.report_of[name])
        return found

    def reports(self):
        seen = {}
        for report in self.report_of.values():
            seen[id(report)] = report
        return list(seen.values())

    def source(self, event):
        self.kinds[event["source"]] = event["kind"]
        self.titles.setdefault(event["source"], event.get("name", event["source"]))

    def policy_change(self, event):
        self.policy.update(event["policy"])

    def __getattr__(self, name):
        if name == "import":
            return self.take_in
        raise AttributeError(name)

    def take_in(self, event):
        """P17: at least the version after the one that was published,
        whatever the search was first run for.
        """
        version = max(self.unpublished, event.get("version", 1))
        self.version = max(self.version, version)
        for name in names(event["records"]):
            self.source_of[name] = event["source"]
            self.version_of[name] = version
            self.order[name] = len(self.order)
            self.report_of[name] = Report([name])

    def publish(self, event):
        self.unpublished = max(self.unpublished, event["version"] + 1)
        self.version = max(self.version, self.unpublished)
        self.dropped = set()

    def version_of_report(self, report):
        """P16: that of its oldest record."""
        return min(self.version_of[name] for name in report.records)

    def merge(self, event):
        """The first named is primary, but a record of the oldest version before it (P16)."""
        named = self.named(event)
        if not named:
            return
        oldest = min(self.version_of_report(self.report_of[name]) for name in named)
        first = next(
            name for name in named if self.version_of_report(self.report_of[name]) == oldest
        )
        kept = self.report_of[first]
        for report in self.reports_named(event):
            if report is not kept:
                self.join(kept, report)
        if self.version_of[first] == oldest:
            kept.records.remove(first)
            kept.records.insert(0, first)

    def join(self, kept, gone):
        """P4 for each stage; P16 for the full text."""
        at_hand = kept.at_hand or gone.at_hand
        for stage in STAGES:
            ours, theirs = kept.judgements[stage], gone.judgements[stage]
            if not ours:
                kept.judgements[stage] = theirs
            elif {self.outcome(kept, stage)[0], self.outcome(gone, stage)[0]} == {
                "include",
                "exclude",
            }:
                ours.overtaken, ours.ruling = ours.ruling or ours.overtaken, None
                ours.clash.append((set(kept.records), set(gone.records)))
        known = kept.retrieval or gone.retrieval
        lacks = "not_retrieved" in (kept.retrieval, gone.retrieval)
        kept.retrieval = "retrieved" if lacks and at_hand else known
        kept.records += gone.records
        for name in gone.records:
            self.report_of[name] = kept

    def unmerge(self, event):
        """P5: the votes stay with the remaining cluster."""
        name = event["record"]
        report = self.report_of.get(name)
        if report is None or len(report.records) == 1:
            return
        report.records.remove(name)
        oldest = min(report.records, key=lambda one: (self.version_of[one], self.order[one]))
        if self.version_of[report.records[0]] != self.version_of[oldest]:
            report.records.remove(oldest)
            report.records.insert(0, oldest)
        alone = self.report_of[name] = Report([name])
        if event.get("copy_decisions"):
            alone.judgements = {
                stage: judgement.copy() for stage, judgement in report.judgements.items()
            }
            alone.retrieval = report.retrieval
        for judgement in report.judgements.values():
            judgement.part(report.records)

    def auto_remove(self, event):
        self.auto.update(self.named(event))

    def other_remove(self, event):
        self.other.update(self.named(event))

    def restore(self, event):
        """The marks of removal are taken off the whole report."""
        for report in self.reports_named(event):
            self.auto.difference_update(report.records)
            self.other.difference_update(report.records)

    def decide(self, event):
        people = [event["by"]] if isinstance(event["by"], str) else event["by"]
        said = (event["decision"], event.get("reason"))
        for report in self.reports_named(event):
            votes = report.judgements[event["stage"]].votes
            votes.update((person, said) for person in people)

    def auto_decide(self, event):
        """P8: a tool excludes; only a later settlement overrides it."""
        for report in self.reports_named(event):
            report.judgements["TA"].tool, report.judgements["TA"].clash = True, []

    def resolve(self, event):
        for report in self.reports_named(event):
            report.judgements[event["stage"]].ruling = event["decision"], event.get("reason")

    def clear(self, event):
        """A person takes the vote back."""
        for report in self.reports_named(event):
            report.judgements[event["stage"]].votes.pop(event["by"], None)

    def retrieval(self, event):
        for report in self.reports_named(event):
            report.retrieval = event["status"] or None

    def reopen(self, event):
        """P10: the votes of that stage and of later ones go."""
        for report in self.reports_named(event):
            for stage in STAGES[STAGES.index(event["stage"]) :]:
                report.judgements[stage] = Judgement()

    def reopen_ruling(self, event):
        """The settlement of one stage goes; its votes stay."""
        for report in self.reports_named(event):
            report.judgements[event["stage"]].ruling = None

    def study(self, event):
        self.links.setdefault(event["study"], set()).update(self.named(event))

    def unlink_study(self, event):
        for report in self.reports_named(event):
            self.links.get(event["study"], set()).difference_update(report.records)

    def previous(self, event):
        self.by_hand.update(event["studies"])

    def prev_remove(self, event):
        self.dropped.add(event["study"])

    def by_number(self, event):
        """Studies or reports of a previous version that only a number tells of."""
        self.numbers[self.version, event["box"]] += event["number"]

    def outcome(self, report, stage):
        required = self.policy["reviewers_ta" if stage == "TA" else "reviewers_ft"]
        return report.judgements[stage].outcome(stage, required)

    def in_databases(self, name):
        return self.kinds.get(self.source_of[name]) in DATABASE_KINDS

    def lane(self, report):
        """P1, in the version that first saw the report (P13)."""
        version = self.version_of_report(report)
        mine = [name for name in report.records if self.version_of[name] == version]
        return "dbr" if any(map(self.in_databases, mine)) else "other"

    def place(self, report, auto, other):
        """The one place of a report and its reason, with these marks of removal (P6, P9, P11)."""
        if auto.intersection(report.records):
            return "auto", None
        if other.intersection(report.records):
            return "other", None
        if self.lane(report) == "dbr" or not self.policy.get("other_skip_ta", True):
            outcome, _why = self.outcome(report, "TA")
            if outcome != "include":
                return ("ta_exclude" if outcome else "await_ta"), None
        if report.retrieval == "not_retrieved":
            return "not_retrieved", None
        if not report.at_hand:
            return "await_retrieval", None
        outcome, reason = self.outcome(report, "FT")
        if outcome is None:
            return "await_ft", None
        return ("included", None) if outcome == "include" else ("ft_exclude", reason)

    def place_now(self, report):
        return self.place(report, self.auto, self.other)

    def studies_of(self, report):
        """A report without a link is its own study."""
        linked = [name for name, of in self.links.items() if of.intersection(report.records)]
        return linked or [report.records[0]]
