"""The places of the flow in words."""

from screening.exports._table import Column
from screening.records.messages import gettext_noop
from screening.stages import STAGES

WORDS = {
    "auto": gettext_noop("Marked as ineligible by automation tools"),
    "other": gettext_noop("Removed for other reasons"),
    **{stage.waits: stage.waits_label for stage in STAGES.values()},
    **{stage.excluded: stage.excluded_label for stage in STAGES.values()},
    "await_retrieval": gettext_noop("Awaiting retrieval"),
    "not_retrieved": gettext_noop("Not retrieved"),
    "included": gettext_noop("Included"),
    "duplicate": gettext_noop("Duplicate"),
    "previous": gettext_noop("Known from an earlier version"),
}

PLACE = Column(gettext_noop("Status"), lambda n, r, t: t(WORDS.get(r.place, r.place)))
