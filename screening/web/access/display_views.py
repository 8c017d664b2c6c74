"""How a person likes records to be shown: kept by a form, or by the page's script."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from screening.actions.access.accounts import change_account
from screening.queries.access.display_settings import CHOICES
from screening.web.safe_redirect import destination


@login_required
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Keeps what is asked for and known; anything else is passed over."""
    wishes = {
        name: request.POST[name]
        for name, known in CHOICES.items()
        if request.POST.get(name) in known
    }
    if wishes:
        change_account(user=request.user, reading=dict(request.user.reading) | wishes)
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    return redirect(destination(request, "home"))
