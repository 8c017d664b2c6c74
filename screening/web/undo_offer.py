"""A message with the way back beside it: a button, and the key for undoing."""

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string

#: Tag of such a message; it leaves the screen after a while, see `frame.js`.
TAG = "undoable"


def offer_undo(
    request: HttpRequest, text: str, address: str, *, swaps: bool = False, **fields: list[int]
) -> None:
    """Tells what was done, on the next page, with a form that posts these fields to the address to
    take it back.

    `swaps`: on a page that takes the answer in without being loaded anew.
    """
    pairs = [(name, value) for name, values in fields.items() for value in values]
    html = render_to_string(
        "screening/_undo_offer.html",
        {"text": text, "address": address, "fields": pairs, "swaps": swaps},
        request,
    )
    messages.success(request, html, extra_tags=TAG)
