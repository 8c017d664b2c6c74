"""The boxes, lists and identities of a review, counted from the model as the specification says."""

from collections import Counter
from dataclasses import dataclass, field

from tests.specification.model import AWAITING, OTHER_KINDS, SOUGHT, State, live, names

PARTS = ("studies", "reports")


@dataclass
class Snapshot:
    """What was published: who was included, where every report stood (P14)."""

    at: str
    reports: list
    studies: dict
    places: dict
    by_hand: set = field(default_factory=set)
    declared: set = field(default_factory=set)
    gone: set = field(default_factory=set)
    numbers: Counter = field(default_factory=Counter)
    #: The marks of removal that counted then, whatever was undone since (P14).
    marks: tuple = (frozenset(), frozenset())

    @property
    def records(self):
        return set().union(*self.reports) if self.reports else set()


NOTHING_PUBLISHED = Snapshot("", [], {}, {})


@dataclass
class Boxes:
    counts: dict
    lists: dict
    studies: list
    reports: list
    hand_reports: int
    state: State
    snapshot: Snapshot
    numbers: Counter
    by_hand: set
    gone: set
    reassessed: set = field(default_factory=set)

    @property
    def draft(self):
        return not self.counts["complete"]


def boxes(events, policy):
    """All boxes of the version being worked on."""
    return Count(events, policy).boxes()


class Count:
    def __init__(self, events, policy):
        self.snapshot = self.taken(events, policy)
        self.moved = set()
        self.state = State(policy)
        marks = None
        for event in live(events):
            touched = self.touched(event)
            self.state.apply(event)
            if event["id"] == self.snapshot.at:
                marks = self.snapshot.marks
                self.note_moves(self.state.reports(), *marks)
            elif marks is not None:
                self.note_moves(self.reports_of(touched), *marks)
        if marks is not None:
            # A change of the rules is no event in a report: it counts while the report stands
            # elsewhere by it.
            self.note_moves(self.state.reports(), *marks)

    def taken(self, events, policy):
        """The snapshot of the last live publication, as it was then."""
        published = [event for event in live(events) if event["type"] == "publish"]
        if not published:
            return NOTHING_PUBLISHED
        at = events.index(published[-1])
        before = Count(events[:at], policy).boxes()
        state = before.state
        studies = {}
        for report in before.lists["included"]:
            for study in state.studies_of(report):
                if study in before.studies:
                    studies.setdefault(study, []).append(frozenset(report.records))
        return Snapshot(
            at=published[-1]["id"],
            reports=list({one for reports in studies.values() for one in reports}),
            studies=studies,
            places={
                name: state.place_now(report)
                for report in state.reports()
                for name in report.records
            },
            by_hand=before.by_hand,
            declared=set(state.by_hand),
            gone=before.gone,
            numbers=before.numbers,
            marks=(frozenset(state.auto), frozenset(state.other)),
        )

    def touched(self, event):
        """The records of the reports that something happens to."""
        named = set(names(event.get("records", []))) | {event.get("record")}
        of = self.state.report_of
        return named.union(*(of[name].records for name in named if name in of))

    def reports_of(self, records):
        found = (self.state.report_of[name] for name in records if name in self.state.report_of)
        return {id(report): report for report in found}.values()

    def note_moves(self, reports, auto, other):
        """P13: who stands elsewhere than in the snapshot; new marks of removal alone do not count."""
        for report in reports:
            if not self.is_old(report):
                continue
            stood = {self.snapshot.places.get(name) for name in report.records}
            marks = auto & self.state.auto, other & self.state.other
            if self.state.place(report, *marks) not in stood:
                self.moved.update(report.records)

    def is_old(self, report):
        """P2: a report that holds a record of an earlier version."""
        return self.state.version_of_report(report) < self.state.version

    def was_included(self, report):
        """P14, parts split off too."""
        return bool(self.snapshot.records.intersection(report.records))

    def boxes(self):
        flow = {"dbr": [], "other": []}
        state, snapshot = self.state, self.snapshot
        self.by_hand = snapshot.by_hand | (set(state.by_hand) - snapshot.declared)
        self.previous, self.again, old = [], [], []
        for report in self.state.reports():
            if not self.is_old(report):
                flow[self.state.lane(report)].append(report)
                continue
            old.append(report)
            if self.was_included(report):
                self.previous.append(report)
            elif self.moved.intersection(report.records):
                self.again.append(report)
        self.old = old
        self.before = self.by_hand | set(snapshot.studies)
        self.before = self.before.union(*map(state.studies_of, self.previous)) - snapshot.gone
        self.dropped = state.dropped & self.before
        counts = self.identified(flow["dbr"], flow["other"])
        lists = self.lane_lists("dbr", flow["dbr"]) | self.lane_lists(
            "other", flow["other"] + self.again
        )
        counts |= self.screened(lists)
        counts |= self.followed("dbr", lists) | self.followed("other", lists)
        counts |= self.included(lists)
        counts["complete"] = not any(number for box, number in counts.items() if "awaiting" in box)
        return Boxes(
            counts=counts,
            lists=lists,
            studies=sorted(self.listed_studies),
            reports=sorted(report.records[0] for report in lists["included"]),
            hand_reports=self.hand_reports,
            state=self.state,
            snapshot=self.snapshot,
            numbers=self.numbers,
            by_hand=self.by_hand - self.dropped,
            gone=(self.dropped | snapshot.gone) - self.listed_studies,
            reassessed={report.records[0] for report in self.again},
        )

    def identified(self, dbr, other):
        """Boxes 2, 3 and 11."""
        state = self.state
        mine = [name for name, version in state.version_of.items() if version == state.version]
        databases = [name for name in mine if state.in_databases(name)]
        kinds = Counter(state.kinds[state.source_of[name]] for name in databases)
        of_old = [name for name in databases if any(name in report.records for report in self.old)]
        duplicates = len(of_old) + sum(
            sum(name in databases for name in report.records) - 1 for report in dbr
        )
        first = (min(report.records, key=state.order.get) for report in other)
        net = Counter(OTHER_KINDS[state.kinds[state.source_of[name]]] for name in first)
        raw = len(mine) - len(databases)
        return {
            "database_results": kinds["database"],
            "register_results": kinds["register"],
            "sources": dict(Counter(state.titles[state.source_of[name]] for name in databases)),
            **{box: net[box] for box in OTHER_KINDS.values()},
            "duplicates": duplicates,
            "duplicates_of_previous_version": len(of_old),
            "other_raw": raw,
            "other_duplicates": raw - len(other),
            "other_reassessed": len(self.again),
        }

    def lane_lists(self, lane, reports):
        lists = {}
        for report in reports:
            place, _reason = self.state.place_now(report)
            lists.setdefault(f"{lane}_{place}", []).append(report)
        return lists

    def screened(self, lists):
        """Boxes 3 to 5 of the databases' lane; what the other lane leaves before retrieval."""
        size = {name: len(reports) for name, reports in lists.items()}
        excluded = lists.get("dbr_ta_exclude", [])
        by_tool = sum(report.judgements["TA"].by_tool for report in excluded)
        sought = sum(size.get(f"dbr_{place}", 0) for place in SOUGHT)
        before = ("auto", "other", "ta_exclude")
        return {
            "excluded_automatic": size.get("dbr_auto", 0),
            "excluded_other": size.get("dbr_other", 0),
            "records_screened": len(excluded) + sought,
            "records_excluded": len(excluded),
            "records_excluded_human": len(excluded) - by_tool,
            "records_excluded_automation": by_tool,
            "records_awaiting_screening": size.get("dbr_await_ta", 0),
            "other_pre_excluded": sum(size.get(f"other_{place}", 0) for place in before),
            "other_awaiting_screening": size.get("other_await_ta", 0),
        }

    def followed(self, lane, lists):
        """Boxes 6 to 9, 12 to 15: from sought to included."""
        size = {place: len(lists.get(f"{lane}_{place}", [])) for place in SOUGHT}
        reasons = (self.state.place_now(one)[1] for one in lists.get(f"{lane}_ft_exclude", []))
        return {
            f"{lane}_sought_reports": sum(size.values()),
            f"{lane}_notretrieved_reports": size["not_retrieved"],
            f"{lane}_awaiting_retrieval": size["await_retrieval"],
            f"{lane}_awaiting_assessment": size["await_ft"],
            f"{lane}_assessed": size["ft_exclude"] + size["included"],
            f"{lane}_excluded": dict(Counter(reasons)),
            f"{lane}_included_reports": size["included"],
        }

    def kept_studies(self, report):
        return set(self.state.studies_of(report)) - self.dropped - self.snapshot.gone

    def included(self, lists):
        """Boxes 1, 10 and 16 (P14, P15), and the included list."""
        state = self.state
        new = [one for lane in ("dbr", "other") for one in lists.get(f"{lane}_included", [])]
        standing = {"included": [], "awaiting": [], "removed": []}
        for report in self.previous:
            standing[self.standing(report)].append(report)
        lists |= {f"previous_{name}": reports for name, reports in standing.items()}
        lists["included"] = standing["included"] + new
        hand = self.by_hand - self.dropped
        self.numbers = Counter(
            {
                what: self.number(f"previous_{what}") - self.number(f"removed_{what}")
                for what in PARTS
            }
        )
        named = sum(state.by_hand[study] for study in hand)
        self.hand_reports = named + self.numbers["reports"]
        self.listed_studies = hand.union(
            *map(self.kept_studies, standing["included"]), *map(state.studies_of, new)
        )
        before = self.before
        # A study that was dropped by hand and has a new report is a new one.
        kept = before - self.dropped
        new_reports = [one for one in new if set(state.studies_of(one)) - kept]
        counts = self.previous_studies(before, standing)
        counts |= self.previous_reports(standing)
        return counts | {
            "new_studies": len(self.listed_studies - kept),
            "new_reports": len(new_reports),
            "new_reports_of_previous_studies": len(new) - len(new_reports),
            "total_studies": len(self.listed_studies) + self.numbers["studies"],
            "total_reports": len(lists["included"]) + self.hand_reports,
        }

    def number(self, box):
        """What a version entered by hand adds: this one's numbers,
        and what was left of those before.
        """
        carried = self.snapshot.numbers[box.removeprefix("previous_")]
        return carried + self.state.numbers[self.state.version, box]

    def standing(self, report):
        """What became of a report that was included in the previous version."""
        place, _reason = self.state.place_now(report)
        if not self.kept_studies(report):
            return "removed"
        return {"included": "included"}.get(place, "awaiting" if place in AWAITING else "removed")

    def previous_studies(self, before, standing):
        snapshot = self.snapshot
        of = {
            name: set().union(*map(self.kept_studies, reports))
            for name, reports in standing.items()
        }
        still = (before - self.dropped) & self.listed_studies
        awaiting = of["awaiting"] - still
        removed = self.removed_studies(before) | (of["removed"] - awaiting - still)
        number = len(set(snapshot.studies) | self.by_hand)
        return {
            "previous_studies": number + self.number("previous_studies"),
            "previous_awaiting_studies": len(awaiting),
            "previous_removed_studies": len(removed) + self.number("removed_studies"),
            "previous_joined_studies": number - len(still) - len(awaiting) - len(removed),
        }

    def removed_studies(self, before):
        """Dropped by hand, or of reports that are no more."""
        gone = {
            study
            for study, reports in self.snapshot.studies.items()
            if not any(self.state.report_of.get(name) for report in reports for name in report)
        }
        return self.dropped | (gone - self.listed_studies)

    def previous_reports(self, standing):
        snapshot, state = self.snapshot, self.state
        hand = sum(state.by_hand[study] for study in self.by_hand)
        gone = sum(
            not any(name in state.report_of for name in report) for report in snapshot.reports
        )
        kept = self.hand_reports - self.numbers["reports"]
        dropped = hand - kept
        removed = len(standing["removed"]) + gone + dropped
        number = len(snapshot.reports) + hand
        kept += len(standing["included"])
        return {
            "previous_reports": number + self.number("previous_reports"),
            "previous_awaiting_reports": len(standing["awaiting"]),
            "previous_removed_reports": removed + self.number("removed_reports"),
            "previous_joined_reports": number - kept - len(standing["awaiting"]) - removed,
        }
