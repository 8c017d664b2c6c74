"""Help: the guide inside the app, the card of keys to print, and the tour of each role."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from screening.queries.access.authorization import Access, access_review
from screening.queries.help_texts import STAGED, TOURS
from screening.records.text import fold

GUIDES = Path(__file__).parents[2] / "guide"
ANCHOR = re.compile(r'^<a id="([a-z-]+)"></a>$', re.MULTILINE)
PICTURE = re.compile(r'src="[^"]*?([a-z-]+\.png)"')
FIRST_STAGE = "title-abstract"


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guide in the language of the page; with `q`, the sections that hold all its words."""
    words = [fold(word) for word in request.GET.get("q", "").split()[:10]]
    found = [
        one
        for one in sections(get_language() or "en")
        if all(word in one["folded"] for word in words)
    ]
    context = {
        "sections": found,
        "q": request.GET.get("q", "")[:200],
        "all": sections(get_language() or "en"),
    }
    return render(request, "screening/site/guide.html", context)


@require_safe
def key_card(request: HttpRequest) -> HttpResponse:
    """The keys of the person on one page, for the wall."""
    return render(request, "screening/site/key_card.html")


@login_required
@require_safe
def tour(request: HttpRequest, review_id: int) -> HttpResponse:
    """Six steps for each role that the member holds, each with the way to its page."""
    access = access_review(request.user, review_id)
    tours = [
        (role, [_step(access, *step) for step in TOURS[role]]) for role in access.membership.roles
    ]
    return render(request, "screening/site/tour.html", {"access": access, "tours": tours})


def _step(access: Access, name: str, title: object, text: object) -> dict[str, Any]:
    if name == "key-card":
        return {"href": reverse(name), "title": title, "text": text}
    stage = [FIRST_STAGE] if name in STAGED else []
    return {"href": reverse(name, args=[access.review.pk, *stage]), "title": title, "text": text}


@cache
def sections(language: str) -> list[dict[str, Any]]:
    """The sections of the guide: `key`, `title`, `html`, and `folded` text to be searched."""
    text = (GUIDES / ("guide.zh.md" if language.startswith("zh") else "guide.en.md")).read_text(
        encoding="utf-8"
    )
    _head, *parts = ANCHOR.split(text)
    return [_section(key, body.strip()) for key, body in zip(parts[::2], parts[1::2], strict=True)]


def _section(key: str, body: str) -> dict[str, Any]:
    heading, _newline, rest = body.partition("\n")
    return {"key": key, "title": heading.lstrip("# "), "html": _html(rest), "folded": fold(body)}


def _html(text: str) -> SafeString:
    """The guide is ours, and raw HTML in it is escaped all the same."""
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    html = PICTURE.sub(
        lambda found: f'src="{static(f"screening/guide/{found[1]}")}" loading="lazy"', html
    )
    return mark_safe(html)  # noqa: S308  markdown-it escapes
