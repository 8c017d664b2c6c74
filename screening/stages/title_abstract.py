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
    code="TA",
    waits="await_ta",
    excluded="ta_exclude",
    waits_label=gettext_noop("Awaiting screening"),
    excluded_label=gettext_noop("Excluded on title and abstract"),
    decisions=gettext_noop("Title and abstract decisions"),
    dates=gettext_noop("Title and abstract dates"),
    named={"en": "titles and abstracts", "zh-hans": "初筛"},
    named_fully={"en": "Titles and abstracts", "zh-hans": "初筛（阅读题名和摘要）"},
)
