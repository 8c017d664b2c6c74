"""Numbers in addresses that no database can hold name nothing: 404,
before anything is asked of the database.
"""

from typing import Any

from django.http import Http404, HttpRequest

LARGEST = 2**63 - 1


class NumbersMiddleware:
    """Answers addresses with numbers beyond the database's range as what is not there."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Raises Http404."""
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404


def number_in(text: str) -> int | None:
    """A number of the database's range that somebody sent as text; None for anything else."""
    plain = text.isascii() and text.isdecimal() and len(text) < len(str(LARGEST))
    return int(text) if plain else None
