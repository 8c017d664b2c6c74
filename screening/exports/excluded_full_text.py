"""Reports excluded at full text with their reasons (PRISMA 2020, item 16b)."""

from screening.exports._records import table
from screening.flow.boxes import READ_OUT
from screening.records.messages import gettext_noop

EXPORT = table(
    "excluded_full_text",
    gettext_noop("Excluded at full text, with reasons (CSV)"),
    "excluded-full-text",
    READ_OUT,
    group="excluded",
)
