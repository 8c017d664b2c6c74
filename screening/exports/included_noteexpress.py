"""The included reports for NoteExpress."""

from screening.exports._records import INCLUDED, bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic(
    "included_noteexpress", gettext_noop("NoteExpress"), "included", "noteexpress", INCLUDED
)
