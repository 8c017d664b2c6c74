"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from screening import PROGRAM
from screening.queries.access.display_settings import reading


def frame(request: HttpRequest) -> dict[str, Any]:
    """`languages` to choose from, the person's `theme` ("", "light" or "dark") and `wishes`, and the `program`."""
    user = getattr(request, "user", None)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    theme = theme if theme in {"light", "dark"} else ""
    return {"languages": settings.LANGUAGES, "theme": theme, "program": PROGRAM, "wishes": reading(user)}
