"""Lists of references in the styles that journals ask for, each entry by the rules of its own language."""

from screening.records.registry import load
from screening.references._list import Entry, bibliography
from screening.references._style import Options, Reference, Run, Style, plain

STYLES = load("screening.references", "STYLE", Style)

__all__ = ["STYLES", "Entry", "Options", "Reference", "Run", "Style", "bibliography", "plain"]
