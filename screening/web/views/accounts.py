"""The pages on which people look after their own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from screening.actions.accounts import AddressTaken, change_account, change_email, end_sessions
from screening.web.forms.accounts import AccountForm, ChangePasswordForm, EmailForm, KeysForm
from screening.web.views.preferences import remember

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READ_OR_WRITE)
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, theme, languages read; the way to keys, address, password and sessions."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        change_account(user=request.user, **form.cleaned_data)
        with override(request.user.language or request.LANGUAGE_CODE):
            messages.success(request, _("Saved."))
        answer = redirect("account")
        remember(answer, settings.LANGUAGE_COOKIE_NAME, request.user.language)
        remember(answer, "theme", request.user.theme)
        return answer
    return _page(request, form=form)


@login_required
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """The keyboard map."""
    form = KeysForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, keys_form=form)
    change_account(user=request.user, keys=form.cleaned_data["keys"], own_keys=form.cleaned_data["own_keys"])
    messages.success(request, _("Saved."))
    return redirect("account")


@login_required
@sensitive_post_parameters("password")
@require_http_methods(READ_OR_WRITE)
def email(request: HttpRequest) -> HttpResponse:
    """Another address, with the password once more; the old address is told."""
    form = EmailForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            old = change_email(user=request.user, email=form.cleaned_data["email"])
        except AddressTaken:
            form.add_error("email", _("This address cannot be used."))
        else:
            body = render_to_string("screening/mail/address_changed.txt", {"user": request.user}, request)
            send_mail(_("Your e-mail address was changed"), body, None, [old])
            messages.success(request, _("You sign in with %(email)s from now on.") % {"email": request.user.email})
            return redirect("account")
    return render(request, "screening/account_email.html", {"form": form})


@login_required
@sensitive_post_parameters()
@require_http_methods(READ_OR_WRITE)
def password(request: HttpRequest) -> HttpResponse:
    """A new password; every other session ends."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect("account")
    return render(request, "screening/account_password.html", {"form": form})


@login_required
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Signs out everywhere else."""
    n = end_sessions(user=request.user, but=request.session.session_key)
    ended = ngettext("%(n)d other session ended.", "%(n)d other sessions ended.", n)
    messages.success(request, ended % {"n": n} if n else _("You were signed in nowhere else."))
    return redirect("account")


def _page(request: HttpRequest, form: AccountForm | None = None, keys_form: KeysForm | None = None) -> HttpResponse:
    request.user.refresh_from_db()
    context = {
        "form": form or AccountForm(instance=request.user),
        "keys_form": keys_form or KeysForm(user=request.user),
    }
    return render(request, "screening/account.html", context)
