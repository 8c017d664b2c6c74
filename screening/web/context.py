"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from screening import PROGRAM


def frame(request: HttpRequest) -> dict[str, Any]:
    """`languages` to switch to, the person's `theme` ("", "light" or "dark"), and the `program` with its version."""
    user = getattr(request, "user", None)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    theme = theme if theme in {"light", "dark"} else ""
    return {"languages": settings.LANGUAGES, "theme": theme, "program": PROGRAM}
