"""Reports that were sought but not retrieved."""

from screening.exports._records import table
from screening.records.messages import gettext_noop

EXPORT = table(
    "not_retrieved",
    gettext_noop("Not retrieved (CSV)"),
    "not-retrieved",
    ("not_retrieved",),
    group="excluded",
)
