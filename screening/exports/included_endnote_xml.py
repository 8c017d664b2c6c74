"""The included reports as EndNote XML."""

from screening.exports._records import INCLUDED, bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic(
    "included_endnote_xml", gettext_noop("EndNote XML"), "included", "endnote_xml", INCLUDED
)
