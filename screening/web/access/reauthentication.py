"""What has far consequences asks for the password, or the second factor, once more,
unless that was just given.
"""

import time
from collections.abc import Callable

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    suspend_request,
)
from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: Names of addresses whose POST changes who may do or see what, or takes things away or along.
FAR_REACHING = {
    "member",
    "member-remove",
    "invitations",
    "invitation-renew",
    "stage-unblind",
    "archive",
    "review-end",
    "account-close",
    "site-person",
    "site-person-close",
    "site-review",
    "site-review-delete",
    "account-tokens",
    "webhooks",
    "service-accounts",
}
#: Names of addresses whose GET hands out everything there is.
TAKEN_ALONG = {"archive-download", "account-data"}


class AgainMiddleware:
    """Puts such a request aside, asks, and goes on with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """The way to the question, for these requests of people who have not given an answer
        lately.
        """
        name = request.resolver_match and request.resolver_match.url_name
        asked = name in FAR_REACHING if request.method == "POST" else name in TAKEN_ALONG
        if not (
            asked and settings.REAUTHENTICATE and request.user.is_authenticated
        ) or lately_shown(request):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        answer: HttpResponse = suspend_request(request, methods[0]["url"])
        if getattr(request, "htmx", None):
            answer = HttpResponse(headers={"HX-Redirect": answer["Location"]})
        return answer


def lately_shown(request: HttpRequest) -> bool:
    """Whether the person has signed in or answered within the time the site gives; also where there
    is nothing to ask, as of people who sign in elsewhere.
    """
    if not get_reauthentication_flows(request.user):
        return True
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in get_authentication_records(request, request.user))
