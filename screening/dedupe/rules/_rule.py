"""What one rule about pairs is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared

#: What a rule does: keep apart; keep out of one group, but ask when title and authors agree; at
#: most ask; merge all the same; ask at least; ask although a veto or an aside keeps apart; hand
#: over to the review's policy.
VETO, ASIDE, DOUBT, BRIDGE, LIKELY, DESPITE, RELATION = (
    "veto",
    "aside",
    "doubt",
    "bridge",
    "likely",
    "despite",
    "relation",
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beyond the pair: keys of titles that appear in many different years."""

    worn: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Rule:
    """One veto, doubt, bridge or policy. `label` is said to people;
    `applies` is symmetric in the two records.

    `silent`: its words would only repeat a level of the card. `holds_in_groups`: a doubt that no
    third record answers by agreeing with both. `yields_to_bridge`: a bridge answers it, as that
    exists for titles that differ. `yields_to_relation`: a relation explains it, as a preprint does
    stand elsewhere and has a DOI of its own. A rule of effect "relation" names its policy in
    `relation`; `values` fills the places of a label that has such.
    """

    key: str
    label: str
    effect: str
    applies: Callable[[Prepared, Prepared, Comparison, Surroundings], bool]
    relation: str = ""
    silent: bool = False
    holds_in_groups: bool = False
    yields_to_bridge: bool = False
    yields_to_relation: bool = False
    values: Callable[[Prepared, Prepared], Mapping[str, str]] | None = None
