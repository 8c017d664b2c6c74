"""Reports that the version before included and that are out now, with the reason (PRISMA 2020,
updates).
"""

from screening.exports._records import table
from screening.records.messages import gettext_noop
from screening.records.snapshot import REMOVED

EXPORT = table(
    "previous_removed",
    gettext_noop("Removed since the previous version, with reasons (CSV)"),
    "removed-since-previous-version",
    (REMOVED,),
    group="excluded",
)
