"""Records drawn for reading: what the screening page, its script and the conflict page share."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from screening.queries.access.authorization import Access
from screening.queries.protocol.highlights import highlights
from screening.queries.screening.cards import Card, cards


def drawn(request: HttpRequest, access: Access, stage: str, ids: list[int]) -> list[dict[str, Any]]:
    """The cards of these records as the script takes them: `{"id", "html", "own"}`, in order."""
    return draw(request, access, stage, cards(access, stage, ids))


def draw(
    request: HttpRequest, access: Access, stage: str, found: list[Card]
) -> list[dict[str, Any]]:
    """The same for cards already at hand."""
    lists, terms = highlights(access.review, access.user)
    shared = {"lists": lists, "terms": terms, "access": access, "stage": stage}
    return [
        {
            "id": card.record.pk,
            "html": render_to_string(
                "screening/screening/_card.html", shared | {"card": card}, request
            ),
            "own": card.own(),
        }
        for card in found
    ]
