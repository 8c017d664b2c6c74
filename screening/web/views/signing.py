"""Signing in, out and up."""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.accounts import AddressTaken, sign_up
from screening.actions.members import InvitationEnded
from screening.queries.members import invitation_of
from screening.web.destination import destination
from screening.web.forms.accounts import SignInForm, SignUpForm
from screening.web.views.joining import TOKEN

BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Address and password; the answer to a wrong pair is the same whether or not there is such an account."""
    if request.user.is_authenticated:
        return redirect(destination(request, "reviews"))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        auth.login(request, form.get_user())
        return redirect(destination(request, "reviews"))
    context = {"form": form, "next": destination(request, "reviews"), "open": _may_sign_up(request)}
    return render(request, "screening/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server, and has the browser forget what it kept of the pages."""
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    answer = redirect("sign-in")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join_site(request: HttpRequest) -> HttpResponse:
    """A new account: for people with an invitation, or for everybody where the site is open."""
    invitation = invitation_of(request.session.get(TOKEN, ""))
    if request.user.is_authenticated:
        return redirect("join" if invitation else "reviews")
    if not _may_sign_up(request):
        return render(request, "screening/sign_up_closed.html", status=403)
    address = invitation.email if invitation else ""
    form = SignUpForm(request.POST or None, address=address)
    if request.method == "POST" and form.is_valid():
        try:
            user = sign_up(**form.cleaned_data, language=get_language() or "", invitation=invitation)
        except AddressTaken:
            form.add_error("email", _("No account can be made with this address. If it is yours, sign in instead."))
        except InvitationEnded:
            return redirect("join")
        else:
            auth.login(request, user, backend=BACKEND)
            request.session.pop(TOKEN, None)
            messages.success(request, _("Welcome, %(name)s.") % {"name": user.name})
            return redirect("overview", review_id=invitation.review_id) if invitation else redirect("reviews")
    return render(request, "screening/sign_up.html", {"form": form, "invitation": invitation})


def _may_sign_up(request: HttpRequest) -> bool:
    return settings.SIGN_UP == "open" or invitation_of(request.session.get(TOKEN, "")) is not None
