"""The language of a page: the account's choice, else the cookie or the browser's."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Piece = TypeVar("Piece", bytes, str)


def in_reader_language(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces of a streamed answer, each made in the language of now: they are made after the
    page's language is over. Call it in the view.
    """
    language, source = translation.get_language() or settings.LANGUAGE_CODE, iter(pieces)

    def spoken() -> Iterator[Piece]:
        while True:
            with translation.override(language):
                piece = next(source, None)
            if piece is None:
                return
            yield piece

    return spoken()


class AccountLanguageMiddleware:
    """Activates the signed-in person's language; without one, what cookie and browser ask for.

    Addresses are the same in both languages, so that a link can be shared within a bilingual team.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        if getattr(request, "by_program", False) and "Accept-Language" in request.headers:
            chosen = ""  # a program says itself which language its person reads
        language = chosen or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in dict(settings.LANGUAGES):
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
