"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """`languages` to switch to and the person's `theme` ("", "light" or "dark")."""
    user = getattr(request, "user", None)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    return {"languages": settings.LANGUAGES, "theme": theme if theme in {"light", "dark"} else ""}
