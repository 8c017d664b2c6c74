"""What a team takes away: one file of this package is one export."""

from screening.exports._export import Export, Translate
from screening.records.registry import load

EXPORTS = load("screening.exports", "EXPORT", Export)

__all__ = ["EXPORTS", "Export", "Translate"]
