"""A list of the records page as BibTeX."""

from screening.exports._export import LISTED
from screening.exports._records import bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic(
    "listed_bibtex", gettext_noop("List of records (BibTeX)"), "records", "bibtex", (), LISTED
)
