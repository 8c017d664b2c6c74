"""Frameworks that take a review question apart.

PICO: Richardson et al. 1995, ACP J Club 123:A12 · PECO: Morgan et al. 2018, Environ Int 121:1027 ·
SPIDER: Cooke et al. 2012, Qual Health Res 22:1435 · PCC: JBI Manual for Evidence Synthesis, scoping
reviews.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from screening.records.messages import gettext_noop


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework: what it is called, and its elements, key → name, in its order."""

    key: str
    label: str
    elements: Mapping[str, str]


POPULATION, OUTCOME = gettext_noop("Population"), gettext_noop("Outcome")
FRAMEWORKS: Mapping[str, Framework] = MappingProxyType(
    {
        one.key: one
        for one in (
            Framework(
                "pico",
                gettext_noop("PICO (effects of interventions)"),
                {
                    "population": POPULATION,
                    "intervention": gettext_noop("Intervention"),
                    "comparator": gettext_noop("Comparator"),
                    "outcome": OUTCOME,
                    "design": gettext_noop("Study design"),
                },
            ),
            Framework(
                "peco",
                gettext_noop("PECO (exposures)"),
                {
                    "population": POPULATION,
                    "exposure": gettext_noop("Exposure"),
                    "comparator": gettext_noop("Comparator"),
                    "outcome": OUTCOME,
                    "design": gettext_noop("Study design"),
                },
            ),
            Framework(
                "spider",
                gettext_noop("SPIDER (qualitative and mixed methods)"),
                {
                    "sample": gettext_noop("Sample"),
                    "phenomenon": gettext_noop("Phenomenon of interest"),
                    "design": gettext_noop("Study design"),
                    "evaluation": gettext_noop("Evaluation"),
                    "research": gettext_noop("Research type"),
                },
            ),
            Framework(
                "pcc",
                gettext_noop("PCC (scoping reviews)"),
                {
                    "population": POPULATION,
                    "concept": gettext_noop("Concept"),
                    "context": gettext_noop("Context"),
                },
            ),
        )
    }
)
