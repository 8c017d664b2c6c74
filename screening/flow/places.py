"""The one final place of a report in the flow of the review; every box is a sum over places."""

from dataclasses import dataclass

PLACES = (
    "auto",
    "other",
    "await_ta",
    "ta_exclude",
    "await_retrieval",
    "not_retrieved",
    "await_ft",
    "ft_exclude",
    "included",
)
"""In the order of the flow. A record that is not the primary of its report has the place "duplicate"."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the place of one report (a group of duplicate records).

    `removed` is "", "automation" or "other"; outcomes are pending, conflict, include or exclude; `retrieval` is "",
    requested, retrieved or not_retrieved; `ft_votes` says whether anybody voted at full text. `skips_ta`: a report from
    other methods that goes straight to retrieval.
    """

    removed: str = ""
    ta: str = "pending"
    ft: str = "pending"
    retrieval: str = ""
    ft_votes: bool = False
    skips_ta: bool = False


def place(facts: Facts) -> str:
    """The report's place, one of PLACES. Policies P6, P7, P9 and P11 of the counts.

    A removal flag beats votes, "not retrieved" beats full-text votes, and full-text votes imply that the report was
    retrieved.
    """
    if facts.removed:
        return "auto" if facts.removed == "automation" else "other"
    if not facts.skips_ta and facts.ta != "include":
        return "ta_exclude" if facts.ta == "exclude" else "await_ta"
    if facts.retrieval == "not_retrieved":
        return "not_retrieved"
    if facts.retrieval != "retrieved" and not facts.ft_votes and facts.ft == "pending":
        return "await_retrieval"
    return {"include": "included", "exclude": "ft_exclude"}.get(facts.ft, "await_ft")
