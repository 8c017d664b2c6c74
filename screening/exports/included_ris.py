"""The included reports as RIS."""

from screening.exports._records import INCLUDED, bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic("included_ris", gettext_noop("RIS"), "included", "ris", INCLUDED)
