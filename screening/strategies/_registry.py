"""All syntaxes by key."""

from collections.abc import Mapping

from screening.records.registry import load
from screening.strategies._syntax import Syntax

SYNTAXES: Mapping[str, Syntax] = load("screening.strategies", "SYNTAX", Syntax)
