"""Screening on title and abstract: include, maybe or exclude, a reason is welcome but not required."""

from screening.records.messages import gettext_noop
from screening.stages._stage import Stage

STAGE = Stage(
    key="title-abstract",
    label=gettext_noop("Title and abstract screening"),
    after="",
    votes_needed=2,
    verdicts=("include", "maybe", "exclude"),
    reason_required=False,
    lenient=True,
    retrieval=False,
)
