"""Every rule about pairs, one file each."""

from screening.dedupe.rules._rule import (
    ASIDE,
    BRIDGE,
    DESPITE,
    DOUBT,
    LIKELY,
    RELATION,
    VETO,
    Rule,
    Surroundings,
)
from screening.records.registry import load

__all__ = [
    "ASIDE",
    "BRIDGE",
    "DESPITE",
    "DOUBT",
    "LIKELY",
    "RELATION",
    "RULES",
    "VETO",
    "Rule",
    "Surroundings",
]

#: The rules by key, in file-name order.
RULES = load("screening.dedupe.rules", "RULE", Rule)
