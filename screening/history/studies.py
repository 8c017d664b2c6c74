"""Studies over the versions of a review: what the previous version had, what this one adds and drops."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from screening.prisma import counts


@dataclass(slots=True)
class Baseline:
    """What a published (or hand-declared, version 0) version included.

    `studies` maps a study to tokens of its reports; `own` maps a record to the study that its unlinked report was;
    `removed` are studies dropped since.
    """

    version: int
    studies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def name(self, study: str, records: frozenset[str] = frozenset()) -> str:
        """What this version calls a study: by its name, or by a record whose unlinked report it was."""
        if study in self.studies:
            return study
        if study in self.own:
            return self.own[study]
        return next((self.own[record] for record in sorted(records) if record in self.own), study)

    def remove(self, study: str) -> None:
        """Drops a study of this version; one that it does not have is passed over."""
        if self.name(study) in self.studies:
            self.removed.add(self.name(study))

    @property
    def kept(self) -> dict[str, frozenset[str]]:
        return {study: reports for study, reports in self.studies.items() if study not in self.removed}


@dataclass(frozen=True, slots=True)
class Included:
    """The reports included in this version: report (its primary record) to studies, own ones and linked ones.

    `records` has all records of each report, `linked` all records that a study is linked to.
    """

    reports: Mapping[str, frozenset[str]]
    records: Mapping[str, frozenset[str]]
    linked: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lists behind the numbers of studies and their reports, by data key."""

    lists: Mapping[str, list[str]]
    next: Baseline

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
        )


def ledger(base: Baseline, included: Included, version: int) -> Ledger:
    """Compares what is included now with the previous version; `next` is this version as the next one's baseline."""
    kept = base.kept
    of = {
        report: frozenset(base.name(study, included.linked.get(study, frozenset())) for study in studies)
        for report, studies in included.reports.items()
    }
    new = sorted({study for studies in of.values() for study in studies} - kept.keys())
    new_reports = [report for report, studies in of.items() if studies - kept.keys()]
    older = [report for report in of if report not in set(new_reports)]
    reports, kept_reports = _reports(base.studies), _reports(kept)
    lists = {
        "previous_studies": list(base.studies),
        "previous_reports": sorted(reports),
        "previous_removed_studies": sorted(base.removed),
        "previous_removed_reports": sorted(reports - kept_reports),
        "new_studies": new,
        "new_reports": new_reports,
        "new_reports_of_previous_studies": older,
        "total_studies": [*kept, *new],
        "total_reports": [*sorted(kept_reports), *new_reports, *older],
    }
    return Ledger(lists, _baseline(version, base, kept, of, included))


def _reports(studies: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*studies.values())


def _baseline(
    version: int,
    base: Baseline,
    kept: Mapping[str, frozenset[str]],
    of: Mapping[str, frozenset[str]],
    included: Included,
) -> Baseline:
    studies = dict(kept)
    for report, names in of.items():
        for name in names:
            studies[name] = studies.get(name, frozenset()) | {f"report {report}"}
    own = {record: name for record, name in base.own.items() if name in studies}
    for report in of:
        if included.reports[report] == {report} and report not in included.linked:
            own.update({record: base.name(report) for record in included.records[report]})
    return Baseline(version, studies, own)


def declared(studies: Mapping[str, int]) -> Baseline:
    """A previous version declared by hand as studies and their numbers of reports."""
    tokens = {name: frozenset(f"{name} [{i + 1}]" for i in range(number)) for name, number in studies.items()}
    return Baseline(0, tokens)
