"""Search strategies: concepts with their synonyms,
written out line by line in the syntax of each database.

`build` writes a strategy, `check` finds what is wrong with lines that a person has written or
changed, `read` reads lines back into a tree. `SYNTAXES` is the registry, one file a database.
"""

from screening.strategies._building import Concept, Term, build, concepts_of, parse_term
from screening.strategies._checks import Complaint, check
from screening.strategies._parsing import Node, StrategyError, read
from screening.strategies._registry import SYNTAXES
from screening.strategies._syntax import Syntax

__all__ = [
    "SYNTAXES",
    "Complaint",
    "Concept",
    "Node",
    "StrategyError",
    "Syntax",
    "Term",
    "build",
    "check",
    "concepts_of",
    "parse_term",
    "read",
]
