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
    code="FT",
    waits="await_ft",
    excluded="ft_exclude",
    waits_label=gettext_noop("Awaiting full-text screening"),
    excluded_label=gettext_noop("Excluded at full text"),
    decisions=gettext_noop("Full-text decisions"),
    dates=gettext_noop("Full-text dates"),
    named={"en": "full texts", "zh-hans": "复筛"},
    named_fully={"en": "Full texts", "zh-hans": "复筛（阅读全文）"},
)
