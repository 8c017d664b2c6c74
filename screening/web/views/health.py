"""Whether the site is up, and whether it can work; says nothing about anybody's review."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from screening import __version__
from screening.queries import health


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The web server answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """What was looked at and whether it is well, and the version; 503 when something is not."""
    found = health.ready()
    return JsonResponse({**found, "version": __version__}, status=200 if all(found.values()) else 503)
