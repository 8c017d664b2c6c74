"""What each box of the diagram counts: one definition gives the number,
the list behind it and the check.

Every record row of the reported version has the kind of its source, a position and a lane. One row
*stands for* each report and holds the report's place (one of PLACES) and the report's lane (P1);
every other row is a duplicate in the lane of its own source. In a report of lane `dbr` the row that
stands for it has to come from a database or register; in other reports it is the earliest record.
Where a program keeps another row as the one that stands (a primary record chosen by hand), it swaps
the lanes of the two rows, and every number stays right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from screening.flow.places import PLACES, places_from
from screening.stages import on_records, on_reports, waiting_at

Unit = Literal["records", "reports", "studies"]

#: The two columns of the diagram (databases and registers; other methods) and the kinds of source
#: in each.
LANES = {
    "dbr": ("database", "register"),
    "oth": ("website", "organisation", "citation", "other"),
}

#: Kind of source to lane.
KINDS = {kind: lane for lane, kinds in LANES.items() for kind in kinds}

#: The kind under which a report of an earlier version stands that is judged anew in this one (P13).
#: No search is of that kind; the report has one row, in the column of other methods.
REASSESSED = "previous"

#: What the data keys of a lane begin with.
PREFIX = {"dbr": "dbr", "oth": "other"}

#: The position of a row that does not stand for its report.
DUPLICATE = "duplicate"

#: The position of a row whose report was already in an earlier version of the review (P2).
PREVIOUS = "previous"

POSITIONS = (DUPLICATE, PREVIOUS, *PLACES)
SOUGHT = places_from("await_retrieval")
AWAITING = tuple(place for place in PLACES if place == "await_retrieval" or waiting_at(place))
#: Excluded before the report was sought.
SCREENED_OUT = tuple(stage.excluded for stage in on_records())
#: Excluded once the report was at hand.
READ_OUT = tuple(stage.excluded for stage in on_reports())
_UNSCREENED = tuple(stage.waits for stage in on_records())
_UNREAD = tuple(stage.waits for stage in on_reports())


class Row(Protocol):
    """What a box asks of a record row; any row of a database or of a replay can answer."""

    @property
    def kind(self) -> str: ...
    @property
    def lane(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def automation(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Box:
    """A number that is a count of record rows.

    A row counts if its lane is `lane` ("": any), its position is in `places`, and the kind of its
    own source in `kinds` (empty: any). `automation` narrows to what a tool (True) or people (False)
    excluded at title and abstract. `unit` is what the number means in the diagram; since one row
    stands for each report, rows are counted all the same.
    """

    key: str
    unit: Unit
    lane: str
    places: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    automation: bool | None = None

    def holds(self, row: Row) -> bool:
        """Whether the row is one of those this number counts."""
        return (
            self.lane in ("", row.lane)
            and row.place in self.places
            and (not self.kinds or row.kind in self.kinds)
            and (self.automation is None or row.automation is self.automation)
        )


def _in_lane(lane: str, unit: Unit, definitions: dict[str, tuple[str, ...]]) -> Iterable[Box]:
    return (Box(key, unit, lane, places) for key, places in definitions.items())


def _column(lane: str) -> Iterable[Box]:
    prefix = PREFIX[lane]
    return _in_lane(
        lane,
        "reports",
        {
            f"{prefix}_sought_reports": SOUGHT,
            f"{prefix}_notretrieved_reports": ("not_retrieved",),
            f"{prefix}_awaiting_retrieval": ("await_retrieval",),
            f"{prefix}_awaiting_assessment": _UNREAD,
            f"{prefix}_assessed": (*READ_OUT, "included"),
            f"{prefix}_excluded": READ_OUT,
            f"{prefix}_included_reports": ("included",),
        },
    )


def _all() -> Iterable[Box]:
    yield Box("database_results", "records", "", POSITIONS, ("database",))
    yield Box("register_results", "records", "", POSITIONS, ("register",))
    for kind in LANES["oth"]:
        key = "citations_results" if kind == "citation" else f"{kind}_results"
        yield Box(key, "records", "oth", PLACES, (kind,))
    yield from _in_lane(
        "dbr",
        "records",
        {
            "duplicates": (DUPLICATE, PREVIOUS),
            "duplicates_of_previous_version": (PREVIOUS,),
            "excluded_automatic": ("auto",),
            "excluded_other": ("other",),
            "records_screened": (*SCREENED_OUT, *SOUGHT),
            "records_excluded": SCREENED_OUT,
            "records_awaiting_screening": _UNSCREENED,
        },
    )
    yield Box("records_excluded_human", "records", "dbr", SCREENED_OUT, automation=False)
    yield Box("records_excluded_automation", "records", "dbr", SCREENED_OUT, automation=True)
    yield from _column("dbr")
    yield Box("other_raw", "records", "", POSITIONS, LANES["oth"])
    yield Box("other_reassessed", "reports", "oth", PLACES, (REASSESSED,))
    yield from _in_lane(
        "oth",
        "records",
        {
            "other_duplicates": (DUPLICATE, PREVIOUS),
            "other_pre_excluded": ("auto", "other", *SCREENED_OUT),
            "other_awaiting_screening": _UNSCREENED,
        },
    )
    yield from _column("oth")


#: Every counted number by its data key. Studies are counted apart (`counts.Studies`).
BOXES: dict[str, Box] = {box.key: box for box in _all()}

#: Numbers that only an update of a review can have.
UPDATES = (
    "other_reassessed",
    "previous_awaiting_studies",
    "previous_awaiting_reports",
    "previous_joined_studies",
    "previous_joined_reports",
)

#: Boxes that are shown and listed by reason.
BY_REASON = ("dbr_excluded", "other_excluded")
