"""What one rule about pairs is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from screening.dedupe.compare import Comparison
from screening.dedupe.prepared import Prepared

VETO, ASIDE, DOUBT, BRIDGE, LIKELY, DESPITE, RELATION = (
    "veto",
    "aside",
    "doubt",
    "bridge",
    "likely",
    "despite",
    "relation",
)
"""What a rule does: keep apart; keep out of one group, but ask when title and authors agree; at most ask; merge all the
same; ask at least; ask although a veto or an aside keeps apart; hand over to the review's policy."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beyond the pair: keys of titles that appear in many different years."""

    worn: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Rule:
    """One veto, doubt, bridge or policy. `label` is said to people; `applies` is symmetric in the two records.

    A rule of effect "relation" names its policy in `relation`; `values` fills the
    places of a label that has such.
    """

    key: str
    label: str
    effect: str
    applies: Callable[[Prepared, Prepared, Comparison, Surroundings], bool]
    relation: str = ""
    values: Callable[[Prepared, Prepared], Mapping[str, str]] | None = None
