"""The boxes of a published diagram from the top to the foot, and what leaves between them."""

from collections.abc import Sequence
from dataclasses import dataclass

OTHER_SOURCES = ("website_results", "organisation_results", "citations_results", "other_results")
DATABASES = ("database_results", "register_results")
#: The number over a list of reasons, where the figure prints one.
TOTALS = {"dbr_excluded": "dbr_excluded_total", "other_excluded": "other_excluded_total"}


@dataclass(frozen=True, slots=True)
class Step:
    """From one box of a column to the next: what leaves between them,
    and the identity that says so.

    `boxes` are in the template; `beside` are not,
    so a figure cannot be blamed for having no number there.
    """

    identity: str
    box: str
    boxes: tuple[str, ...]
    beside: tuple[str, ...] = ()


#: Both columns from the top; the last step leads to what is included.
COLUMNS: dict[str, tuple[Step, ...]] = {
    "dbr": (
        Step("", "identified", ()),
        Step("I2", "records_screened", ("duplicates", "excluded_automatic", "excluded_other"),
             ("records_awaiting_screening",)),
        Step("I3", "dbr_sought_reports", ("records_excluded",)),
        Step("I4", "dbr_assessed", ("dbr_notretrieved_reports",),
             ("dbr_awaiting_retrieval", "dbr_awaiting_assessment")),
        Step("I5", "", ("dbr_excluded",)),
    ),
    "other": (
        Step("", "other_identified", ()),
        Step("O2", "other_sought_reports", (), ("other_pre_excluded", "other_awaiting_screening")),
        Step("I4", "other_assessed", ("other_notretrieved_reports",),
             ("other_awaiting_retrieval", "other_awaiting_assessment")),
        Step("I5", "", ("other_excluded",)),
    ),
}  # fmt: skip
STARTS = {"identified": DATABASES, "other_identified": (*OTHER_SOURCES, "other_reassessed")}
INCLUDED = (("new_reports",), ("new_studies",), ("total_reports",), ("total_studies",))
DROPPED = ("previous_removed", "previous_awaiting", "previous_joined")


@dataclass(frozen=True, slots=True)
class Link:
    """One sum before it is judged: `left` less `right` is what is off;
    `fill` are boxes that would explain a rest.
    """

    identity: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    fill: tuple[str, ...] = ()


def formula(side: Sequence[str]) -> str:
    """The side as "a + b − c" in data keys; the web floor puts labels for keys."""
    return "".join(
        (" − " if key.startswith("-") else " + " if position else "") + key.removeprefix("-")
        for position, key in enumerate(side)
    )
