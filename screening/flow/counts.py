"""The numbers of the flow diagram, from how many record rows are in each position."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from screening.flow.boxes import (
    AWAITING,
    BOXES,
    BY_REASON,
    KINDS,
    LANES,
    POSITIONS,
    REASSESSED,
    UPDATES,
    Box,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many record rows of one source in one position.

    `source` is the name shown for the source, `kind` its kind, a key of `boxes.KINDS` or
    REASSESSED; `lane` one of `boxes.LANES` and `place` one of `boxes.POSITIONS` as described there.
    `reason` is the label or key of the exclusion reason ("" where none). `automation`: excluded by
    a tool at title and abstract.
    """

    source: str
    kind: str
    lane: str
    place: str
    number: int
    reason: str = ""
    automation: bool = False


@dataclass(frozen=True, slots=True)
class Studies:
    """What is known of studies: the previous version, and the studies of the reports included now.

    `new`: studies of included reports that the previous version does not have; `new_reports`:
    included reports with at least one of them; `reports_of_previous`: the other included reports.
    `awaiting`: those of the previous version that are judged anew and wait (P14); `joined`: how
    many fewer they are because some were joined or merged since, below zero where they were split
    (P15). `update`: there is an earlier version. The `_ma` pair (in the meta-analysis) is None
    unless the team marked it.
    """

    new: int = 0
    new_reports: int = 0
    reports_of_previous: int = 0
    previous: int = 0
    previous_reports: int = 0
    removed: int = 0
    removed_reports: int = 0
    awaiting: int = 0
    awaiting_reports: int = 0
    joined: int = 0
    joined_reports: int = 0
    update: bool = False
    total_studies_ma: int | None = None
    total_reports_ma: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Every number of the diagram. `numbers` holds them by data key;
    reasons and sources are mappings of their own.

    `sources` and `other_sources` count raw records by source name (databases and registers; other
    methods). `dbr_excluded` and `other_excluded` count reports by reason. `complete`: nothing
    awaits anybody, so it is no draft.
    """

    numbers: Mapping[str, int]
    sources: Mapping[str, int] = field(default_factory=dict)
    other_sources: Mapping[str, int] = field(default_factory=dict)
    dbr_excluded: Mapping[str, int] = field(default_factory=dict)
    other_excluded: Mapping[str, int] = field(default_factory=dict)
    removed_by_reason: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    studies: Studies = Studies()

    def __getitem__(self, key: str) -> int:
        if key in BY_REASON:
            return sum(getattr(self, key).values())
        # A version published before these were counted has none of them.
        return self.numbers.get(key, 0) if key in UPDATES else self.numbers[key]

    @property
    def awaiting(self) -> dict[str, int]:
        """The counts that make it a draft: key to number, only those above zero."""
        keys = [box.key for box in BOXES.values() if set(box.places) <= set(AWAITING)]
        keys += ["previous_awaiting_studies", "previous_awaiting_reports"]
        return {key: self.numbers[key] for key in keys if self.numbers.get(key)}

    @property
    def complete(self) -> bool:
        """Whether no report awaits screening, retrieval or assessment,
        be it new or of the previous version.
        """
        return not self.awaiting

    def to_json(self) -> dict[str, Any]:
        """Every key of the counts as plain JSON: integers, `sources` and the two reason mappings,
        and `complete`.

        The numbers of updates are there where there is an earlier version.
        """
        left_out = () if self.studies.update else UPDATES
        plain: dict[str, Any] = {
            key: number for key, number in self.numbers.items() if key not in left_out
        }
        plain["sources"] = dict(self.sources)
        for key in BY_REASON:
            plain[key] = dict(getattr(self, key))
        plain["complete"] = self.complete
        return plain

    def to_snapshot(self) -> dict[str, Any]:
        """All fields as plain JSON, for a published version; `from_snapshot` reads it back."""
        return asdict(self)

    @classmethod
    def from_snapshot(cls, stored: Mapping[str, Any]) -> "Flow":
        """The flow that `to_snapshot` wrote."""
        return cls(**{**stored, "studies": Studies(**stored["studies"])})


def count(tallies: Iterable[Tally], studies: Studies | None = None) -> Flow:
    """Every number of the diagram of one version.

    The tallies come from one grouped query over the record rows of the version, for example
    `values("search__name", "search__kind", "flow_lane", "place",
    "reason").annotate(number=Count("id"))`, where `place` is the position described in `boxes`.
    Rows may come from several queries; equal groups are summed. Numbers from before the tool are
    further tallies. Without `studies` every included report is its own new study. Raises ValueError
    for a kind, lane or position that does not exist.
    """
    # They are gone through once for each box, and may come from an iterator.
    rows = list(tallies)
    for row in rows:
        _refuse_unknown(row)
    numbers = {key: _sum(box, rows) for key, box in BOXES.items() if key not in BY_REASON}
    included = numbers["dbr_included_reports"] + numbers["other_included_reports"]
    known = studies if studies is not None else Studies(new=included, new_reports=included)
    return Flow(
        numbers=numbers | _studies(known),
        sources=_by_source(rows, "dbr"),
        other_sources=_by_source(rows, "oth"),
        dbr_excluded=_by_reason(BOXES["dbr_excluded"], rows),
        other_excluded=_by_reason(BOXES["other_excluded"], rows),
        removed_by_reason=_by_reason(BOXES["excluded_other"], rows),
        kinds={row.source: row.kind for row in rows if row.kind != REASSESSED},
        studies=known,
    )


def _refuse_unknown(row: Tally) -> None:
    for what, value, known in (
        ("kind", row.kind, (*KINDS, REASSESSED)),
        ("lane", row.lane, LANES),
        ("position", row.place, POSITIONS),
    ):
        if value not in known:
            raise ValueError(f"unknown {what} {value!r}; known: {', '.join(known)}")


def _sum(box: Box, rows: list[Tally]) -> int:
    return sum(row.number for row in rows if box.holds(row))


def _by_source(rows: list[Tally], lane: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in rows:
        # By the kind of the source, not by the lane: what was found is told where it was found,
        # wherever its report is counted.
        if KINDS.get(row.kind) == lane:
            found[row.source] += row.number
    return {name: number for name, number in found.items() if number}


def _by_reason(box: Box, rows: list[Tally]) -> dict[str, int]:
    """Most frequent first, ties in the order met,
    so that a project's own order of reasons can be imposed after.
    """
    found: Counter[str] = Counter()
    for row in rows:
        if box.holds(row):
            found[row.reason] += row.number
    return {reason: number for reason, number in found.most_common() if number}


def _studies(known: Studies) -> dict[str, int]:
    numbers = {
        "previous_studies": known.previous,
        "previous_reports": known.previous_reports,
        "previous_removed_studies": known.removed,
        "previous_removed_reports": known.removed_reports,
        "previous_awaiting_studies": known.awaiting,
        "previous_awaiting_reports": known.awaiting_reports,
        "previous_joined_studies": known.joined,
        "previous_joined_reports": known.joined_reports,
        "new_studies": known.new,
        "new_reports": known.new_reports,
        "new_reports_of_previous_studies": known.reports_of_previous,
        "total_studies": known.previous - known.removed - known.awaiting - known.joined + known.new,
        "total_reports": known.previous_reports
        - known.removed_reports
        - known.awaiting_reports
        - known.joined_reports
        + known.new_reports
        + known.reports_of_previous,
    }
    if known.total_studies_ma is not None:
        numbers["total_studies_ma"] = known.total_studies_ma
    if known.total_reports_ma is not None:
        numbers["total_reports_ma"] = known.total_reports_ma
    return numbers
