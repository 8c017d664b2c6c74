"""Studies over the versions of a review: what the previous version had, what became of it,
and what this one adds.

Source of the rules: docs/counts.md (P13-P16, T1, T2, U1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from screening.flow import counts
from screening.flow.boxes import READ_OUT

Standing = Literal["included", "waiting", "out"]
#: A place, and the reason where a report was excluded after it was read: another reason is another
#: place.
Stand = tuple[str, str]


@dataclass(slots=True)
class Baseline:
    """What a published version included and where its reports stood,
    or what was declared by hand (version 0).

    `studies` maps a study to the primary records of its reports, `by_hand` a declared one to
    made-up names of its. A study can be in both; `by_hand_then` are those it was published with.
    `reports` maps every record of an included report to its primary one, `places` every record to
    the place of its report ("dropped" where all its studies had been), `marks` are the events of
    the removal marks that counted. `removed` are studies dropped by hand since, `carried` those
    dropped before; `moved` are the records whose report stood elsewhere since (P13).
    """

    version: int
    studies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_hand: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_hand_then: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Stand] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()
    removed: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)

    def included(self, records: Iterable[str]) -> bool:
        """Whether one of the records belonged to a report that this version included."""
        return any(record in self.reports for record in records)

    def rename_reason(self, old: str, new: str) -> None:
        """What was excluded for one reason was excluded for another; nothing has moved by that."""
        self.places = {
            record: (place, new) if place in READ_OUT and why == old else (place, why)
            for record, (place, why) in self.places.items()
        }

    def declare(self, studies: Mapping[str, int]) -> None:
        """Adds studies of the previous version that are known by name and number of reports only,
        to those published.

        What was declared before, since the publication, no longer counts.
        """
        tokens = {
            name: frozenset(f"{name} [{i + 1}]" for i in range(number))
            for name, number in studies.items()
        }
        self.by_hand = {**self.by_hand_then, **tokens}
        linked = {study: reports for study, reports in self.studies.items() if reports}
        self.studies = {**dict.fromkeys(self.by_hand, frozenset()), **linked}


@dataclass(frozen=True, slots=True)
class Now:
    """A report as it is now: its primary record, all its records, its studies (itself if none),
    and how it stands.

    `in_flow`: it is counted in the flow of this version;
    otherwise it counts only if the version before included it.
    """

    report: str
    records: frozenset[str]
    studies: frozenset[str]
    standing: Standing
    in_flow: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lists behind the numbers of studies and their reports, by data key,
    and the list of what is included.

    `joined` and `joined_reports` are numbers without a list. `listed` (study to the reports of it)
    is read off the reports as they stand; with `by_hand`, the reports of studies that were declared
    (`declared`), U1 compares it with the totals.
    """

    lists: Mapping[str, list[str]]
    joined: int
    joined_reports: int
    listed: Mapping[str, frozenset[str]]
    declared: frozenset[str]
    by_hand: int
    update: bool

    @property
    def listed_reports(self) -> frozenset[str]:
        """The included reports, by their primary records."""
        return frozenset().union(*self.listed.values())

    @property
    def several_in_one(self) -> bool:
        """Whether a report tells of several studies, which explains more studies than reports (N2)."""
        return sum(map(len, self.listed.values())) > len(self.listed_reports)

    def numbers(self) -> counts.Studies:
        """The same as numbers."""
        size = {key: len(items) for key, items in self.lists.items()}
        return counts.Studies(
            new=size["new_studies"],
            new_reports=size["new_reports"],
            reports_of_previous=size["new_reports_of_previous_studies"],
            previous=size["previous_studies"],
            previous_reports=size["previous_reports"],
            removed=size["previous_removed_studies"],
            removed_reports=size["previous_removed_reports"],
            awaiting=size["previous_awaiting_studies"],
            awaiting_reports=size["previous_awaiting_reports"],
            joined=self.joined,
            joined_reports=self.joined_reports,
            update=self.update,
        )


def ledger(
    base: Baseline, dropped: Iterable[str], reports: Iterable[Now], there: Iterable[str]
) -> Ledger:
    """Compares what is included now with the previous version.

    `dropped` are all studies that anybody dropped by hand, in this version or before, `there` all
    records that are in the review now.
    """
    return _Comparison(base, frozenset(dropped), list(reports), frozenset(there)).ledger()


class _Comparison:
    def __init__(
        self, base: Baseline, dropped: frozenset[str], reports: list[Now], there: frozenset[str]
    ) -> None:
        self.base, self.reports = base, reports
        # A report is in the column of the previous version or in the flow of this one, never in
        # both: whoever is judged anew leaves the column.
        self.column = [one for one in reports if not one.in_flow and base.included(one.records)]
        self.flow = [one for one in reports if one.in_flow and one.standing == "included"]
        self.in_flow = frozenset(study for one in self.flow for study in one.studies)
        carried = (dropped & base.carried) - base.studies.keys()
        before = frozenset(study for one in self.column for study in one.studies) - carried
        self.column_studies = before | (self.in_flow & base.studies.keys()) | base.by_hand.keys()
        self.dropped = frozenset(base.removed) & (base.studies.keys() | before)
        self.left_out = self.dropped | carried
        tokens = {token for record, token in base.reports.items() if record in there}
        self.gone = sorted(frozenset(base.reports.values()) - tokens)

    def ledger(self) -> Ledger:
        base, known = self.base, (self.column_studies | self.base.studies.keys()) - self.dropped
        by_hand = sorted(
            t for study, tokens in base.by_hand.items() if study not in self.dropped for t in tokens
        )
        lost_by_hand = sorted(
            t for study, tokens in base.by_hand.items() if study in self.dropped for t in tokens
        )
        stands: dict[str, list[str]] = {"included": [], "waiting": [], "out": []}
        for one in self.column:
            stands[self._standing(one)].append(one.report)
        studies: dict[str, list[str]] = {"included": [], "waiting": [], "out": []}
        for study in sorted(self.column_studies):
            studies[self._study(study)].append(study)
        gone = self._gone_studies()
        new = sorted(self.in_flow - known)
        new_reports = [one.report for one in self.flow if one.studies - known]
        older = [one.report for one in self.flow if not one.studies - known]
        lists = {
            "previous_studies": list(base.studies),
            "previous_reports": sorted(
                frozenset().union(*base.studies.values(), *base.by_hand.values())
            ),
            "previous_removed_studies": [*studies["out"], *gone],
            "previous_removed_reports": [*stands["out"], *self.gone, *lost_by_hand],
            "previous_awaiting_studies": studies["waiting"],
            "previous_awaiting_reports": stands["waiting"],
            "new_studies": new,
            "new_reports": new_reports,
            "new_reports_of_previous_studies": older,
            "total_studies": [*studies["included"], *new],
            "total_reports": [*stands["included"], *by_hand, *new_reports, *older],
        }
        return Ledger(
            lists,
            joined=len(base.studies) - len(gone) - len(self.column_studies),
            joined_reports=len(frozenset(base.reports.values()))
            - len(self.gone)
            - len(self.column),
            listed=self._listed(),
            declared=frozenset(base.by_hand.keys() - self.dropped),
            by_hand=len(by_hand),
            update=bool(base.version or base.studies),
        )

    def _standing(self, one: Now) -> Standing:
        """How a report of the version before stands;
        out too when all its studies were dropped by hand.
        """
        return one.standing if one.studies - self.left_out else "out"

    def _study(self, study: str) -> Standing:
        """How a study of the version before stands: as the best of its reports (P14)."""
        if study in self.dropped:
            return "out"
        # One of its reports is included anew, which outweighs those that left.
        if study in self.in_flow:
            return "included"
        # The best of its reports decides: a study stays as long as one report of it does.
        stands = {one.standing for one in self.column if study in one.studies}
        if study in self.base.by_hand or "included" in stands:
            return "included"
        return "waiting" if "waiting" in stands else "out"

    def _gone_studies(self) -> list[str]:
        """Studies of the version before of which no record is left,
        because their import was undone.
        """
        gone = frozenset(self.gone)
        lost = {study for study, reports in self.base.studies.items() if reports <= gone}
        return sorted(lost - self.column_studies)

    def _listed(self) -> dict[str, frozenset[str]]:
        listed: dict[str, frozenset[str]] = {
            study: frozenset() for study in self.base.by_hand.keys() - self.dropped
        }
        for one in self.reports:
            counted = one.in_flow or self.base.included(one.records)
            if one.standing != "included" or not counted:
                continue
            for study in one.studies if one.in_flow else one.studies - self.left_out:
                listed[study] = listed.get(study, frozenset()) | {one.report}
        return listed


def published(
    version: int,
    told: Ledger,
    base: Baseline,
    reports: Iterable[Now],
    places: Mapping[str, Stand],
    marks: Iterable[str],
    dropped: Iterable[str],
) -> Baseline:
    """This version as the next one's baseline: what its list of included studies has,
    and where every report stood.
    """
    by_hand = {study: tokens for study, tokens in base.by_hand.items() if study in told.declared}
    tokens: dict[str, str] = {}
    stood = dict(places)
    for one in reports:
        if one.report in told.listed_reports:
            tokens.update(dict.fromkeys(one.records, one.report))
        elif one.standing == "included":
            stood.update(dict.fromkeys(one.records, ("dropped", "")))
    carried = frozenset(dropped) - told.listed.keys()
    return Baseline(
        version, told.listed, by_hand, by_hand, tokens, stood, frozenset(marks), carried
    )
