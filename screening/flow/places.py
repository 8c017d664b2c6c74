"""The one final place of a report in the flow of the review; every box is a sum over places."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from screening.stages import STAGES, excluded_at, judges_reports, reading, waiting_at


def _in_order() -> Iterator[str]:
    yield from ("auto", "other")
    for stage in STAGES.values():
        if stage.retrieval:
            yield from ("await_retrieval", "not_retrieved")
        yield from (stage.waits, stage.excluded)
    yield "included"


#: In the order of the flow. A record that is not the primary of its report has the place
#: "duplicate".
PLACES = tuple(_in_order())


def places_from(place: str) -> tuple[str, ...]:
    """That place and all behind it."""
    return PLACES[PLACES.index(place) :]


def stage_reached(place: str) -> str:
    """The key of the stage that a report in that place has come to; of places outside the stages,
    the last one.
    """
    if place in {"await_retrieval", "not_retrieved"}:
        return reading().key
    return waiting_at(place) or excluded_at(place) or list(STAGES)[-1]


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the place of one report (a group of duplicate records).

    `removed` is "", "automation" or "other"; `outcomes` are pending (or missing), conflict, include
    or exclude, by key of the stage; `retrieval` is "", requested, retrieved or not_retrieved;
    `voted` are the stages at which anybody voted. `is_sought`: a report from other methods that
    goes straight to retrieval.
    """

    removed: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    retrieval: str = ""
    voted: Collection[str] = ()
    is_sought: bool = False


def place(facts: Facts) -> str:
    """The report's place, one of PLACES. Policies P6, P7, P9 and P11 of the counts.

    A removal flag beats votes, "not retrieved" beats full-text votes, and full-text votes imply
    that the report was retrieved.
    """
    # Removed before screening means that no vote on it was wanted, whatever was voted.
    if facts.removed:
        return "auto" if facts.removed == "automation" else "other"
    for stage in STAGES.values():
        outcome = facts.outcomes.get(stage.key, "pending")
        # Found by other methods, and sought at once: stages that judge titles do not concern it
        # (P11).
        if facts.is_sought and not judges_reports(stage.key):
            continue
        # Said after the votes or before: what cannot be had cannot have been read (P9).
        if stage.retrieval and facts.retrieval == "not_retrieved":
            return "not_retrieved"
        # Whoever votes on a report has it, whether or not anybody noted so.
        if (
            stage.retrieval
            and facts.retrieval != "retrieved"
            and stage.key not in facts.voted
            and outcome == "pending"
        ):
            return "await_retrieval"
        # Pending and conflict both wait at the stage; conflicts are told apart by the standing,
        # no place of their own.
        if outcome != "include":
            return stage.excluded if outcome == "exclude" else stage.waits
    return "included"
