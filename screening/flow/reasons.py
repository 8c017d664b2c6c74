"""Exclusion reasons that are none: what they mean belongs in another box of the diagram (policy
P12).
"""

import re

from screening.records.messages import Message, gettext_noop

_DUPLICATE = re.compile(
    r"duplicat|secondary (?:report|publication)|same study|重复|二次发表|同一研究|多次报[告道]",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"(?:full[- ]?text|pdf|paper|report)s?[^a-z].{0,30}?(?:not |un|in)(?:available|accessible|retriev|found|obtain)"
    r"|(?<![a-z])(?:no|without|lack of|unavailable|inaccessible) .{0,12}?full[- ]?text"
    r"|not retrieved"
    r"|(?:无|未能?|没有|不能|无法|缺)(?:获取|获得|找到|下载|得)?.{0,3}(?:全文|原文)"
    r"|(?:全文|原文).{0,4}(?:缺失|不可得|未获|无法|不能)",
    re.IGNORECASE,
)
_ABOUT_DUPLICATE = gettext_noop(
    "“%(label)s” is not an exclusion reason: merge duplicate records, and link a second "
    "report of a study to that study."
)
_ABOUT_TEXT = gettext_noop(
    "“%(label)s” is not an exclusion reason: mark the report as not retrieved, which has its own box."
)


def doubt(label: str) -> Message | None:
    """What speaks against this label as an exclusion reason; None for one that is fine."""
    if _NO_TEXT.search(label):
        return Message(_ABOUT_TEXT, {"label": label})
    if _DUPLICATE.search(label):
        return Message(_ABOUT_DUPLICATE, {"label": label})
    return None
