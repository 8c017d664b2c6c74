"""Titles with their formatting: italics, bold, raised and lowered text are shown,
everything else is text.
"""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from screening.queries.translation import language_label

register = template.Library()
register.filter("language_label", language_label)
_TAG = re.compile(r"&lt;(/?)(i|em|b|strong|sub|sup)&gt;", re.IGNORECASE)
_SHOWN = {"em": "i", "strong": "b"}


@register.filter
def formatted(text: str) -> SafeString:
    """The text with `<i> <b> <sub> <sup>` at work, without attributes and always closed;
    all other marks as text.
    """
    escaped = escape(text or "")
    if "&lt;" not in escaped:
        return mark_safe(escaped)  # noqa: S308 - escaped above
    last = {
        found.group(2).lower(): found.start() for found in _TAG.finditer(escaped) if found.group(1)
    }
    pieces: list[str] = []
    open_tags: list[str] = []
    end = 0
    for found in _TAG.finditer(escaped):
        closing, name = found.group(1), found.group(2).lower()
        shown = _SHOWN.get(name, name)
        if closing and open_tags[-1:] == [shown]:
            open_tags.pop()
        elif not closing and last.get(name, -1) > found.start():
            open_tags.append(shown)
        else:
            continue
        pieces += [escaped[end : found.start()], f"<{closing}{shown}>"]
        end = found.end()
    closed = "".join(f"</{name}>" for name in reversed(open_tags))
    return mark_safe("".join([*pieces, escaped[end:], closed]))  # noqa: S308 - escaped, and only known tags put back
