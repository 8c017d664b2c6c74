"""The site as an app: what it is called, its worker in the browser,
and the page for when there is no connection.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

BRIEFLY = "public, max-age=3600"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What browsers need to install it (W3C Web Application Manifest)."""
    icons = [
        {
            "src": static(f"screening/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for size in (192, 512)
        for use in ("any", "maskable")
    ]
    told = {
        "name": "Reviewapp",
        "short_name": "Reviewapp",
        "description": _("Screening for systematic reviews"),
        "lang": get_language(),
        "id": "/",
        "start_url": reverse("reviews"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5d86",
        "icons": icons,
    }
    return JsonResponse(
        told, content_type="application/manifest+json", headers={"Cache-Control": BRIEFLY}
    )


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, from the root of the site, as it may only serve what lies below it."""
    worker = get_template("screening/screening/service_worker.js").render()
    return HttpResponse(
        worker, content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Says that there is no connection, and what was taken along; kept in the browser."""
    return render(request, "screening/screening/offline.html")
