"""The included reports as a table, with every column of the study list."""

from screening.exports._records import INCLUDED, table
from screening.records.messages import gettext_noop

EXPORT = table("included_csv", gettext_noop("CSV table with decisions"), "included", INCLUDED)
