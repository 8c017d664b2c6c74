"""Screening on the full text: include, or exclude for exactly one reason of the protocol."""

from screening.records.messages import gettext_noop
from screening.stages._stage import Stage

STAGE = Stage(
    key="full-text",
    label=gettext_noop("Full-text screening"),
    after="title-abstract",
    votes_needed=2,
    verdicts=("include", "exclude"),
    reason_required=True,
    lenient=False,
    retrieval=True,
)
