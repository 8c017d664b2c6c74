"""Whether the site is up, and whether it can work; says nothing about anybody's review."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from screening import __version__
from screening.queries.site import health as queries

#: What is said of each part, well and not.
SAYS = {
    "database": (
        _("The database accepts data."),
        _("The database does not respond or is read-only."),
    ),
    "migrations": (_("The database schema is up to date."), _("Database migrations are pending.")),
    "disk": (_("There is enough disk space."), _("Less than a tenth of the disk space is free.")),
    "files": (_("Files can be stored."), _("The file storage is not writable.")),
    "workers": (
        _("Background jobs are running."),
        _("Jobs are waiting, but no worker is running."),
    ),
}


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The web server answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """What was looked at, whether it is well, and the version; 503 to send no requests here."""
    found = queries.recently()
    return JsonResponse(
        {**found, "version": __version__}, status=200 if queries.serves(found) else 503
    )


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The same as a page for people, in the language their browser asks for."""
    found = queries.recently()
    with translation.override(translation.get_language_from_request(request)):
        parts = [(well, SAYS[part][0 if well else 1]) for part, well in found.items()]
        context = {
            "bare": True,
            "parts": parts,
            "well": all(found.values()),
            "version": __version__,
        }
        answer = HttpResponse(render_to_string("screening/site/health.html", context))
        answer.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    answer.status_code = 200 if queries.serves(found) else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer
