"""What came of the sums of a figure, and the words for it.

Every sum holds, or is off, or would need a word of explanation, or could not be checked,
because a box has no number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from screening.records.messages import Message, gettext_noop

HOLDS, OFF, EXPLAIN, OPEN = "holds", "off", "explain", "open"


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum of the figure: what came of it, its boxes (data keys) and by how much it is off."""

    identity: str
    outcome: str
    boxes: tuple[str, ...]
    amount: int = 0
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All sums in the order of the diagram, and how the figure was read where it departs from the
    template.
    """

    sums: tuple[Sum, ...] = ()
    readings: tuple[Message, ...] = ()
    by_outcome: Mapping[str, tuple[Sum, ...]] = field(default_factory=dict)

    @property
    def checked(self) -> int:
        """How many sums could be checked: they hold or do not."""
        return len(self.by_outcome[HOLDS]) + len(self.by_outcome[OFF])

    @property
    def sound(self) -> bool:
        """Whether something could be checked, all of it holds, and nothing asks for a word."""
        return (
            bool(self.by_outcome[HOLDS])
            and not self.by_outcome[OFF]
            and not self.by_outcome[EXPLAIN]
        )


IS_OFF = gettext_noop(
    "%(identity)s: %(left)s is %(left_sum)s, but %(right)s is %(right_sum)s; off by %(amount)s."
)
GAP = gettext_noop(
    "%(identity)s: %(left)s is %(left_sum)s and %(right)s is %(right_sum)s; %(amount)s are unaccounted for, as the "
    "figure has no number for %(boxes)s."
)
LOST = gettext_noop(
    "%(identity)s: %(left)s is %(left_sum)s, but %(right)s is %(right_sum)s; %(amount)s found by other methods do "
    "not go on, and the template has no box that says why. Say it in the figure."
)
UNCHECKED = gettext_noop("%(identity)s could not be checked: no number for %(boxes)s.")
SEVERAL = gettext_noop(
    "%(left_sum)s reports are left for %(right_sum)s studies: right if studies have several reports. The figure does "
    "not give the number of reports, so this sum could not be checked."
)
FEW = gettext_noop(
    "%(left_sum)s reports are left for %(right_sum)s studies: right only if a report holds several studies. Say so in "
    "the figure."
)
OF_PREVIOUS = gettext_noop(
    "%(amount)s more reports than %(right)s says (%(left_sum)s, %(right_sum)s): right if they are new reports of "
    "studies of the previous version. Say so in the figure."
)
LESS = gettext_noop(
    "%(left)s is %(left_sum)s, %(amount)s less than %(right)s (%(right_sum)s): right if that many were dropped or "
    "joined, or still wait. Say so in the figure."
)
NEGATIVE = gettext_noop("%(box)s is below zero (%(number)s).")
NO_REPORT = gettext_noop("%(studies)s studies are included but no report of them.")
NO_STUDY = gettext_noop("%(reports)s reports are included but no study.")
MORE_STUDIES = gettext_noop(
    "More studies (%(studies)s) than reports (%(reports)s): right only if a report is linked to several studies."
)
STUDIES_ALONE = gettext_noop(
    "This figure counts studies alone, so reports and studies were compared with each other."
)
REPORTS_ALONE = gettext_noop("This figure counts reports alone; sums of studies are left out.")
MERGED = {
    "records_screened": gettext_noop(
        "What other methods found (%(number)s) was screened with the databases."
    ),
    "dbr_sought_reports": gettext_noop(
        "What other methods found (%(number)s) joins at the reports sought."
    ),
    "dbr_assessed": gettext_noop(
        "What other methods found (%(number)s) joins at the reports assessed."
    ),
    "": gettext_noop("What other methods found (%(number)s) joins at the included ones."),
}
