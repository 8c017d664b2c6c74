"""The boxes, lists and identities of a review, counted from the model as the specification says."""

from collections import Counter
from dataclasses import dataclass, field

from tests.flow.spec_model import AWAITING, OTHER_KINDS, SOUGHT, State, live


@dataclass
class Snapshot:
    """What was published: who was included, where every report stood (P14)."""

    at: str
    reports: list
    studies: dict
    places: dict
    dropped: set = field(default_factory=set)

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
            self.state.apply(event)
            if event["id"] == self.snapshot.at:
                marks = set(self.state.auto), set(self.state.other)
            if marks is not None:
                self.note_moves(*marks)

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
                if study not in state.dropped:
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
            dropped=set(state.dropped),
        )

    def note_moves(self, auto, other):
        """P13: who stands elsewhere than in the snapshot; new marks of removal alone do not count."""
        for report in self.state.reports():
            if not self.is_old(report):
                continue
            stood = {self.snapshot.places.get(name) for name in report.records} - {None}
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
        counts = self.identified(flow["dbr"], flow["other"])
        lists = self.lane_lists("dbr", flow["dbr"]) | self.lane_lists(
            "other", flow["other"] + self.again
        )
        counts |= self.screened(lists)
        counts |= self.followed("dbr", lists) | self.followed("other", lists)
        counts |= self.included(lists)
        counts["complete"] = not any(
            number for box, number in counts.items() if "awaiting" in box
        )
        return Boxes(
            counts=counts,
            lists=lists,
            studies=sorted(self.listed_studies),
            reports=sorted(report.records[0] for report in lists["included"]),
            hand_reports=self.hand_reports,
            state=self.state,
            snapshot=self.snapshot,
            reassessed={report.records[0] for report in self.again},
        )

    def identified(self, dbr, other):
        """Boxes 2, 3 and 11."""
        state = self.state
        mine = [name for name, version in state.version_of.items() if version == state.version]
        databases = [name for name in mine if state.in_databases(name)]
        kinds = Counter(state.kinds[state.source_of[name]] for name in databases)
        of_old = [
            name for name in databases if any(name in report.records for report in self.old)
        ]
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
        by_tool = sum(
            (report.judgements["TA"].ruling or ("",))[0] == "tool" for report in excluded
        )
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
        return set(self.state.studies_of(report)) - self.state.dropped

    def included(self, lists):
        """Boxes 1, 10 and 16 (P14, P15), and the included list."""
        state, snapshot = self.state, self.snapshot
        new = [
            one for lane in ("dbr", "other") for one in lists.get(f"{lane}_included", [])
        ]
        standing = {"included": [], "awaiting": [], "removed": []}
        for report in self.previous:
            standing[self.standing(report)].append(report)
        lists |= {f"previous_{name}": reports for name, reports in standing.items()}
        lists["included"] = [
            one for one in standing["included"] + new if self.kept_studies(one)
        ]
        self.by_hand = set(state.by_hand) - snapshot.dropped
        hand = self.by_hand - state.dropped
        self.hand_reports = sum(state.by_hand[study] for study in hand)
        self.listed_studies = hand.union(*map(self.kept_studies, lists["included"]))
        before = set(snapshot.studies) | self.by_hand
        before = before.union(*map(state.studies_of, self.previous))
        new_reports = [
            one for one in new if self.kept_studies(one) - before
        ]
        counts = self.previous_studies(before, standing)
        counts |= self.previous_reports(standing)
        return counts | {
            "new_studies": len(self.listed_studies - before),
            "new_reports": len(new_reports),
            "new_reports_of_previous_studies": len(new) - len(new_reports),
            "total_studies": len(self.listed_studies),
            "total_reports": len(lists["included"]) + self.hand_reports,
        }

    def standing(self, report):
        """What became of a report that was included in the previous version."""
        place, _reason = self.state.place_now(report)
        if not self.kept_studies(report):
            return "removed"
        return {"included": "included"}.get(place, "awaiting" if place in AWAITING else "removed")

    def previous_studies(self, before, standing):
        state, snapshot = self.state, self.snapshot
        of = {
            name: set().union(*map(self.kept_studies, reports))
            for name, reports in standing.items()
        }
        still = before & self.listed_studies
        awaiting = of["awaiting"] - still
        removed = self.removed_studies(before) | (of["removed"] - awaiting - still)
        number = len(set(snapshot.studies) | self.by_hand)
        return {
            "previous_studies": number,
            "previous_awaiting_studies": len(awaiting),
            "previous_removed_studies": len(removed),
            "previous_joined_studies": number - len(still) - len(awaiting) - len(removed),
        }

    def removed_studies(self, before):
        """Dropped by hand, or of reports that are no more."""
        state = self.state
        gone = {
            study
            for study, reports in self.snapshot.studies.items()
            if not any(state.report_of.get(name) for report in reports for name in report)
        }
        dropped = (before & state.dropped) - self.snapshot.dropped
        return dropped | (gone - self.listed_studies)

    def previous_reports(self, standing):
        snapshot, state = self.snapshot, self.state
        hand = sum(state.by_hand[study] for study in self.by_hand)
        gone = sum(
            not any(name in state.report_of for name in report) for report in snapshot.reports
        )
        dropped = hand - self.hand_reports
        removed = len(standing["removed"]) + gone + dropped
        number = len(snapshot.reports) + hand
        kept = len(standing["included"]) + self.hand_reports
        return {
            "previous_reports": number,
            "previous_awaiting_reports": len(standing["awaiting"]),
            "previous_removed_reports": removed,
            "previous_joined_reports": number - kept - len(standing["awaiting"]) - removed,
        }


def broken(found):
    """The identities that do not hold, with both sides."""
    n = found.counts
    reasons = {lane: sum(n[f"{lane}_excluded"].values()) for lane in ("dbr", "other")}
    removed = n["duplicates"] + n["excluded_automatic"] + n["excluded_other"]
    net = sum(n[box] for box in OTHER_KINDS.values()) + n["other_reassessed"]
    included = n["dbr_included_reports"] + n["other_included_reports"]
    identified = n["database_results"] + n["register_results"]
    sides = {
        "I1": (sum(n["sources"].values()), identified),
        "I2": (identified, removed + n["records_screened"] + n["records_awaiting_screening"]),
        "I3": (n["records_screened"], n["records_excluded"] + n["dbr_sought_reports"]),
        "O1": (n["other_raw"] + n["other_reassessed"], net + n["other_duplicates"]),
        "O2": (
            net,
            n["other_pre_excluded"] + n["other_awaiting_screening"] + n["other_sought_reports"],
        ),
        "N1": (included, n["new_reports"] + n["new_reports_of_previous_studies"]),
        "T1'": (n["total_studies"], kept_of(n, "studies") + n["new_studies"]),
        "T2'": (
            n["total_reports"],
            kept_of(n, "reports") + n["new_reports"] + n["new_reports_of_previous_studies"],
        ),
        "U1": (
            (n["total_studies"], n["total_reports"]),
            (len(found.studies), len(found.reports) + found.hand_reports),
        ),
    }
    for lane in ("dbr", "other"):
        on_the_way = ("notretrieved_reports", "awaiting_retrieval", "awaiting_assessment")
        sides[f"I4 {lane}"] = (
            n[f"{lane}_sought_reports"],
            sum(n[f"{lane}_{box}"] for box in (*on_the_way, "assessed")),
        )
        sides[f"I5 {lane}"] = (
            n[f"{lane}_assessed"],
            reasons[lane] + n[f"{lane}_included_reports"],
        )
    return {name: pair for name, pair in sides.items() if pair[0] != pair[1]}


def kept_of(n, what):
    gone = ("removed", "awaiting", "joined")
    return n[f"previous_{what}"] - sum(n[f"previous_{one}_{what}"] for one in gone)
