"""A browser in which somebody has signed in, told without the database: only from such a one a large body is taken in.

What a person may do is decided by the session and the access door, as ever. This cookie only lets the web server refuse
strangers' files before they fill the disk.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

SALT = "screening.known-browser"


def is_known(cookies: Mapping[str, str]) -> bool:
    """Whether one of the cookies was given to somebody who had signed in, no longer ago than a session lasts."""
    try:
        TimestampSigner(salt=SALT).unsign(cookies.get(settings.KNOWN_BROWSER_COOKIE, ""), settings.SESSION_COOKIE_AGE)
    except BadSignature:
        return False
    return True


class KnownBrowserMiddleware:
    """Gives the cookie to the browsers of signed-in people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and request.user.is_authenticated and not is_known(request.COOKIES):
            response.set_cookie(
                settings.KNOWN_BROWSER_COOKIE, TimestampSigner(salt=SALT).sign("1"),
                max_age=settings.SESSION_COOKIE_AGE, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response
