"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from screening import PROGRAM
from screening.queries.access.display_settings import reading
from screening.queries.help_texts import SECTION_OF
from screening.queries.site.site_texts import site_text

#: Public pages with texts of whoever runs the site, by the name of their address.
PAGES = {"imprint": gettext_lazy("Imprint"), "privacy": gettext_lazy("Privacy")}


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """`languages` to switch to, the person's `theme` ("", "light" or "dark") and `wishes`, the
    `program` and what whoever runs the site tells everybody: a `banner` and `site_pages`;
    `help_at`, the section of the guide.
    """
    user = getattr(request, "user", None)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    theme = theme if theme in {"light", "dark"} else ""
    pages = [(name, title) for name, title in PAGES.items() if site_text(name)]
    return {
        "languages": settings.LANGUAGES,
        "theme": theme,
        "program": PROGRAM,
        "banner": site_text("banner"),
        "site_pages": pages,
        "wishes": reading(user),
        "help_at": SECTION_OF.get(_name(request), ""),
    }
