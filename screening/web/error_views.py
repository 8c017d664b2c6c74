"""Error pages: what happened, that nothing was lost, and what to do."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from screening.web.storage_errors import is_storage_fault

RETRY_AFTER = 5
"""Seconds after which asking again makes sense while the database or the disk cannot be used."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "screening/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "screening/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "screening/errors/404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    return render(request, "screening/errors/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without anything that could fail again: no session, no database.

    503 while the database or the disk cannot be used: a vote then waits in the browser and is sent again.
    """
    theme = request.COOKIES.get("theme", "")
    context = {"bare": True, "theme": theme if theme in {"light", "dark"} else ""}
    context["number"] = getattr(request, "number", "")
    # Django asks for this page while it handles the exception.
    if is_storage_fault(sys.exception()):
        page = render_to_string("screening/errors/503.html", context)
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return HttpResponse(render_to_string("screening/errors/500.html", context), status=500)
