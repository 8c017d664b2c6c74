"""A list of the records page as RIS."""

from screening.exports._export import LISTED
from screening.exports._records import bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic(
    "listed_ris", gettext_noop("List of records (RIS)"), "records", "ris", (), LISTED
)
