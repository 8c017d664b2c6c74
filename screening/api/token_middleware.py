"""Who a program speaks for: on addresses of the interface a token counts, and neither a session nor a cookie does.

It stands where the session's person becomes known, so that all that follows (language, costs, first looks) holds for
programs as for browsers.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from screening.actions.access.tokens import note_use
from screening.models import AccessToken
from screening.queries.access.tokens import token_of

ROOT = "/api/"


class TokenMiddleware:
    """Puts the token, or None, beside each request; the person of the token becomes the person of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.token = None  # type: ignore[attr-defined]
        if request.path_info.startswith(ROOT):
            request.by_program = True  # type: ignore[attr-defined]
            request.user = AnonymousUser()
            request.COOKIES = {}
            token = token_of(_sent(request))
            if token is not None:
                request.token, request.user = token, token.user  # type: ignore[attr-defined]
                note_use(token, timezone.now())
        return self.get_response(request)


def _sent(request: HttpRequest) -> str:
    kind, _blank, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if kind.lower() == "bearer" else ""


def token_at_hand(request: HttpRequest) -> AccessToken | None:
    """The token that came with the request."""
    found: AccessToken | None = getattr(request, "token", None)
    return found
