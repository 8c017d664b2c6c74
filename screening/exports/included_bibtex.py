"""The included reports as BibTeX."""

from screening.exports._records import INCLUDED, bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic("included_bibtex", gettext_noop("BibTeX"), "included", "bibtex", INCLUDED)
