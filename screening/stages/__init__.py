"""The stages of a review, one file each."""

from collections.abc import Mapping
from types import MappingProxyType

from screening.records.registry import load
from screening.stages._stage import Stage


def in_flow_order(stages: Mapping[str, Stage]) -> Mapping[str, Stage]:
    """The same stages, each behind the one whose includes come to it. Raises ValueError when that goes in a circle."""
    ordered: dict[str, Stage] = {}
    while len(ordered) < len(stages):
        ready = [s for key, s in stages.items() if key not in ordered and (not s.after or s.after in ordered)]
        if not ready:
            raise ValueError(f"no stage comes first among {', '.join(stages.keys() - ordered.keys())}")
        ordered[ready[0].key] = ready[0]
    return MappingProxyType(ordered)


STAGES = in_flow_order(load("screening.stages", "STAGE", Stage))

__all__ = ["STAGES", "Stage", "in_flow_order"]
