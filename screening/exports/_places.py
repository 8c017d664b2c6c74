"""The places of the flow in words."""

from screening.exports._table import Column
from screening.records.messages import gettext_noop

WORDS = {
    "auto": gettext_noop("Marked as ineligible by automation tools"),
    "other": gettext_noop("Removed for other reasons"),
    "await_ta": gettext_noop("Awaiting screening"),
    "ta_exclude": gettext_noop("Excluded on title and abstract"),
    "await_retrieval": gettext_noop("Awaiting retrieval"),
    "not_retrieved": gettext_noop("Not retrieved"),
    "await_ft": gettext_noop("Awaiting full-text screening"),
    "ft_exclude": gettext_noop("Excluded at full text"),
    "included": gettext_noop("Included"),
    "duplicate": gettext_noop("Duplicate"),
    "previous": gettext_noop("Known from an earlier version"),
}

PLACE = Column(gettext_noop("Status"), lambda n, r, t: t(WORDS.get(r.place, r.place)))
