"""Error pages: what happened, that nothing was lost, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "screening/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "screening/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "screening/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without anything that could fail again: no session, no database."""
    theme = request.COOKIES.get("theme", "")
    context = {"bare": True, "theme": theme if theme in {"light", "dark"} else ""}
    return HttpResponse(render_to_string("screening/errors/500.html", context), status=500)
