"""The stages of a review, one file each."""

from collections.abc import Mapping
from types import MappingProxyType

from screening.records.registry import load
from screening.stages._stage import Stage


def in_flow_order(stages: Mapping[str, Stage]) -> Mapping[str, Stage]:
    """The same stages, each behind the one whose includes come to it.
    Raises ValueError when that goes in a circle.
    """
    ordered: dict[str, Stage] = {}
    while len(ordered) < len(stages):
        ready = [
            s
            for key, s in stages.items()
            if key not in ordered and (not s.after or s.after in ordered)
        ]
        if not ready:
            raise ValueError(
                f"no stage comes first among {', '.join(stages.keys() - ordered.keys())}"
            )
        ordered[ready[0].key] = ready[0]
    return MappingProxyType(ordered)


STAGES = in_flow_order(load("screening.stages", "STAGE", Stage))


def first() -> Stage:
    """The stage at which every record begins."""
    return next(iter(STAGES.values()))


def reading() -> Stage:
    """The stage before which reports are sought."""
    return next(stage for stage in STAGES.values() if stage.retrieval)


def on_records() -> list[Stage]:
    """Stages before any report is sought: in the words of PRISMA, records are screened there."""
    keys = list(STAGES)
    return [STAGES[key] for key in keys[: keys.index(reading().key)]]


def on_reports() -> list[Stage]:
    """The stage that reads reports, and those behind it: in the words of PRISMA,
    reports are assessed there.
    """
    return list(STAGES.values())[len(on_records()) :]


def judges_reports(key: str) -> bool:
    """Whether what is judged at that stage is a report, not only its record."""
    return any(stage.key == key for stage in on_reports())


def from_code(code: str) -> Stage:
    """The stage of that code in a history. Raises KeyError for a code that no stage has."""
    return {stage.code: stage for stage in STAGES.values()}[code]


def waiting_at(place: str) -> str:
    """The key of the stage at which a report in that place waits, "" for any other place."""
    return next((stage.key for stage in STAGES.values() if stage.waits == place), "")


def excluded_at(place: str) -> str:
    """The key of the stage at which a report in that place was excluded, "" for any other place."""
    return next((stage.key for stage in STAGES.values() if stage.excluded == place), "")


__all__ = [
    "STAGES",
    "Stage",
    "excluded_at",
    "first",
    "from_code",
    "in_flow_order",
    "judges_reports",
    "on_records",
    "on_reports",
    "reading",
    "waiting_at",
]
