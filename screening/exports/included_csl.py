"""The included reports as CSL-JSON."""

from screening.exports._records import INCLUDED, bibliographic
from screening.records.messages import gettext_noop

EXPORT = bibliographic("included_csl", gettext_noop("CSL-JSON"), "included", "csl_json", INCLUDED)
