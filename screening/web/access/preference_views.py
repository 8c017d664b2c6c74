"""Language and theme: a button each, on every page, for everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from screening.actions.access.accounts import change_account
from screening.web.safe_redirect import destination

YEAR = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in the account and in a cookie, and goes back."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    return _keep(request, "language", code, settings.LANGUAGE_COOKIE_NAME)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen theme ("" follows the system) in the account and in a cookie, and goes back."""
    chosen = request.POST.get("theme", "")
    if chosen not in {"", "light", "dark"}:
        return HttpResponseBadRequest()
    return _keep(request, "theme", chosen, "theme")


def _keep(request: HttpRequest, field: str, value: str, cookie: str) -> HttpResponse:
    if request.user.is_authenticated:
        change_account(user=request.user, **{field: value})
    answer = redirect(destination(request, "home"))
    remember(answer, cookie, value)
    return answer


def remember(answer: HttpResponse, cookie: str, value: str) -> None:
    """Sets or deletes a cookie of taste."""
    if value:
        answer.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    else:
        answer.delete_cookie(cookie, samesite="Lax")
