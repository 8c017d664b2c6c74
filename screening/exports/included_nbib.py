"""The included reports as MEDLINE text, as PubMed exports it."""

from screening.exports._records import INCLUDED, bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic(
    "included_nbib", gettext_noop("MEDLINE (nbib)"), "included", "pubmed_nbib", INCLUDED
)
