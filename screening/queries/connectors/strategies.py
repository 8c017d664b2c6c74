"""Strategies as they are shown: built or changed lines of each syntax,
with what is wrong with them.
"""

from dataclasses import dataclass
from typing import Any

from screening.models import HighlightList, Review, Strategy
from screening.strategies import SYNTAXES, Complaint, Syntax, build, check, concepts_of


@dataclass(frozen=True, slots=True)
class Written:
    """The lines of one syntax; `changed` where a person has changed them."""

    syntax: Syntax
    lines: list[str]
    changed: bool
    complaints: list[Complaint]

    @property
    def text(self) -> str:
        """The lines in one text."""
        return "\n".join(self.lines)


def written(strategy: Strategy) -> list[Written]:
    """The strategy in every syntax, in the order of their names: PubMed first,
    Chinese databases last.
    """
    concepts = concepts_of(strategy.concepts)
    found = []
    for key in sorted(SYNTAXES, key=lambda key: (SYNTAXES[key].chinese, key != "pubmed", key)):
        syntax, text = SYNTAXES[key], strategy.lines.get(key, "")
        lines = text.split("\n") if text else build(concepts, syntax)
        found.append(Written(syntax, lines, bool(text), check(lines, syntax)))
    return found


def to_text(concepts: list[dict[str, Any]]) -> str:
    """Concepts as people write them: one synonym a line, a name behind #, an empty line between."""
    blocks = []
    for concept in concepts:
        head = [f"# {concept['name']}"] if concept.get("name") else []
        blocks.append("\n".join([*head, *concept.get("terms", [])]))
    return "\n\n".join(blocks)


def from_text(text: str) -> list[dict[str, Any]]:
    """The concepts in such a text."""
    concepts: list[dict[str, Any]] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        name = next((line[1:].strip() for line in lines if line.startswith("#")), "")
        terms = list(dict.fromkeys(line for line in lines if not line.startswith("#")))
        if terms:
            concepts.append({"name": name[:200], "terms": terms})
    return concepts


def of_protocol(review: Review) -> list[dict[str, Any]]:
    """The protocol's own terms as a beginning: each of the team's highlight lists is a concept."""
    rows = HighlightList.objects.filter(review=review, owner=None).order_by("position", "pk")
    return [
        {"name": row.name, "terms": [str(term) for term in row.terms]} for row in rows if row.terms
    ]
