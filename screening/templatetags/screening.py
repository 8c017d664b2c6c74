"""Filters and tags that every template has."""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from screening import stages
from screening.queries.access.authorization import Access
from screening.queries.access.key_bindings import key_cap, key_map
from screening.queries.help_texts import HINTS
from screening.queries.translation import say
from screening.records.text import guess_language

register = template.Library()
register.filter("say", say)
HTML_LANGUAGES = {"zh": "zh-Hans"}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers unless it has a label.
    `size` may be "large".
    """
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon {}" {}><use href="{}#{}"></use></svg>',
        size,
        spoken,
        static("screening/icons.svg"),
        name,
    )


@register.filter
def lang(text: str, known: str = "") -> str:
    """What belongs into a `lang` attribute: the known language, or else the one the letters tell;
    "" for neither.
    """
    language = known or guess_language(str(text or ""))
    return HTML_LANGUAGES.get(language, language)


@register.filter
def in_words(text: str) -> str:
    """A sentence of the floors that know no Django, in the reader's language; "" stays so."""
    return gettext(text) if text else ""


@register.filter
def number(value: Any) -> str:
    """A whole number with its thousands apart: 12,345; "–" for None."""
    return "–" if value is None or value == "" else f"{int(value):,}"


@register.filter
def short_number(value: int) -> str:
    """A count for a small badge: 999, then 999+, for what waits is not counted any further."""
    return str(value) if value < 1000 else "999+"


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """A share in [0, 1] as a percentage; "–" for None."""
    return "–" if value is None else f"{value:.{digits}%}"


@register.filter
def may(access: Access, capability: str) -> bool:
    """Whether the member has that capability of `queries.access.CAPABILITIES`."""
    return access.may(capability)


@register.simple_tag
def when(moment: datetime | None, full: bool = False) -> SafeString | str:
    """A moment as `<time>`: "5 minutes ago", or the date when it is over a week off or `full` is
    asked for.
    """
    if moment is None:
        return "–"
    local = timezone.localtime(moment)
    exact = formats.date_format(local, "DATETIME_FORMAT")
    shown = exact if full else _ago(moment) or formats.date_format(local, "DATE_FORMAT")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        exact,
        shown,
    )


def _ago(moment: datetime) -> str:
    seconds = int((timezone.now() - moment).total_seconds())
    if not 0 <= seconds < 7 * 86400:
        return ""
    if seconds < 60:
        return gettext("just now")
    if seconds < 3600:
        n = seconds // 60
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", n) % {"n": n}
    if seconds < 86400:
        n = seconds // 3600
        return ngettext("%(n)d hour ago", "%(n)d hours ago", n) % {"n": n}
    n = seconds // 86400
    return ngettext("%(n)d day ago", "%(n)d days ago", n) % {"n": n}


@register.simple_tag(takes_context=True)
def key(context: template.Context, action: str) -> SafeString | str:
    """The key that does an action for this person as `<kbd>`, "" when keys are off.
    Not read out by screen readers.
    """
    request = context.get("request")
    code = key_map(getattr(request, "user", AnonymousUser())).get(action, "")
    return format_html('<kbd aria-hidden="true">{}</kbd>', key_cap(code)) if code else ""


@register.inclusion_tag("screening/_hint.html")
def hint(field: Any) -> dict[str, Any]:
    """A "?" with a sentence, beside a field that does not explain itself and has no words under it."""
    text = "" if field.help_text else HINTS.get(field.name, "")
    return {"text": text, "label": field.label}


@register.filter
def initials(name: str) -> str:
    """One or two letters that stand for a person: "Mei Lin" → "ML", "王小明" → "王"."""
    words = str(name).split()
    if not words:
        return "?"
    return words[0][0].upper() if len(words) == 1 else (words[0][0] + words[-1][0]).upper()


@register.simple_tag
def page_language() -> str:
    """The language of the page for `<html lang>`: "en" or "zh-Hans"."""
    return _html_language(get_language() or "en")


@cache
def _html_language(code: str) -> str:
    return "zh-Hans" if code.startswith("zh") else code


@register.filter
def browser(user_agent: str) -> str:
    """A browser as people know it, "Firefox · Linux", out of what it says of itself;
    all of that where unknown.
    """
    found = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (
            (
                ("Edg", "Edge"),
                ("OPR", "Opera"),
                ("Firefox", "Firefox"),
                ("Chrom", "Chrome"),
                ("Safari", "Safari"),
            ),
            (
                ("Android", "Android"),
                ("iPhone", "iPhone"),
                ("iPad", "iPad"),
                ("Windows", "Windows"),
                ("Mac OS", "macOS"),
                ("Linux", "Linux"),
            ),
        )
    ]
    return " · ".join(filter(None, found)) or user_agent[:80] or gettext("an unknown browser")


@register.filter
def judges_reports(stage: str) -> bool:
    """Whether reports are judged at that stage, which have to be at hand."""
    return stages.judges_reports(stage)


@register.simple_tag
def first_stage() -> str:
    """The key of the stage at which every record begins."""
    return stages.first().key


@register.simple_tag
def reading_stage() -> str:
    """The key of the stage at which reports are read first."""
    return stages.reading().key
