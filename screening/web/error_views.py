"""Error pages: what happened, that nothing was lost, and what to do."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from screening.web.storage_errors import is_storage_fault

#: Seconds after which asking again makes sense while the database or the disk cannot be used.
RETRY_AFTER = 5


def for_program(request: HttpRequest, status: int) -> HttpResponse | None:
    """The same as a problem (RFC 9457), on addresses of the interface for programs; None on pages."""
    if not request.path_info.startswith("/api/"):
        return None
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": f"request.{status}",
    }
    return JsonResponse(told, status=status, content_type="application/problem+json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return for_program(request, 400) or render(request, "screening/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return for_program(request, 403) or render(request, "screening/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return for_program(request, 404) or render(request, "screening/errors/404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    return for_program(request, 429) or render(request, "screening/errors/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without anything that could fail again: no session, no database.

    503 while the database or the disk cannot be used:
    a vote then waits in the browser and is sent again.
    """
    theme = request.COOKIES.get("theme", "")
    context = {"bare": True, "theme": theme if theme in {"light", "dark"} else ""}
    context["number"] = getattr(request, "number", "")
    # Django asks for this page while it handles the exception.
    if is_storage_fault(sys.exception()):
        if told := for_program(request, 503):
            told["Retry-After"] = str(RETRY_AFTER)
            return told
        page = render_to_string("screening/errors/503.html", context)
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    page = render_to_string("screening/errors/500.html", context)
    return for_program(request, 500) or HttpResponse(page, status=500)
