"""A browser in which somebody has signed in, told without the database.

From such a one alone a large body is taken in: what a person may do is decided by the session and
the access door, as ever, but strangers' files can be refused before they fill the disk. And an
account that has signed in there keeps its own tries at the password there, whatever others do
elsewhere.
"""

import secrets
from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from screening.models import User

SALT = "screening.known-browser"
AGE = 180 * 24 * 3600
MOST_ACCOUNTS = 8


def is_known(cookies: Mapping[str, str]) -> bool:
    """Whether one of the cookies was given to somebody who had signed in."""
    return _read(cookies) is not None


def known_device(cookies: Mapping[str, str], user: User | None) -> str:
    """The name of the browser, if this account has signed in there; "" otherwise."""
    found = _read(cookies)
    return found[0] if found and user and str(user.pk) in found[1] else ""


class KnownBrowserMiddleware:
    """Gives the cookie to the browsers of signed-in people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = request.user
        asks = request.method == "GET" and not getattr(request, "by_program", False)
        if asks and user.is_authenticated and not known_device(request.COOKIES, user):
            device, accounts = _read(request.COOKIES) or (secrets.token_hex(8), [])
            response.set_cookie(
                settings.KNOWN_BROWSER_COOKIE,
                signed(device, [*accounts, str(user.pk)][-MOST_ACCOUNTS:]),
                max_age=AGE,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def signed(device: str, accounts: list[str]) -> str:
    """The cookie of a browser in which these accounts have signed in."""
    return TimestampSigner(salt=SALT).sign("-".join([device, *accounts]))


def _read(cookies: Mapping[str, str]) -> tuple[str, list[str]] | None:
    try:
        value = TimestampSigner(salt=SALT).unsign(
            cookies.get(settings.KNOWN_BROWSER_COOKIE, ""), max_age=AGE
        )
    except BadSignature:
        return None
    device, *accounts = value.split("-")
    return device, accounts
