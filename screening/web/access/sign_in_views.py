"""Signing in, out and up: django-allauth's pages, within the methods they answer."""

from allauth.account import views
from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from screening.queries.access.members import invitation_of
from screening.web.access.allauth_adapters import TOKEN, may_sign_up

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters("password")
@read_or_write
def sign_in(request: HttpRequest) -> HttpResponse:
    """Address and password; the answer to a wrong pair is the same whether or not there is such an
    account.
    """
    return views.LoginView.as_view(extra_context={"open": may_sign_up(request)})(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server, and has the browser forget what it kept of the pages."""
    logout(request, show_message=False)
    messages.success(request, _("You are signed out."))
    answer = redirect("sign-in")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@sensitive_post_parameters("password1")
@read_or_write
def join_site(request: HttpRequest) -> HttpResponse:
    """A new account: for people with an invitation, or for everybody where the site is open."""
    invitation = invitation_of(request.session.get(TOKEN, ""))
    if request.user.is_authenticated:
        return redirect("join" if invitation else "reviews")
    answer: HttpResponse = views.SignupView.as_view(extra_context={"invitation": invitation})(
        request
    )
    if (
        invitation
        and request.user.is_authenticated
        and invitation_of(request.session.get(TOKEN, "")) is None
    ):
        request.session.pop(TOKEN, None)
        messages.success(request, _("Welcome, %(name)s.") % {"name": request.user.name})
        return redirect("overview", review_id=invitation.review_id)
    if not may_sign_up(request) and not request.user.is_authenticated and answer.status_code == 200:
        answer.status_code = 403
    return answer
